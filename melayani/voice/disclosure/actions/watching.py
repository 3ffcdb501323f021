"""What the worker does by itself: remind before a time is over, note silence once, delete identity papers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.messaging import correspondence
from melayani.foundation.people.rules import Role
from melayani.voice.disclosure import case, desks, states, windows
from melayani.voice.disclosure.models import FileKind, InformationObjection, InformationRequest
from melayani.voice.disclosure.states import objections as objection_states

DAY = "%d/%m/%Y"


def remind(*, request: InformationRequest, now: datetime) -> bool:
    """Tell the information officers, once, that a notice is due soon; False when there is nothing to tell."""
    with transaction.atomic():
        row = case.lock(request)
        if row.state not in states.RUNNING or row.first_notified_at or row.reminded_at or now > row.due_at:
            return False
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        _note("reminded", row, now)
        _tell_office(row, "reminder", now)
    return True


def note_silence(*, request: InformationRequest, now: datetime) -> bool:
    """The time passed without a notice: the grounds of silence arise, requester and officers are told, once."""
    with transaction.atomic():
        row = case.lock(request)
        if not windows.is_silent(row, now) or row.told_overdue_at:
            return False
        windows.open_silence(row)
        row.told_overdue_at = now
        row.save(update_fields=["told_overdue_at"])
        _note("fell_silent", row, now)
        until = row.windows.get(ground="c").closes_at
        if now <= until:
            case.tell(row, "silence", now=now, until=until)
        _tell_office(row, "overdue", now)
    return True


def remind_objection(*, objection: InformationObjection, now: datetime) -> bool:
    """Tell the superiors, once, that an answer is due soon."""
    with transaction.atomic():
        case.lock(objection.request)
        row = _lock(objection)
        if row.state != objection_states.LODGED or row.reminded_at or now > row.due_at:
            return False
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        _note_objection("reminded", row, now)
        _tell_superiors(row, "objection_reminder", now)
    return True


def note_overdue_objection(*, objection: InformationObjection, now: datetime) -> bool:
    """The superior's time passed without an answer: tell the superiors once, and keep it on record."""
    with transaction.atomic():
        case.lock(objection.request)
        row = _lock(objection)
        if row.state != objection_states.LODGED or row.told_overdue_at or now <= row.due_at:
            return False
        row.told_overdue_at = now
        row.save(update_fields=["told_overdue_at"])
        _note_objection("overdue", row, now)
        _tell_superiors(row, "objection_overdue", now)
    return True


def delete_identity(*, request: InformationRequest, now: datetime) -> bool:
    """Delete the copies of identity papers when their time is over, and the NIK with them; False before that."""
    with transaction.atomic():
        row = case.lock(request)
        if row.identity_deleted_at or row.identity_delete_at is None or row.identity_delete_at > now:
            return False
        kinds = [FileKind.IDENTITY, FileKind.AUTHORITY]
        for file in row.files.filter(kind__in=kinds).select_related("attachment"):
            attachments.remove(attachment=file.attachment, actor=SYSTEM, now=now)
        correspondence.remove_files(actor=SYSTEM, reference=row.reference, now=now)  # people mail copies of their cards
        row.nik, row.nik_hash, row.identity_deleted_at = "", "", now
        row.save(update_fields=["nik", "nik_hash", "identity_deleted_at"])
        _note("identity_deleted", row, now)
    return True


def _lock(objection: InformationObjection) -> InformationObjection:
    rows = InformationObjection.objects.select_for_update(of=("self",)).select_related("desk", "request__organisation")
    return rows.get(pk=objection.pk)


def _tell_office(row: InformationRequest, what: str, now: datetime) -> None:
    desks.tell(
        desks.holders(row.desk, Role.INFORMATION, now),
        what,
        reference=row.reference,
        path=desks.office_path("case", row.number),
        desk=row.desk,
        now=now,
        context={"office": row.organisation.name, "due_at": row.due_at},
        dedupe=row.due_at.isoformat(),
    )


def _tell_superiors(row: InformationObjection, what: str, now: datetime) -> None:
    desks.tell(
        desks.holders(row.desk, Role.HEAD, now),
        what,
        reference=row.reference,
        path=desks.office_path("objection", row.number),
        desk=row.desk,
        now=now,
        context={"request": row.request.number, "due_at": row.due_at},
        dedupe=row.due_at.isoformat(),
    )


def _note(what: str, row: InformationRequest, now: datetime) -> None:
    record(
        f"information_request.{what}",
        actor=SYSTEM,
        subject=row.reference,
        organisation=row.organisation,
        data={**case.event_data(row), "due": row.due_at.astimezone(row.desk.zone).strftime(DAY)},
        now=now,
    )


def _note_objection(what: str, row: InformationObjection, now: datetime) -> None:
    record(
        f"information_objection.{what}",
        actor=SYSTEM,
        subject=row.reference,
        organisation=row.request.organisation,
        data={"due": row.due_at.astimezone(row.desk.zone).strftime(DAY)},
        now=now,
    )
