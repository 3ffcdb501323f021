"""From sessions that repeat, the roster and the calendar of the office to the slots of single days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from melayani.foundation.workdays.rules import Calendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Session:
    """Sessions of one template; `caps` is the second cap by service."""

    weekdays: frozenset[int]
    starts: time
    ends: time
    slot_minutes: int
    places: int
    valid_from: date
    valid_until: date | None = None
    caps: Mapping[int, int] = field(default_factory=dict)

    def holds_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and _valid(day, self.valid_from, self.valid_until)


@dataclass(frozen=True)
class Counter:
    """One counter of the roster; no `services` means all."""

    weekdays: frozenset[int]
    starts: time
    ends: time
    valid_from: date
    valid_until: date | None = None
    break_from: time | None = None
    break_until: time | None = None
    services: frozenset[int] = frozenset()
    absences: Sequence[tuple[date, date]] = ()

    def stands(self, day: date, begin: time, end: time) -> bool:
        """Whether somebody is at this counter from `begin` to `end` of `day`."""
        if day.weekday() not in self.weekdays or not _valid(day, self.valid_from, self.valid_until):
            return False
        if any(first <= day <= last for first, last in self.absences):
            return False
        rests = self.break_from and self.break_until and begin < self.break_until and end > self.break_from
        return self.starts <= begin and end <= self.ends and not rests


@dataclass(frozen=True)
class DayLimit:
    """What a restriction or the operating mode does to one day: at most so many per slot, a share, nobody at all."""

    cap: int | None = None
    share: int = 100
    online_only: bool = False


@dataclass(frozen=True)
class Shares:
    walk_in: int = 0  # percent
    priority: int = 0


@dataclass(frozen=True)
class PlannedSlot:
    """A slot as it should be."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    walk_in: int = 0
    priority: int = 0
    caps: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ground:
    """Everything that slots grow from. Without `counters` capacity is the template's."""

    sessions: Sequence[Session]
    calendar: Calendar
    counters: Sequence[Counter] | None = None
    services: frozenset[int] = frozenset()
    limits: Mapping[date, DayLimit] = field(default_factory=dict)
    closings: Sequence[tuple[datetime, datetime]] = ()
    shares: Shares = Shares()


def slots_between(ground: Ground, first: date, last: date) -> list[PlannedSlot]:
    """The slots of all days from `first` to `last`, in order of time; of two with one start the first template wins."""
    found: dict[datetime, PlannedSlot] = {}
    day = first
    while day <= last:
        for slot in _slots_of_day(ground, day):
            found.setdefault(slot.starts_at, slot)
        day += ONE_DAY
    return [found[start] for start in sorted(found)]


def overlapping(one: Session, other: Session) -> bool:
    """Whether two templates would give slots at the same time."""
    days = bool(one.weekdays & other.weekdays) and one.starts < other.ends and other.starts < one.ends
    lasts = one.valid_until is None or other.valid_from <= one.valid_until
    return days and lasts and (other.valid_until is None or one.valid_from <= other.valid_until)


def _slots_of_day(ground: Ground, day: date) -> Iterable[PlannedSlot]:
    limit = ground.limits.get(day, DayLimit())
    if limit.online_only or not ground.calendar.is_working(day):
        return
    for session in ground.sessions:
        if session.holds_on(day):
            for begin, end in _cut(session, day, ground.calendar):
                if not any(begin < until and end > since for since, until in ground.closings):
                    yield _planned(ground, session, limit, begin, end)


def _cut(session: Session, day: date, calendar: Calendar) -> Iterable[tuple[datetime, datetime]]:
    """The stretches of one session on `day` that lie within opening hours (all of them where nobody stated hours)."""
    step, begin = timedelta(minutes=session.slot_minutes), calendar.moment(day, session.starts)
    last = calendar.moment(day, session.ends)
    windows = calendar.windows(day) if calendar.has_hours(day) else [(begin, last)]
    while begin + step <= last:
        if any(opens <= begin and begin + step <= closes for opens, closes in windows):
            yield begin, begin + step
        begin += step


def _planned(ground: Ground, session: Session, limit: DayLimit, begin: datetime, end: datetime) -> PlannedSlot:
    skilled: Mapping[int, int]
    if ground.counters is None:
        capacity, skilled = -(-session.places * limit.share // 100), {}
    else:
        capacity, skilled = _from_roster(ground.counters, ground.services, begin, end)
    if limit.cap is not None:
        capacity = min(capacity, limit.cap)
    caps = {service: min(places, capacity) for service, places in _lowest(skilled, session.caps).items()}
    walk_in = capacity * ground.shares.walk_in // 100
    priority = min(capacity * ground.shares.priority // 100, capacity - walk_in)
    return PlannedSlot(begin, end, capacity, walk_in, priority, {s: p for s, p in caps.items() if p < capacity})


def _from_roster(
    counters: Sequence[Counter], services: frozenset[int], begin: datetime, end: datetime
) -> tuple[int, dict[int, int]]:
    """How many counters stand in that time, and how many of them for each service that not all of them know."""
    there = [one for one in counters if one.stands(begin.date(), begin.time(), end.time())]
    able = {service: sum(1 for one in there if not one.services or service in one.services) for service in services}
    return len(there), {service: count for service, count in able.items() if count < len(there)}


def _lowest(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    return {key: min(cap for cap in (one.get(key), other.get(key)) if cap is not None) for key in {*one, *other}}


def _valid(day: date, since: date, until: date | None) -> bool:
    return since <= day and (until is None or day <= until)
