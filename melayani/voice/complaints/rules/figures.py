"""Figures of complaints that can be added: what is shown of any sum of months and units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from melayani.voice.complaints.rules.clocks import BLOCKS, block_of

COUNTS = (
    "received",
    "verified",
    "answered",
    "with_due",
    "on_time",
    "closed",
    "confirmed",
    "rejected",
    "duplicates",
    "contested",
    "satisfaction_sum",
    "satisfaction_count",
)
TOO_FEW = 5  # below so many answered cases no share and no median is shown


@dataclass
class Figures:
    """Cases received in a time, and what became of them. `hours` counts first responses by whole hours begun."""

    key: str = ""
    name: str = ""
    month: date | None = None
    received: int = 0
    verified: int = 0
    answered: int = 0
    with_due: int = 0
    on_time: int = 0
    closed: int = 0
    confirmed: int = 0
    rejected: int = 0
    duplicates: int = 0
    contested: int = 0
    satisfaction_sum: int = 0
    satisfaction_count: int = 0
    hours: Counter[int] = field(default_factory=Counter)

    def add(self, counts: Mapping[str, Any], hours: Mapping[Any, int]) -> None:
        """Take another row of counts into these."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + int(counts[name]))
        for hour, number in hours.items():
            self.hours[int(hour)] += number

    @property
    def percent_on_time(self) -> int | None:
        """Of the answered cases that had a limit, those answered within it, in whole percent."""
        return percent(self.on_time, self.with_due)

    @property
    def percent_answered(self) -> int | None:
        return percent(self.answered, self.received)

    @property
    def percent_confirmed(self) -> int | None:
        """Of the closed cases those whose reporter agreed; the others were silent or withdrew."""
        return percent(self.confirmed, self.closed)

    @property
    def median_hours(self) -> int | None:
        """The hour within which half of the responded cases had their first response."""
        return median(self.hours)

    @property
    def satisfaction(self) -> Decimal | None:
        """Mean of the reporters' judgement, 1 to 4, to two places; None below TOO_FEW."""
        if self.satisfaction_count < TOO_FEW:
            return None
        return (Decimal(self.satisfaction_sum) / self.satisfaction_count).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def is_enough(self) -> bool:
        return self.answered >= TOO_FEW

    @property
    def blocks(self) -> dict[int | None, int]:
        """First responses by block of 24 hours (1, 3, 5, 7, 14 days, None for later): the measure of PEKPPP."""
        found: dict[int | None, int] = {**dict.fromkeys(BLOCKS, 0), None: 0}
        for hour, number in self.hours.items():
            found[block_of(hour)] += number
        return found


def percent(part: int, whole: int) -> int | None:
    """A share in whole percent, rounded half up; None of nothing."""
    return int((Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else None


def median(hours: Mapping[int, int]) -> int | None:
    """Nearest rank: the smallest hour that at least half of the responses did not exceed."""
    whole, seen = sum(hours.values()), 0
    for hour in sorted(hours):
        seen += hours[hour]
        if seen * 2 >= whole:
            return hour
    return None


def months_between(since: date, until: date) -> Iterable[date]:
    """The first days of the months from that of `since` to that of `until`."""
    year, month = since.year, since.month
    while (year, month) <= (until.year, until.month):
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
