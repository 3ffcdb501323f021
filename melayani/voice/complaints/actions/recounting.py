"""Count open cases anew after a calendar changed: the officers' clocks move, the reporter is told a later date."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import SYSTEM, record
from melayani.voice.complaints import case, clock, moves
from melayani.voice.complaints.models import Complaint, Recount
from melayani.voice.complaints.moves import EARLIER, LATER, SAME, Move
from melayani.voice.complaints.rules import CASE

BATCH = 200  # cases in one transaction
BATCHES = 5  # in one tick, so that messages and other work are not kept waiting
EVENTS = {LATER: "complaint.due_moved", EARLIER: "complaint.due_moved_earlier"}


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
        rows = list(
            moves.candidates(job.organisation, after=job.last_pk)
            .select_related("contact")
            .select_for_update(of=("self",))[:BATCH]
        )
        offices = clock.offices_of(rows)
        _move(moves.moves_of(rows, offices, job.due_from, now), offices, job.reason, now)
        if len(rows) < BATCH:
            job.delete()
        else:
            job.last_pk = rows[-1].pk
            job.save(update_fields=["last_pk"])
    return len(rows)


def _move(found: list[Move], offices: clock.Offices, reason: str, now: datetime) -> None:
    for move in found:
        for name, due in move.dues.items():
            clock.put(move.complaint, name, due)
        clock.look_ahead(move.complaint, offices)
    Complaint.objects.bulk_update([move.complaint for move in found], list(clock.FIELDS))
    for move in found:
        if move.way == SAME:
            continue
        row = move.complaint
        data = _data(move, reason)
        record(EVENTS[move.way], actor=SYSTEM, subject=row.reference, organisation=row.organisation, data=data, now=now)
        case.tell_if_later(row, move.way == LATER, now=now)


def _data(move: Move, reason: str) -> dict[str, str]:
    """Old and new date for machines, the same in figures that are read alike in every language, and the change."""
    zone = move.complaint.coordinator.zone
    will = move.dues[CASE].at.astimezone(zone)
    was = (move.before or will).astimezone(zone)
    return {
        "old": was.date().isoformat(),
        "new": will.date().isoformat(),
        "was": was.strftime("%d/%m/%Y"),
        "will": will.strftime("%d/%m/%Y"),
        "reason": reason,
    }
