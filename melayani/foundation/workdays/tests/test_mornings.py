"""When the message of the morning goes out: on working days, by the clock of the office, for two hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.workdays.rules import Calendar, in_morning, works_this_morning
from melayani.foundation.workdays.tests.factories import national_calendar, plain_week

ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")]
MOMENTS = st.integers(0, 15 * 366 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
BEGINS = st.times(max_value=time(22))


@given(now=MOMENTS, begins=BEGINS, zone=st.sampled_from(ZONES))
def test_a_morning_runs_two_hours_from_its_beginning(now: datetime, begins: time, zone: ZoneInfo) -> None:
    local = now.astimezone(zone)
    since = local - datetime.combine(local.date(), begins, tzinfo=zone)
    assert in_morning(now, begins=begins, zone=zone) == (timedelta(0) <= since < timedelta(hours=2))


@given(now=MOMENTS, begins=BEGINS, zone=st.sampled_from(ZONES))
def test_it_is_due_on_working_days_only(now: datetime, begins: time, zone: ZoneInfo) -> None:
    calendar = plain_week(zone)
    due = works_this_morning(now, begins=begins, calendar=calendar)
    assert due == (in_morning(now, begins=begins, zone=zone) and now.astimezone(zone).weekday() < 5)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 17), True),
        (date(2026, 3, 19), False),  # Nyepi
        (date(2026, 3, 21), False),  # a Saturday
    ],
)
def test_a_holiday_is_no_morning(day: date, due: bool) -> None:
    calendar = national_calendar(2026)
    now = datetime.combine(day, time(7, 30), tzinfo=calendar.zone)
    assert works_this_morning(now, begins=time(7), calendar=calendar) == due


def test_an_office_that_is_closed_says_nothing_and_one_of_six_days_speaks_on_saturday() -> None:
    zone = ZONES[1]
    saturday = datetime(2026, 3, 14, 7, 30, tzinfo=zone)
    six = Calendar(zone, weekdays=frozenset(range(6)))
    assert works_this_morning(saturday, begins=time(7), calendar=six)
    closed = Calendar(zone, weekdays=frozenset(range(6)), closures={saturday.date(): "Gedung diperbaiki"})
    assert not works_this_morning(saturday, begins=time(7), calendar=closed)
