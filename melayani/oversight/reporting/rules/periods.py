"""Months, weeks and single spans; when a report about one is due, in the office's own zone. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTH, WEEK, ONCE = "month", "week", "once"
LAST_ZONE = ZoneInfo("Asia/Jakarta")  # where a day ends last
ONE_DAY = timedelta(days=1)
MONTHS = (
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


@dataclass(frozen=True)
class Period:
    """The days a report is about, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


def month_of(day: date) -> Period:
    """The whole month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1) - ONE_DAY)


def week_of(day: date) -> Period:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return Period(first, first + timedelta(days=6))


def next_period(frequency: str, after: date) -> Period:
    """The whole month or week that begins on or after `after`'s own."""
    return month_of(after) if frequency == MONTH else week_of(after)


def months_back(last: date, count: int) -> list[date]:
    """The first days of `count` months up to that of `last`, oldest first."""
    number = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - count + 1, number + 1)]


def due_moment(due_on: date, zone: ZoneInfo) -> datetime:
    """The end of the due day where the office is; what arrives before it is on time."""
    return datetime.combine(due_on + ONE_DAY, time(0), zone)


def writable_until(locks_at: datetime, unlocked_until: datetime | None) -> datetime:
    """When the unit can write no more: the lock, or the end of an exemption from it, whichever is later."""
    return max(locks_at, unlocked_until) if unlocked_until else locks_at


def was_open(period: Period, opened_on: date | None, closed_on: date | None) -> bool:
    """Whether a unit that opened and closed so was open on at least one day of the period (`closed_on`: first day
    closed). Who was not open owes no report."""
    return (opened_on is None or opened_on <= period.last) and (closed_on is None or closed_on > period.first)


def month_name(day: date) -> str:
    """Maret 2020."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def period_words(frequency: str, first: date, last: date) -> str:
    """Maret 2020 · 9–15 Maret 2020 · 30 Maret–5 April 2020."""
    if frequency == MONTH:
        return month_name(first)
    begin = (
        f"{first.day}"
        if (first.year, first.month) == (last.year, last.month)
        else f"{first.day} {MONTHS[first.month - 1]}"
    )
    return f"{begin}–{last.day} {month_name(last)}"
