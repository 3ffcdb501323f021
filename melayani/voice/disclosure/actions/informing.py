"""The public list (Daftar Informasi Publik): add, change, publish, withdraw; offer again what was disclosed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.voice.disclosure import access, papers, rules
from melayani.voice.disclosure.models import (
    Exclusion,
    Information,
    InformationFile,
    InformationRequest,
    InformationWord,
    RegisterCounter,
)
from melayani.voice.disclosure.models.books import ENTRIES
from melayani.voice.disclosure.rules import deciding, listing
from melayani.voice.disclosure.states import entries

INFORMATION_KIND = "public_information"
FILES_MAX, REASON_MAX = 20, 300


def add_information(
    *,
    actor: Actor,
    organisation: Organisation,
    entry: rules.Entry,
    now: datetime,
    exclusion: Exclusion | None = None,
    from_request: InformationRequest | None = None,
    files: Sequence[tuple[UUID, str]] = (),
) -> Information:
    """Write an entry of the list as a draft; `files` are uploads with their titles, in order.

    With `from_request` it offers again what was disclosed (never what was asked by whom). Raises NotAllowed,
    InputRefused, ActionRefused.
    """
    access.demand_at(actor, access.ADD_INFORMATION, organisation)
    _check(entry, organisation, exclusion, files, now)
    if from_request is not None:
        _check_origin(actor, from_request)
    with transaction.atomic():
        row = Information.objects.create(
            organisation=organisation,
            entry_number=RegisterCounter.objects.next_of(organisation, ENTRIES, 0),
            exclusion=exclusion,
            from_request=from_request,
            created_at=now,
            updated_at=now,
            **_columns(entry),
        )
        _attach(row, files, actor, now)
        _note("added", row, actor, now, {"title": row.title})
    return row


def change_information(
    *,
    actor: Actor,
    information: Information,
    entry: rules.Entry,
    now: datetime,
    exclusion: Exclusion | None = None,
    files: Sequence[tuple[UUID, str]] = (),
    remove: Sequence[int] = (),
) -> Information:
    """Change an entry, add files and take some away (`remove`: keys of InformationFile). Raises as `add_information`.

    A published entry keeps its place; saving it anew counts as its renewal.
    """
    with transaction.atomic():
        row = _begin(entries.CHANGE, actor, information)
        _check(entry, row.organisation, exclusion, files, now)
        new = _columns(entry)
        changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
        for name, value in new.items():
            setattr(row, name, value)
        row.exclusion, row.updated_at = exclusion, now
        if row.state == entries.PUBLISHED:
            row.review_on = listing.review_due(row.category, now.astimezone(row.organisation.zone).date())
        row.save()
        for file in row.files.select_related("attachment").filter(pk__in=list(remove)):
            attachments.remove(attachment=file.attachment, actor=actor, now=now)
            file.delete()
        _attach(row, files, actor, now)
        if row.state == entries.PUBLISHED:
            _index(row)
        _note("changed", row, actor, now, {"fields": ", ".join(changed) or "berkas"})
    return row


def publish_information(*, actor: Actor, information: Information, now: datetime) -> Information:
    """Show the entry to everybody, with its files. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = _begin(entries.PUBLISH, actor, information)
        if row.exclusion is None or row.category != rules.law.EXEMPT:
            _demand_something_to_find(row)
        today = now.astimezone(row.organisation.zone).date()
        row.state, row.published_at, row.updated_at = entries.PUBLISHED, now, now
        row.withdrawn_at, row.withdrawn_reason = None, ""
        row.review_on = listing.review_due(row.category, today)
        row.save()
        _index(row)
        _note("published", row, actor, now, {"title": row.title})
    return row


def withdraw_information(*, actor: Actor, information: Information, reason: str, now: datetime) -> Information:
    """Take an entry out of the public list, for a reason that stays. Raises NotAllowed, ActionRefused."""
    if not reason.strip() or len(reason) > REASON_MAX:
        raise rules.ActionRefused(f"Tulis alasan penarikan, paling panjang {REASON_MAX} huruf.")
    with transaction.atomic():
        row = _begin(entries.WITHDRAW, actor, information)
        row.state, row.withdrawn_at, row.withdrawn_reason, row.updated_at = (
            entries.WITHDRAWN,
            now,
            reason.strip(),
            now,
        )
        row.review_on = None
        row.save()
        row.words.all().delete()
        _note("withdrawn", row, actor, now, {"reason": reason.strip()})
    return row


def reference_of(information: Information) -> Reference:
    """How events and files name an entry."""
    return Reference(kind=INFORMATION_KIND, number=str(information.pk), title=information.title)


def _begin(action: str, actor: Actor, information: Information) -> Information:
    rows = Information.objects.select_for_update(of=("self",)).select_related("organisation")
    row = rows.get(pk=information.pk)
    access.demand_at(actor, action, row.organisation)
    if why := entries.why_not_yet(row.state, action):
        raise rules.ActionRefused(" ".join(why))
    return row


def _check(
    entry: rules.Entry,
    organisation: Organisation,
    exclusion: Exclusion | None,
    files: Sequence[tuple[UUID, str]],
    now: datetime,
) -> None:
    valid = exclusion is not None and exclusion.holds_at(now)
    problems = listing.entry_problems(entry, has_exclusion=valid, today=now.astimezone(organisation.zone).date())
    if exclusion is not None and not organisation.path.startswith(exclusion.organisation.path):
        problems["exclusion"] = "Pengecualian ini milik badan publik lain."
    if len(files) > FILES_MAX or any(len(title) > listing.TITLE_MAX for _, title in files):
        problems["files"] = f"Paling banyak {FILES_MAX} berkas, judul paling panjang {listing.TITLE_MAX} huruf."
    if problems:
        raise rules.InputRefused(problems)


def _check_origin(actor: Actor, request: InformationRequest) -> None:
    if not access.may(actor, access.ADD_INFORMATION, request.organisation):
        raise rules.NotAllowed("Permintaan informasi ini bukan milik badan publik Anda.")
    if request.decision not in deciding.GIVES or request.delivered_at is None:
        raise rules.ActionRefused("Hanya informasi yang sudah diserahkan dapat ditawarkan lagi di daftar.")


def _demand_something_to_find(row: Information) -> None:
    if not row.link and not row.files.exists() and not row.place:
        raise rules.ActionRefused("Lampirkan berkas, isi tautan, atau tulis di mana informasi ini dapat dilihat.")


def _columns(entry: rules.Entry) -> dict[str, Any]:
    values = asdict(entry)
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _attach(row: Information, files: Sequence[tuple[UUID, str]], actor: Actor, now: datetime) -> None:
    claimed = papers.claim(reference_of(row), [pk for pk, _ in files], actor=actor, now=now)
    last = row.files.aggregate(last=Max("position"))["last"] or 0
    InformationFile.objects.bulk_create(
        InformationFile(
            information=row,
            attachment=file,
            title=title.strip() or file.name[: listing.TITLE_MAX],
            position=last + place,
            added_at=now,
        )
        for place, (file, (_, title)) in enumerate(zip(claimed, files, strict=True), 1)
    )


def _index(row: Information) -> None:
    text = " ".join((row.title, row.summary, row.holding_unit, row.responsible))
    row.words.all().delete()
    InformationWord.objects.bulk_create(InformationWord(information=row, word=word) for word in listing.words_of(text))


def _note(what: str, row: Information, actor: Actor, now: datetime, data: dict[str, Any]) -> None:
    record(
        f"information.{what}",
        actor=actor,
        subject=reference_of(row),
        organisation=row.organisation,
        data=data,
        now=now,
    )
