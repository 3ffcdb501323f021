"""The promise of an office for a stage, and a clock's days as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.rules import DayCell, Due, calendar_weeks, explain
from melayani.voice.disclosure import clock


def limit_of(unit: Organisation, stage: str, now: datetime) -> int:
    """The working days that hold for `stage` at `unit` today: the promise of who answers for it, else the law's."""
    return clock.days_for(stage, unit, now.astimezone(unit.zone).date())


@dataclass(frozen=True)
class Clock:
    """A due date with its days and sentences."""

    due: Due
    weeks: list[list[DayCell]]
    sentences: list[str]

    @property
    def days(self) -> list[DayCell]:
        """The days from the start to the due date, for a row of days."""
        first, last = self.due.start.date(), self.due.at.date()
        return [day for week in self.weeks for day in week if first <= day.date <= last]


def clock_of(explanation: Mapping[str, Any], unit: Organisation, *, now: datetime | None) -> Clock:
    """Read a stored explanation back; `now` marks today, None once the clock stands."""
    due = Due.from_json(dict(explanation))
    today = now.astimezone(unit.zone).date() if now else None
    language = "en" if (get_language() or "").startswith("en") else "id"
    return Clock(due, calendar_weeks(due, today=today), list(explain(due, language)))


def days_so_far(explanation: Mapping[str, Any], unit: Organisation, until: datetime) -> int:
    """How many counted days have begun by `until`, read from the stored explanation: no calendar, no query."""
    day = until.astimezone(unit.zone).date().isoformat()
    return sum(1 for one in explanation.get("counted", ()) if str(one) <= day)
