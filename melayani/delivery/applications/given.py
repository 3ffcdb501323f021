"""The rows of what a citizen gives: answers with their files, claimed so that nobody else can use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from melayani.delivery.applications import rules
from melayani.delivery.applications.models import Answer, AnswerFile, Application, Draft
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor, insert_all
from melayani.foundation.numbers.rules import Reference


def write_answers(
    application: Application,
    asked: Sequence[rules.Asked],
    answers: Sequence[rules.Given],
    *,
    draft: Draft | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write one row per answer with the requirement's text copied, and attach its files.

    Raises InputRefused for a file that is not the draft's, or not the actor's own upload.
    """
    texts = {item.number: item.text for item in asked}
    rows = insert_all(
        [
            Answer(
                application=application,
                number=item.number,
                requirement=texts.get(item.number, ""),
                field_key=rules.field_key(item.number) if item.number else rules.STORY,
                kind=item.kind,
                text=item.text.strip(),
            )
            for item in answers
        ]
    )
    for row, item in zip(rows, answers, strict=True):
        if item.kind == rules.UPLOAD:
            files = (
                _of_draft(draft, item.files)
                if draft
                else claim_for(application.reference, item.files, actor=actor, now=now)
            )
            _attach(row, files)


def answer_again(answer: Answer, item: rules.Given, *, actor: Actor, now: datetime) -> None:
    """Put a new answer in the place of a returned one; older files stay with their round, the reason is kept."""
    answer.round += 1
    answer.kind, answer.text = item.kind, item.text.strip()
    answer.previous_reason, answer.reason = answer.reason, ""
    answer.judgement, answer.judged_by_id, answer.judged_at = rules.UNJUDGED, None, None
    answer.save()
    if item.kind == rules.UPLOAD:
        reference = answer.application.reference
        _attach(answer, claim_for(reference, item.files, actor=actor, now=now))


def claim_for(owner: Reference, ids: Iterable[UUID], *, actor: Actor, now: datetime) -> list[Attachment]:
    """Make the actor's own uploads part of `owner`; raises InputRefused for anybody else's or used ones."""
    try:
        return attachments.claim(ids=ids, owner=owner, actor=actor, now=now)
    except NotYours as error:
        raise rules.InputRefused({"papers": gettext("Berkas ini tidak dikenali. Unggah lagi berkasnya.")}) from error


def _of_draft(draft: Draft, ids: Sequence[UUID]) -> list[Attachment]:
    own = {row.pk: row for row in Attachment.objects.of_owner(draft.reference.kind, draft.reference.number)}
    if not set(ids) <= set(own):
        raise rules.InputRefused({"papers": gettext("Berkas ini tidak dikenali. Unggah lagi berkasnya.")})
    return [own[pk] for pk in ids]


def _attach(answer: Answer, files: Iterable[Attachment]) -> None:
    AnswerFile.objects.bulk_create(
        AnswerFile(answer=answer, attachment=attachment, round=answer.round) for attachment in files
    )
