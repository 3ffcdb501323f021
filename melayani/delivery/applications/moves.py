"""What a calendar would make of running cases: computed only, written by nobody here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.delivery.applications import clock, rules
from melayani.delivery.applications.models import Application, ApplicationQuerySet
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.rules import Calendar, Due

LATER, SAME, EARLIER = 1, 0, -1
SEALED = ("name", "nik", "birth_date", "address", "phone", "email", "refusal_reason")


@dataclass(frozen=True)
class Move:
    """One case and its due moment by the calendar looked at; `way` is LATER, EARLIER, or SAME for the same date."""

    application: Application
    before: datetime
    due: Due
    way: int


def candidates(due_from: datetime, organisation: Organisation | None, after: int = 0) -> ApplicationQuerySet:
    """Running cases at or below the organisation (None: all) due at `due_from` or later, in order of their keys.

    With unit and pauses, and without the values that stand encrypted and are not needed: decrypting takes time.
    """
    rows = Application.objects.running().filter(due_at__gte=due_from, pk__gt=after)
    if organisation is not None:
        rows = rows.within([organisation.path])
    return rows.select_related("organisation").defer(*SEALED).prefetch_related("pauses").order_by("pk")


def moves_of(rows: Sequence[Application], calendars: Mapping[int, Calendar], now: datetime) -> list[Move]:
    """The cases among `rows` whose due moment or explanation `calendars` (by office) would change.

    Needs organisation and pauses loaded. A case whose clock stands is left out: its date is counted anew when the
    clock runs again. No case becomes late by a change: a moment that is over already is not brought forward to.
    """
    found = []
    for row in rows:
        pauses = list(row.pauses.all())
        due = clock.due_of(row, pauses, calendars[row.organisation_id])
        if row.due_at is None or due is None or any(pause.until is None for pause in pauses):
            continue
        if due.at < min(now, row.due_at) or due.to_json() == row.due_explanation:
            continue
        way = rules.moved(row.due_at, due.at, unit=row.promised_unit, zone=row.organisation.zone)
        found.append(Move(row, row.due_at, due, way))
    return found
