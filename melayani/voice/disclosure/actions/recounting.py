"""Count running clocks anew after a calendar changed: officers' dates move, the requester is told a later one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.organisations.models import Organisation, at_or_below
from melayani.foundation.workdays.rules import Calendar
from melayani.voice.disclosure import case, clock
from melayani.voice.disclosure.models import InformationObjection, InformationRequest, ObjectionWindow, Recount
from melayani.voice.disclosure.models import recounts as books
from melayani.voice.disclosure.rules import limits

BATCH, BATCHES = 200, 5
Row = InformationRequest | InformationObjection | ObjectionWindow


def recount(*, now: datetime, batches: int = BATCHES) -> int:
    """Count at most `batches` times BATCH clocks anew, oldest change first; return how many were looked at.

    Each batch is one transaction and leaves the place where the next one begins; a repeat finds nothing to move.
    """
    looked_at = 0
    for _ in range(batches):
        done = _next_batch(now)
        if done is None:
            break
        looked_at += done
    return looked_at


def _next_batch(now: datetime) -> int | None:
    with transaction.atomic():
        waiting = Recount.objects.select_related("organisation").order_by("pk")
        job = waiting.select_for_update(of=("self",), skip_locked=True).first()
        if job is None:
            return None
        read, move = _CLOCKS[job.clock]
        rows = read(job)
        for row, calendar in _with_calendars(rows):
            move(row, calendar, job.reason, now)
        if len(rows) < BATCH:
            job.delete()
        else:
            job.last_pk = rows[-1].pk
            job.save(update_fields=["last_pk"])
    return len(rows)


def _with_calendars(rows: Sequence[Any]) -> list[tuple[Any, Calendar]]:
    calendars: Mapping[int, Calendar] = clock.calendars_of([_start(row) for row in rows])
    return [(row, calendars[_start(row)[0].pk]) for row in rows]


def _start(row: Row) -> tuple[Organisation, datetime]:
    if isinstance(row, InformationRequest):
        return row.desk, row.received_at
    if isinstance(row, InformationObjection):
        return row.desk, row.lodged_at
    return row.request.desk, row.opened_at


def _requests(job: Recount) -> list[InformationRequest]:
    rows = InformationRequest.objects.owed().filter(due_at__gte=job.due_from)
    return _batch(rows.select_related("desk", "organisation", "contact"), job, "desk__")


def _objections(job: Recount) -> list[InformationObjection]:
    rows = InformationObjection.objects.running().filter(due_at__gte=job.due_from)
    return _batch(
        rows.select_related("desk", "request__organisation", "request__desk", "request__contact"), job, "desk__"
    )


def _windows(job: Recount) -> list[ObjectionWindow]:
    rows = ObjectionWindow.objects.filter(closes_at__gte=job.due_from)
    return _batch(rows.select_related("request__desk"), job, "request__desk__")


def _batch(rows: QuerySet[Any], job: Recount, prefix: str) -> list[Any]:
    if job.organisation is not None:
        rows = rows.filter(at_or_below([job.organisation.path], prefix))
    return list(rows.filter(pk__gt=job.last_pk).order_by("pk").select_for_update(of=("self",))[:BATCH])


def _move_request(row: InformationRequest, calendar: Calendar, reason: str, now: datetime) -> None:
    due, before = clock.due_of_request(row, calendar), row.due_at
    if not _changes(row.due_at, row.due_explanation, due.at, due.to_json(), now):
        return
    row.due_at, row.due_explanation = due.at, due.to_json()
    first = clock.count(row.desk, row.received_at, row.promised_days, calendar)
    row.first_due_at = first.at
    row.save(update_fields=["due_at", "due_explanation", "first_due_at"])
    way = limits.moved(before, due.at, row.desk.zone)
    if way:
        _record("information_request", row, way, before, due.at, reason, now)
    if way > 0:
        case.tell(row, "later_due", now=now, dedupe=due.at.isoformat(), new_due=due.at)


def _move_objection(row: InformationObjection, calendar: Calendar, reason: str, now: datetime) -> None:
    due, before = clock.due_of_objection(row, calendar), row.due_at
    if not _changes(row.due_at, row.due_explanation, due.at, due.to_json(), now):
        return
    row.due_at, row.due_explanation = due.at, due.to_json()
    row.save(update_fields=["due_at", "due_explanation"])
    way = limits.moved(before, due.at, row.desk.zone)
    if way:
        _record("information_objection", row, way, before, due.at, reason, now)
    if way > 0:
        case.tell(row.request, "later_due", now=now, dedupe=f"{row.number}:{due.at.isoformat()}", new_due=due.at)


def _move_window(row: ObjectionWindow, calendar: Calendar, reason: str, now: datetime) -> None:
    """A window is the requester's right: a calendar may lengthen it, and never cuts it short."""
    end = clock.end_of_window(row, calendar)
    if end.at > row.closes_at:
        row.closes_at, row.explanation = end.at, end.to_json()
        row.save(update_fields=["closes_at", "explanation"])


def _changes(before: datetime, explained: object, after: datetime, explains: object, now: datetime) -> bool:
    """Whether anything is new; no case becomes late by a change."""
    return not limits.breaks(before, after, now) and (after != before or explained != explains)


def _record(
    kind: str,
    row: InformationRequest | InformationObjection,
    way: int,
    before: datetime,
    after: datetime,
    reason: str,
    now: datetime,
) -> None:
    zone = row.desk.zone
    was, will = before.astimezone(zone), after.astimezone(zone)
    record(
        f"{kind}.due_moved" if way > 0 else f"{kind}.due_moved_earlier",
        actor=SYSTEM,
        subject=row.reference,
        organisation=row.organisation if isinstance(row, InformationRequest) else row.request.organisation,
        data={
            "old": was.date().isoformat(),
            "new": will.date().isoformat(),
            "was": was.strftime("%d/%m/%Y"),
            "will": will.strftime("%d/%m/%Y"),
            "reason": reason,
        },
        now=now,
    )


_CLOCKS: dict[str, tuple[Callable[[Recount], list[Any]], Callable[[Any, Calendar, str, datetime], None]]] = {
    books.REQUESTS: (_requests, _move_request),
    books.OBJECTIONS: (_objections, _move_objection),
    books.WINDOWS: (_windows, _move_window),
}
