"""Texts from which officers start an answer: kept by an organisation for itself and what stands below it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.complaints import access, rules, states, telling
from melayani.voice.complaints.models import Category, ReplyTemplate

TITLE_MAX = 120
SUBJECT = "complaint_settings"


def keep_template(
    *,
    actor: Actor,
    organisation: Organisation,
    title: str,
    text: str,
    now: datetime,
    category: Category | None = None,
    for_action: str = "",
    template: ReplyTemplate | None = None,
) -> ReplyTemplate:
    """Write a new text, or change `template` of the same organisation; an answer once given keeps its own words.

    Raises NotAllowed, ActionRefused for no title, no text, an unknown verb or a title that is taken.
    """
    heading = telling.words(title, what="judul templat", most=TITLE_MAX)
    body = telling.words(text, what="isi templat", most=rules.ANSWER_MAX)
    _demand(actor, organisation)
    if for_action and for_action not in states.VERBS:
        raise rules.ActionRefused("Tindakan untuk templat ini tidak dikenal.")
    if template is not None and template.organisation_id != organisation.pk:
        raise rules.NotAllowed("Templat ini milik instansi lain.")
    with transaction.atomic():
        row = template or ReplyTemplate(organisation=organisation)
        row.title, row.text, row.category, row.for_action, row.active = heading, body, category, for_action, True
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise rules.ActionRefused("Sudah ada templat dengan judul ini. Pilih judul lain.") from error
        _record_template("complaint.template_kept", actor, row, now)
    return row


def retire_template(*, actor: Actor, template: ReplyTemplate, now: datetime) -> ReplyTemplate:
    """Offer a text no more. Raises NotAllowed."""
    _demand(actor, template.organisation)
    with transaction.atomic():
        template.active = False
        template.save(update_fields=["active"])
        _record_template("complaint.template_retired", actor, template, now)
    return template


def _demand(actor: Actor, organisation: Organisation) -> None:
    if not access.may_at(actor, access.KEEP_SETTINGS, organisation):
        raise rules.NotAllowed("Anda tidak berwenang mengatur templat instansi ini.")


def _record_template(name: str, actor: Actor, row: ReplyTemplate, now: datetime) -> None:
    subject = Reference(kind=SUBJECT, number=row.organisation.slug)
    record(name, actor=actor, subject=subject, organisation=row.organisation, data={"title": row.title}, now=now)
