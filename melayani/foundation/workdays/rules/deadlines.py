"""When a promise falls due (DESIGN.md section 4), with every day that was counted, skipped or paused.

Meaning, for all units: a start on a skipped day or after closing counts as made on the next working day, and the day
on which the start counts is not counted itself. The due moment is the end of opening hours of the due day (23:59:59
without hours).

working_day   each working day counts one; a day at whose opening a pause held is not counted but listed as paused. A
              pause that begins on the due day itself before closing moves the due day on by the working days at whose
              opening it held.
calendar_day  every day counts, skipped ones too, so the due day may be a Sunday: the standard promises days, not
              working days. Pauses work as above, by every day.
month         the same day of the later month, clamped to its last day, also when that is a free day: like calendar
              days, months promise a date. Each working day at whose opening a pause held moves it on by one such day.
minute, hour  run in opening hours without the break. Without opening hours they run in real time, and a start on a
              skipped day begins at 00:00 of the next working day. A pause stops them for exactly as long as it held.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from melayani.foundation.workdays.rules.office_calendar import ONE_DAY, Calendar, Pause, Skipped

UNITS = ("minute", "hour", "calendar_day", "working_day", "month")
SEARCH_LIMIT = 20_000  # days: far beyond any promise, so that a calendar without a working day ends in an error


class BadQuestion(ValueError):
    """The start is without an offset, or the amount is below one."""


class NoWorkingDay(Exception):
    """The calendar has no working day left within reach; the clock can never run out."""


@dataclass(frozen=True)
class Due:
    """A due moment that can explain itself.

    `at` and `start` are in the office's zone. `counted` has `amount` days for working_day and calendar_day, the same
    day of each month for month, and the days on which the clock ran for minute and hour. `skipped` lists the days
    between start and due that are no working days, `paused` those not counted because of a pause. `certain` is False
    when the calendar's known holidays end before the due day.
    """

    at: datetime
    counted: list[date]
    skipped: list[Skipped]
    paused: list[date]
    start_counts_as: date
    start: datetime
    amount: int
    unit: str
    pauses: list[Pause] = field(default_factory=list)
    certain: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` gives an equal Due back."""
        return {
            "at": self.at.isoformat(),
            "counted": [day.isoformat() for day in self.counted],
            "skipped": [day.to_json() for day in self.skipped],
            "paused": [day.isoformat() for day in self.paused],
            "start_counts_as": self.start_counts_as.isoformat(),
            "start": self.start.isoformat(),
            "amount": self.amount,
            "unit": self.unit,
            "pauses": [pause.to_json() for pause in self.pauses],
            "certain": self.certain,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Due:
        return cls(
            at=datetime.fromisoformat(value["at"]),
            counted=[date.fromisoformat(day) for day in value["counted"]],
            skipped=[Skipped.from_json(day) for day in value["skipped"]],
            paused=[date.fromisoformat(day) for day in value["paused"]],
            start_counts_as=date.fromisoformat(value["start_counts_as"]),
            start=datetime.fromisoformat(value["start"]),
            amount=value["amount"],
            unit=value["unit"],
            pauses=[Pause.from_json(pause) for pause in value["pauses"]],
            certain=value["certain"],
        )


@dataclass
class _Count:
    """What a walk over days has found so far; `at` stays None while an open pause keeps the clock still."""

    at: datetime | None = None
    counted: list[date] = field(default_factory=list)
    paused: list[date] = field(default_factory=list)


def due(
    *, start: datetime, amount: int | None, unit: str | None, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> Due | None:
    """The moment `amount` units after `start`, explained; see the module's text for the meaning of each unit.

    None when there is no usable duration (no amount, or a unit that is none of UNITS, such as external_sla), and while
    a pause without end keeps the clock still before the due moment. Raises BadQuestion for a start without offset or
    an amount below one, NoWorkingDay when the calendar has no working days.
    """
    if amount is None or unit not in UNITS:
        return None
    if start.tzinfo is None or amount < 1:
        raise BadQuestion("a start needs an offset" if start.tzinfo is None else "an amount is at least 1")
    local = start.astimezone(calendar.zone)
    first = start_day(local, calendar)
    count = _COUNTERS[unit](local, first, amount, calendar, pauses)
    if count.at is None:
        return None
    last = count.at.date()
    skipped = [reason for day in _days(local.date(), last) if (reason := calendar.skipped(day))]
    skipped = [reason for reason in skipped if reason.date <= first or _matters(reason.date, unit, count)]
    return Due(
        at=count.at,
        counted=count.counted,
        skipped=skipped,
        paused=count.paused,
        start_counts_as=first,
        start=local,
        amount=amount,
        unit=unit,
        pauses=[pause for pause in pauses if pause.since < count.at and (not pause.until or pause.until > local)],
        certain=calendar.known_until is None or last <= calendar.known_until,
    )


def _matters(day: date, unit: str, count: _Count) -> bool:
    """Whether a day that is no working day moved the due moment, so that the explanation should name it."""
    if unit == "month":
        return day > count.counted[-1]
    return unit != "calendar_day" and day not in count.counted


def start_day(start: datetime, calendar: Calendar) -> date:
    """The working day on which a start (aware) counts as made: its own day unless skipped or after closing."""
    local = start.astimezone(calendar.zone)
    day = local.date()
    hours = calendar.hours_on(day)
    after_closing = hours is not None and local.time() > hours.closes
    if calendar.is_working(day) and not after_closing:
        return day
    return next(_working_days(day + ONE_DAY, calendar))


def working_days_between(start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()) -> int:
    """How many working days passed, by the counting of `due`: 0 when both fall on one day, never negative.

    Days at whose opening a pause held are left out, so a case finished at its due moment took exactly what was
    promised.
    """
    last = end.astimezone(calendar.zone).date()
    days = _days(start_day(start, calendar) + ONE_DAY, last)
    return sum(1 for day in days if calendar.is_working(day) and not _paused(day, calendar, pauses))


def _count_working_days(
    start: datetime, first: date, amount: int, calendar: Calendar, pauses: Sequence[Pause]
) -> _Count:
    return _count_days(_working_days(first + ONE_DAY, calendar), amount, calendar, pauses)


def _count_calendar_days(
    start: datetime, first: date, amount: int, calendar: Calendar, pauses: Sequence[Pause]
) -> _Count:
    return _count_days(_days(first + ONE_DAY, first + timedelta(days=SEARCH_LIMIT)), amount, calendar, pauses)


def _count_days(days: Iterator[date], amount: int, calendar: Calendar, pauses: Sequence[Pause]) -> _Count:
    """Count `amount` of `days` at whose opening no pause held, then move on over a pause that began on the last."""
    count = _Count()
    for day in days:
        if pauses and _stands_for_good(calendar.opening(day), pauses):
            count.at = None
            return count
        if _paused(day, calendar, pauses):
            count.paused.append(day)
        elif len(count.counted) < amount:
            count.counted.append(day)
        else:
            return count
        if len(count.counted) == amount:
            count.at = calendar.closing(day)
            if not _held(count.at, pauses):
                return count
            if _stands_for_good(count.at, pauses):
                count.at = None
                return count
    raise NoWorkingDay


def _count_months(start: datetime, first: date, amount: int, calendar: Calendar, pauses: Sequence[Pause]) -> _Count:
    marks = [_months_later(first, months) for months in range(1, amount + 1)]
    mark = marks[-1]
    before = [day for day in _days(first + ONE_DAY, mark) if calendar.is_working(day)]
    if any(_stands_for_good(calendar.opening(day), pauses) for day in before):
        return _Count(counted=marks)
    paused = [day for day in before if _paused(day, calendar, pauses)]
    after = _working_days(mark + ONE_DAY, calendar)
    later = after if paused else chain([mark], after)
    rest = _count_days(later, len(paused) or 1, calendar, pauses)
    return _Count(rest.at, marks, paused + rest.paused)


def _count_minutes(start: datetime, first: date, amount: int, calendar: Calendar, pauses: Sequence[Pause]) -> _Count:
    left = timedelta(minutes=amount)
    count = _Count()
    for opens, closes in _running(start, first, calendar):
        for begins, ends in _without_pauses(opens, closes, pauses):
            if begins.date() not in count.counted:
                count.counted.append(begins.date())
            if left <= ends - begins:
                count.at = begins + left
                count.paused = _paused_within(first, count.at.date(), calendar, pauses)
                return count
            left -= ends - begins
        if _stands_for_good(closes, pauses):
            return count
    raise NoWorkingDay


def _count_hours(start: datetime, first: date, amount: int, calendar: Calendar, pauses: Sequence[Pause]) -> _Count:
    return _count_minutes(start, first, amount * 60, calendar, pauses)


_Counter = Callable[[datetime, date, int, Calendar, Sequence[Pause]], _Count]
_COUNTERS: dict[str, _Counter] = {
    "working_day": _count_working_days,
    "calendar_day": _count_calendar_days,
    "month": _count_months,
    "minute": _count_minutes,
    "hour": _count_hours,
}


def _running(start: datetime, first: date, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The stretches in which minutes run from `start` on: opening hours, or all the time where none are known."""
    begin = start if first == start.date() else calendar.opening(first)
    for day in _days(first, first + timedelta(days=SEARCH_LIMIT)):
        midnight = calendar.moment(day, datetime.min.time())
        windows = calendar.windows(day) if calendar.has_hours(day) else [(midnight, midnight + ONE_DAY)]
        for opens, closes in windows:
            if closes > begin:
                yield max(opens, begin), closes


def _without_pauses(opens: datetime, closes: datetime, pauses: Sequence[Pause]) -> list[tuple[datetime, datetime]]:
    pieces = [(opens, closes)]
    for pause in pauses:
        until = pause.until or closes
        cut = []
        for begins, ends in pieces:
            cut += [(begins, min(ends, max(begins, pause.since))), (max(begins, min(ends, until)), ends)]
        pieces = [(begins, ends) for begins, ends in cut if begins < ends]
    return pieces


def _paused_within(first: date, last: date, calendar: Calendar, pauses: Sequence[Pause]) -> list[date]:
    days = _days(first, last)
    return [day for day in days if calendar.is_working(day) and _paused(day, calendar, pauses)]


def _paused(day: date, calendar: Calendar, pauses: Sequence[Pause]) -> bool:
    return bool(pauses) and _held(calendar.opening(day), pauses)


def _held(moment: datetime, pauses: Sequence[Pause]) -> bool:
    return any(pause.holds_at(moment) for pause in pauses)


def _stands_for_good(moment: datetime, pauses: Sequence[Pause]) -> bool:
    return any(pause.until is None and pause.holds_at(moment) for pause in pauses)


def _working_days(first: date, calendar: Calendar) -> Iterator[date]:
    days = (day for day in _days(first, first + timedelta(days=SEARCH_LIMIT)) if calendar.is_working(day))
    yield from days
    raise NoWorkingDay


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))
