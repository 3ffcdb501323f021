"""What ends by itself: an answered case whose reporter stays silent, a report that is never completed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import SYSTEM
from melayani.voice.complaints import case, clock, entries, states
from melayani.voice.complaints.actions.answering import NEWS
from melayani.voice.complaints.actions.reporter import end_withdrawn
from melayani.voice.complaints.models import Complaint

BATCH = 100


def close_silent(*, complaint: Complaint, now: datetime) -> bool:
    """Close an answered case when the reporter's time to reply is over; return whether it was. Safe to repeat.

    It counts as closed by silence, never as resolved.
    """
    with transaction.atomic():
        row = case.lock(complaint)
        if row.state != states.ANSWERED or row.closes_at is None or row.closes_at > now:
            return False
        clock.end_silence(row)
        case.advance(row, states.CLOSE_SILENT, now=now, outcome=states.AUTO_CLOSED, closed_at=now)
        entries.record_event("complaint.closed_silent", SYSTEM, row, now)
        case.tell(row, "closed_silent", now=now, until=clock.late_word_until(row))
        case.tell_followers(row, NEWS, now=now, news="closed")
    return True


def close_incomplete(*, complaint: Complaint, now: datetime) -> bool:
    """Take a report as withdrawn that was not completed in time; return whether it was. Safe to repeat."""
    with transaction.atomic():
        row = case.lock(complaint)
        if row.state != states.NEEDS_COMPLETION or row.closes_at is None or row.closes_at > now:
            return False
        end_withdrawn(row, actor=SYSTEM, now=now)
        entries.record_event("complaint.closed_incomplete", SYSTEM, row, now)
        case.tell(row, "closed_incomplete", now=now)
    return True


def close_due(*, now: datetime, count: int = BATCH) -> int:
    """Close the next cases whose reporters stayed silent, each in a transaction of its own; return how many."""
    waiting = Complaint.objects.filter(state=states.NEEDS_COMPLETION, closes_at__lte=now).order_by("closes_at")
    silent = Complaint.objects.silent(now).order_by("closes_at")
    closed = sum(close_silent(complaint=row, now=now) for row in silent.only("pk")[:count])
    return closed + sum(close_incomplete(complaint=row, now=now) for row in waiting.only("pk")[:count])
