"""Count running cases anew after a calendar changed: the officers' clocks move, the citizen is told a later date."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.delivery.applications import case, clock, moves, rules
from melayani.delivery.applications.models import Application, Recount
from melayani.delivery.applications.moves import EARLIER, LATER, SAME, Move
from melayani.foundation.audit import SYSTEM, record

BATCH = 200  # cases in one transaction
BATCHES = 5  # in one tick, so that messages and other work are not kept waiting
EVENTS = {LATER: "application.due_moved", EARLIER: "application.due_moved_earlier"}


def recount(*, now: datetime, batches: int = BATCHES) -> int:
    """Count at most `batches` times BATCH cases anew, oldest change first; return how many were looked at.

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
        rows = _cases(job)
        _move(moves.moves_of(rows, clock.calendars_of(rows), now), job.reason, now)
        if len(rows) < BATCH:
            job.delete()
        else:
            job.last_pk = rows[-1].pk
            job.save(update_fields=["last_pk"])
    return len(rows)


def _cases(job: Recount) -> list[Application]:
    rows = moves.candidates(job.due_from, job.organisation, after=job.last_pk)
    return list(rows.select_related("service", "contact").select_for_update(of=("self",))[:BATCH])


def _move(found: list[Move], reason: str, now: datetime) -> None:
    for move in found:
        move.application.due_at, move.application.due_explanation = move.due.at, move.due.to_json()
    Application.objects.bulk_update([move.application for move in found], ["due_at", "due_explanation"])
    for move in found:
        if move.way == SAME:
            continue
        row = move.application
        record(
            EVENTS[move.way],
            actor=SYSTEM,
            subject=row.reference,
            organisation=row.organisation,
            data=_data(move, reason),
            now=now,
        )
        case.tell_if_later(row, move.way == LATER, now=now)


def _data(move: Move, reason: str) -> dict[str, str]:
    """Old and new date for machines, the same in figures that are read alike in every language, and the change."""
    zone = move.application.organisation.zone
    was, will = move.before.astimezone(zone), move.due.at.astimezone(zone)
    form = "%d/%m/%Y" if move.application.promised_unit in rules.DATE_UNITS else "%d/%m/%Y %H.%M"
    return {
        "old": was.date().isoformat(),
        "new": will.date().isoformat(),
        "was": was.strftime(form),
        "will": will.strftime(form),
        "reason": reason,
    }
