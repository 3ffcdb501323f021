"""What a calendar would make of the clocks of open cases: computed only, written by nobody here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.rules import Due
from melayani.voice.complaints import clock, rules, states
from melayani.voice.complaints.clock import Offices
from melayani.voice.complaints.models import Complaint, ComplaintQuerySet
from melayani.voice.complaints.rules import CASE, CLOSE, FOLLOW_UP_CLOCK, VERIFY_CLOCK

LATER, SAME, EARLIER = 1, 0, -1
# values that stand encrypted and are not needed: decrypting takes time
SEALED = (
    "title",
    "text",
    "loss",
    "asked",
    "address",
    "answers",
    "name",
    "address_of_reporter",
    "nik",
    "phone",
    "email",
    "outcome_reason",
    "satisfaction_note",
)


@dataclass(frozen=True)
class Move:
    """One case, its clocks as they would be, and the way of the reporter's date: LATER, EARLIER or SAME."""

    complaint: Complaint
    dues: dict[str, Due]
    before: datetime | None
    way: int


def candidates(organisation: Organisation | None, after: int = 0) -> ComplaintQuerySet:
    """Open cases held or received at or below the organisation (None: all), in order of keys, with their pauses."""
    rows = Complaint.objects.open().filter(pk__gt=after)
    if organisation is not None:
        rows = rows.touching([organisation.path])
    return rows.select_related("organisation", "coordinator").defer(*SEALED).prefetch_related("pauses").order_by("pk")


def moves_of(rows: Sequence[Complaint], offices: Offices, since: datetime, now: datetime) -> list[Move]:
    """The cases among `rows` with a clock due at `since` or later that `offices` would move or explain otherwise.

    Needs organisation, coordinator and pauses loaded. A case whose clocks stand is left out: they are counted anew when
    they run again. No case becomes late by a change: a moment that is over already is not brought forward to.
    """
    found = []
    for row in rows:
        pauses = list(row.pauses.all())
        if any(pause.until is None for pause in pauses):
            continue
        dues = {}
        for name in running(row):
            moment, explanation = (getattr(row, column) for column in clock.COLUMNS[name])
            if moment is None or moment < since:
                continue
            due = clock.due_of(row, name, pauses, offices)
            if due is None or due.at < min(now, moment) or due.to_json() == explanation:
                continue
            dues[name] = due
        if dues:
            found.append(Move(row, dues, row.due_at, _way(row, dues.get(CASE))))
    return found


def running(row: Complaint) -> tuple[str, ...]:
    """The clocks of a case that a changed calendar concerns."""
    if row.state == states.ANSWERED:
        return (CLOSE,)
    if row.state == states.RECEIVED:
        return (VERIFY_CLOCK, CASE)
    return (FOLLOW_UP_CLOCK, CASE)


def _way(row: Complaint, due: Due | None) -> int:
    if due is None or row.due_at is None:
        return SAME
    return rules.moved(row.due_at, due.at, zone=row.coordinator.zone)
