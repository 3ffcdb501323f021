"""Which days an office works, when it opens, and when a clock stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

FIVE_DAYS = frozenset({0, 1, 2, 3, 4})
SIX_DAYS = frozenset({0, 1, 2, 3, 4, 5})
WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
LAST_SECOND = time(23, 59, 59)
ONE_DAY = timedelta(days=1)


class Hours(NamedTuple):
    """Opening hours of one day, local time; the break, when there is one, lies inside."""

    opens: time
    closes: time
    break_from: time | None = None
    break_until: time | None = None


@dataclass(frozen=True)
class Skipped:
    """A day that does not count, and why, in Indonesian; kind is one of weekend, holiday, closure."""

    date: date
    why: str
    kind: str = "weekend"

    def to_json(self) -> dict[str, str]:
        return {"date": self.date.isoformat(), "why": self.why, "kind": self.kind}

    @classmethod
    def from_json(cls, value: Mapping[str, str]) -> Skipped:
        return cls(date.fromisoformat(value["date"]), value["why"], value.get("kind", "weekend"))


@dataclass(frozen=True)
class Pause:
    """The clock stands still from `since` until `until`; without `until` it still stands. Aware moments."""

    since: datetime
    until: datetime | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or (self.until is not None and self.until.tzinfo is None):
            raise ValueError("a pause needs moments with an offset")
        if self.until is not None and self.until < self.since:
            raise ValueError("a pause ends before it starts")

    def holds_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)

    def to_json(self) -> dict[str, str | None]:
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "why": self.why,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Pause:
        until = datetime.fromisoformat(value["until"]) if value.get("until") else None
        return cls(datetime.fromisoformat(value["since"]), until, value.get("why", ""))


@dataclass(frozen=True)
class Week:
    """A week as it stands from some day on: the working weekdays (Monday is 0) and the hours of each."""

    weekdays: frozenset[int] = FIVE_DAYS
    hours: Mapping[int, Hours] = field(default_factory=dict)


@dataclass(frozen=True)
class Calendar:
    """The days and hours of one office, in its own time zone.

    `weekdays` and `hours` hold until the first of `changes` (day from which on another Week stands, ascending).
    `special_hours` are the hours of single days. `holidays` and `closures` map a day to its name or reason.
    `known_until` is the last day for which holidays were looked up (None: all of them).
    """

    zone: tzinfo
    holidays: Mapping[date, str] = field(default_factory=dict)
    weekdays: frozenset[int] = FIVE_DAYS
    hours: Mapping[int, Hours] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)
    special_hours: Mapping[date, Hours] = field(default_factory=dict)
    changes: Sequence[tuple[date, Week]] = ()
    known_until: date | None = None

    def week_on(self, day: date) -> Week:
        standing = Week(self.weekdays, self.hours)
        for since, week in self.changes:
            if since > day:
                break
            standing = week
        return standing

    def skipped(self, day: date) -> Skipped | None:
        """Why `day` is no working day, or None when it is one. A holiday's name goes before a weekend's."""
        if name := self.holidays.get(day):
            return Skipped(day, name, "holiday")
        if reason := self.closures.get(day):
            return Skipped(day, reason, "closure")
        if day.weekday() not in self.week_on(day).weekdays:
            return Skipped(day, WEEKDAY_NAMES[day.weekday()], "weekend")
        return None

    def is_working(self, day: date) -> bool:
        return self.skipped(day) is None

    def hours_on(self, day: date) -> Hours | None:
        """The hours of `day` by the week or by exception, whether or not it is a working day."""
        found = self.special_hours.get(day) or self.week_on(day).hours.get(day.weekday())
        return Hours(*found) if found else None

    def opening(self, day: date) -> datetime:
        """The moment at which `day` begins for a clock: opening, or midnight without hours."""
        hours = self.hours_on(day)
        return self.moment(day, hours.opens if hours else time.min)

    def closing(self, day: date) -> datetime:
        """The end of opening hours of `day`, or 23:59:59 without hours."""
        hours = self.hours_on(day)
        return self.moment(day, hours.closes if hours else LAST_SECOND)

    def moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)

    def has_hours(self, day: date) -> bool:
        """Whether any working weekday of the week of `day` has hours."""
        week = self.week_on(day)
        return any(weekday in week.hours for weekday in week.weekdays)

    def windows(self, day: date) -> list[tuple[datetime, datetime]]:
        """The stretches of `day` in which minutes run: opening hours without the break; none on a skipped day."""
        hours = self.hours_on(day)
        if hours is None or not self.is_working(day):
            return []
        edges = [hours.opens, hours.closes]
        if hours.break_from and hours.break_until:
            edges[1:1] = [hours.break_from, hours.break_until]
        moments = [self.moment(day, edge) for edge in edges]
        return list(zip(moments[::2], moments[1::2], strict=True))
