"""The promise of an office for a stage, and a clock's days as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils.translation import get_language

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.queries import working_days_late
from melayani.foundation.workdays.rules import DayCell, Due, calendar_weeks, explain
from melayani.voice.disclosure import clock
from melayani.voice.disclosure.models import InformationRequest

YEAR, NEWEST = timedelta(days=365), 2000


def limit_of(unit: Organisation, stage: str, now: datetime) -> int:
    """The working days that hold for `stage` at `unit` today: the promise of who answers for it, else the law's."""
    return clock.days_for(stage, unit, now.astimezone(unit.zone).date())


def days_late(unit: Organisation, due_at: datetime, until: datetime) -> int | None:
    """How many working days after the due moment `until` lies; None in time, and then without a query."""
    return working_days_late([(unit, due_at)], until)[0] if until > due_at else None


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


@dataclass(frozen=True)
class Reality:
    """How long answers of a desk really took in the last year, in working days."""

    count: int = 0
    median: Decimal | None = None
    p90: Decimal | None = None


def reality_of(desk_id: int, now: datetime) -> Reality:
    """Median and ninth decile of the desk's answers of the last 365 days; one query, at most the newest 2,000."""
    rows = InformationRequest.objects.filter(desk=desk_id, first_notified_at__gte=now - YEAR, days_taken__isnull=False)
    newest = rows.order_by("-first_notified_at").values_list("days_taken", flat=True)[:NEWEST]
    days = sorted(day for day in newest if day is not None)
    if not days:
        return Reality()
    p90 = days[max(0, -(-9 * len(days) // 10) - 1)]
    return Reality(len(days), Decimal(str(median(days))), Decimal(p90 or 0))
