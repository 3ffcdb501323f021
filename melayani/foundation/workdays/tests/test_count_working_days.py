"""Due moments: the golden deadlines to the day, the meaning of each unit, and properties that always hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melayani.foundation.workdays.rules import (
    FIVE_DAYS,
    SIX_DAYS,
    UNITS,
    BadQuestion,
    Calendar,
    Due,
    Hours,
    NoWorkingDay,
    Pause,
    Week,
    due,
    working_days_between,
)
from melayani.foundation.workdays.tests.factories import (
    DAY_WITH_BREAK,
    JAKARTA,
    OFFICE_DAY,
    national_calendar,
    office_week,
    plain_week,
)

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "holidays-golden.json").read_text())
YEARS = range(2025, 2030)
CALENDARS = [
    national_calendar(*YEARS),
    national_calendar(*YEARS, leave=False, hours=OFFICE_DAY),
    national_calendar(*YEARS, hours=DAY_WITH_BREAK, six_days=True, zone=ZoneInfo("Asia/Makassar")),
    national_calendar(*YEARS, hours=OFFICE_DAY, zone=ZoneInfo("Asia/Jayapura")),
]
starts = st.integers(0, 60 * 24 * 364).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
calendars = st.sampled_from(CALENDARS)


@st.composite
def pauses(draw: st.DrawFn) -> Pause:
    since = draw(starts)
    return Pause(since, since + timedelta(minutes=draw(st.integers(0, 60 * 24 * 30))))


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def found(start: str, amount: int, unit: str, calendar: Calendar, *held: Pause) -> Due:
    answer = due(start=at(start), amount=amount, unit=unit, calendar=calendar, pauses=held)
    assert answer is not None
    return answer


@pytest.mark.parametrize("case", GOLDEN["deadlines"], ids=lambda case: f"{case['start']}+{case['working_days']}")
@pytest.mark.parametrize(("leave", "key"), [(True, "due"), (False, "due_if_public_only")])
def test_golden_deadlines_to_the_day(case: dict[str, Any], leave: bool, key: str) -> None:
    calendar = national_calendar(int(case["start"][:4]), leave=leave)
    answer = found(f"{case['start']}T09:00", case["working_days"], "working_day", calendar)
    assert answer.at.isoformat() == f"{case[key]}T23:59:59+07:00"
    assert len(answer.counted) == case["working_days"]


def test_due_is_the_end_of_opening_hours() -> None:
    assert found("2026-02-02T09:00", 2, "working_day", office_week()).at == at("2026-02-04T15:00")


def test_without_hours_the_day_ends_a_second_before_midnight() -> None:
    assert found("2026-02-02T09:00", 2, "working_day", plain_week()).at == at("2026-02-04T23:59:59")


@pytest.mark.parametrize(
    ("start", "counts_as", "why"),
    [
        ("2026-02-02T07:00", date(2026, 2, 2), "before opening it is the same day"),
        ("2026-02-02T15:00", date(2026, 2, 2), "at closing the office is still there"),
        ("2026-02-02T15:01", date(2026, 2, 3), "after closing"),
        ("2026-02-06T16:00", date(2026, 2, 9), "after closing on a Friday"),
        ("2026-02-07T09:00", date(2026, 2, 9), "on a Saturday"),
    ],
)
def test_a_late_start_counts_as_made_on_the_next_working_day(start: str, counts_as: date, why: str) -> None:
    answer = found(start, 1, "working_day", office_week())
    assert answer.start_counts_as == counts_as, why
    assert answer.at.date() > counts_as


def test_the_zone_of_the_office_decides_the_day() -> None:
    late_in_jakarta = datetime(2026, 2, 2, 23, 30, tzinfo=JAKARTA)
    east = due(start=late_in_jakarta, amount=1, unit="working_day", calendar=plain_week(ZoneInfo("Asia/Jayapura")))
    west = due(start=late_in_jakarta, amount=1, unit="working_day", calendar=plain_week())
    assert east is not None
    assert west is not None
    assert (west.at.isoformat(), east.at.isoformat()) == ("2026-02-03T23:59:59+07:00", "2026-02-04T23:59:59+09:00")


def test_a_pause_adds_the_working_days_on_which_it_held_at_opening() -> None:
    held = Pause(at("2026-02-04T10:30"), at("2026-02-06T14:05"))
    answer = found("2026-02-02T09:00", 5, "working_day", office_week(), held)
    assert answer.paused == [date(2026, 2, 5), date(2026, 2, 6)]
    assert answer.counted == [date(2026, 2, day) for day in (3, 4, 9, 10, 11)]
    assert answer.at == at("2026-02-11T15:00")


def test_a_pause_that_ends_before_opening_adds_nothing() -> None:
    held = Pause(at("2026-02-03T16:00"), at("2026-02-04T07:59"))
    assert found("2026-02-02T09:00", 2, "working_day", office_week(), held).paused == []


def test_a_pause_that_starts_on_the_due_day_moves_it() -> None:
    held = Pause(at("2026-02-04T10:00"), at("2026-02-06T10:00"))
    answer = found("2026-02-02T09:00", 2, "working_day", office_week(), held)
    assert answer.at == at("2026-02-06T15:00")
    assert answer.counted == [date(2026, 2, 3), date(2026, 2, 4)]
    assert answer.paused == [date(2026, 2, 5), date(2026, 2, 6)]


def test_a_pause_after_the_due_moment_changes_nothing() -> None:
    held = Pause(at("2026-02-04T15:00:01"), at("2026-02-10T10:00"))
    answer = found("2026-02-02T09:00", 2, "working_day", office_week(), held)
    assert (answer.at, answer.pauses) == (at("2026-02-04T15:00"), [])


@pytest.mark.parametrize("unit", UNITS)
def test_while_a_pause_has_no_end_there_is_no_due_moment(unit: str) -> None:
    held = [Pause(at("2026-02-02T10:00"))]
    assert due(start=at("2026-02-02T09:00"), amount=90, unit=unit, calendar=office_week(), pauses=held) is None


@pytest.mark.parametrize(("amount", "unit"), [(None, "working_day"), (5, "external_sla"), (5, None), (5, "day")])
def test_without_a_usable_duration_there_is_no_due_moment(amount: int | None, unit: str | None) -> None:
    assert due(start=at("2026-02-02T09:00"), amount=amount, unit=unit, calendar=plain_week()) is None


def test_calendar_days_count_every_day_and_stay_where_they_fall() -> None:
    answer = found("2026-03-16T09:00", 5, "calendar_day", national_calendar(2026))
    assert answer.at.date() == date(2026, 3, 21), "a Saturday, Eid: the standard promised days"
    assert len(answer.counted) == 5


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2025-01-31T09:00", 1, date(2025, 2, 28)),
        ("2024-01-31T09:00", 1, date(2024, 2, 29)),
        ("2026-03-31T09:00", 1, date(2026, 4, 30)),
        ("2026-03-31T09:00", 11, date(2027, 2, 28)),  # clamped, a Sunday
        ("2026-11-16T09:00", 1, date(2026, 12, 16)),
        ("2026-11-16T09:00", 14, date(2028, 1, 16)),  # a Sunday
    ],
)
def test_months_are_clamped_to_the_last_day(start: str, months: int, expected: date) -> None:
    answer = found(start, months, "month", plain_week())
    assert answer.at.date() == expected
    assert len(answer.counted) == months


def test_a_month_moves_on_by_its_paused_days() -> None:
    held = Pause(at("2026-02-10T00:00"), at("2026-02-12T00:00"))
    assert found("2026-02-02T09:00", 1, "month", office_week(), held).at == at("2026-03-04T15:00")
    on_the_last_day = Pause(at("2026-03-02T10:00"), at("2026-03-03T10:00"))
    assert found("2026-02-02T09:00", 1, "month", office_week(), on_the_last_day).at == at("2026-03-03T15:00")


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2026-02-02T09:00", 60, "2026-02-02T10:00"),
        ("2026-02-02T07:00", 60, "2026-02-02T09:00"),
        ("2026-02-02T11:30", 60, "2026-02-02T13:30"),
        ("2026-02-02T14:30", 30, "2026-02-02T15:00"),
        ("2026-02-06T14:30", 60, "2026-02-09T08:30"),
        ("2026-02-07T09:00", 15, "2026-02-09T08:15"),
    ],
)
def test_minutes_run_in_opening_hours(start: str, minutes: int, expected: str) -> None:
    assert found(start, minutes, "minute", office_week(DAY_WITH_BREAK)).at == at(expected)


def test_hours_without_opening_hours_run_in_real_time() -> None:
    assert found("2026-02-06T22:00", 4, "hour", plain_week()).at == at("2026-02-07T02:00")
    assert found("2026-02-07T22:00", 4, "hour", plain_week()).at == at("2026-02-09T04:00")


def test_a_pause_stops_minutes_for_as_long_as_it_held() -> None:
    held = Pause(at("2026-02-02T09:10"), at("2026-02-02T09:40"))
    assert found("2026-02-02T09:00", 20, "minute", office_week(), held).at == at("2026-02-02T09:50")


def test_week_and_hours_may_change_from_a_day_on() -> None:
    later = Week(SIX_DAYS, dict.fromkeys(SIX_DAYS, Hours(time(9), time(12))))
    calendar = Calendar(JAKARTA, hours=dict.fromkeys(FIVE_DAYS, OFFICE_DAY), changes=[(date(2026, 2, 9), later)])
    assert found("2026-02-06T09:00", 1, "working_day", calendar).at == at("2026-02-09T12:00")
    assert found("2026-02-13T09:00", 1, "working_day", calendar).at == at("2026-02-14T12:00")
    assert found("2026-02-05T09:00", 2, "working_day", calendar).at == at("2026-02-09T12:00"), "the 7th was free"


def test_a_due_day_past_the_known_holidays_is_uncertain() -> None:
    calendar = Calendar(JAKARTA, known_until=date(2026, 2, 4))
    assert found("2026-02-02T09:00", 2, "working_day", calendar).certain
    assert not found("2026-02-02T09:00", 3, "working_day", calendar).certain


def test_bad_questions_are_refused() -> None:
    naive = datetime.fromisoformat("2026-02-02T09:00")
    with pytest.raises(BadQuestion):
        due(start=naive, amount=1, unit="working_day", calendar=plain_week())
    with pytest.raises(BadQuestion):
        found("2026-02-02T09:00", 0, "working_day", plain_week())
    with pytest.raises(NoWorkingDay):
        found("2026-02-02T09:00", 1, "working_day", Calendar(JAKARTA, weekdays=frozenset()))
    with pytest.raises(ValueError, match="ends before it starts"):
        Pause(at("2026-02-02T09:00"), at("2026-02-02T08:59"))
    with pytest.raises(ValueError, match="offset"):
        Pause(naive)


def test_working_days_between_counts_as_due_does() -> None:
    week = office_week()
    assert working_days_between(at("2026-02-02T09:00"), at("2026-02-02T14:00"), week) == 0
    assert working_days_between(at("2026-02-02T09:00"), at("2026-02-09T09:00"), week) == 5
    assert working_days_between(at("2026-02-09T09:00"), at("2026-02-02T09:00"), week) == 0


@given(start=starts, amount=st.integers(1, 60), unit=st.sampled_from(UNITS), calendar=calendars, held=pauses())
@settings(max_examples=150, deadline=None)
def test_a_longer_promise_is_never_due_earlier(
    start: datetime, amount: int, unit: str, calendar: Calendar, held: Pause
) -> None:
    shorter = due(start=start, amount=amount, unit=unit, calendar=calendar, pauses=[held])
    longer = due(start=start, amount=amount + 1, unit=unit, calendar=calendar, pauses=[held])
    assert shorter is not None
    assert longer is not None
    assert start < shorter.at <= longer.at


@given(start=starts, amount=st.integers(1, 60), calendar=calendars, held=st.lists(pauses(), max_size=3))
@settings(max_examples=150, deadline=None)
def test_working_days_are_working_days(start: datetime, amount: int, calendar: Calendar, held: list[Pause]) -> None:
    answer = due(start=start, amount=amount, unit="working_day", calendar=calendar, pauses=held)
    assert answer is not None
    assert calendar.is_working(answer.at.date())
    assert answer.at == calendar.closing(answer.at.date())
    assert len(answer.counted) == amount
    assert answer.start_counts_as not in answer.counted
    assert all(calendar.is_working(day) for day in answer.counted + answer.paused)
    counted, paused, skipped = set(answer.counted), set(answer.paused), {one.date for one in answer.skipped}
    assert not counted & paused
    assert not (counted | paused) & skipped
    span = (answer.at.date() - answer.start_counts_as).days
    after = {answer.start_counts_as + timedelta(days=number) for number in range(1, span + 1)}
    assert after == {day for day in counted | paused | skipped if day > answer.start_counts_as}


@given(start=starts, amount=st.integers(1, 60), unit=st.sampled_from(UNITS), calendar=calendars, held=pauses())
@settings(max_examples=150, deadline=None)
def test_a_pause_never_makes_it_earlier(
    start: datetime, amount: int, unit: str, calendar: Calendar, held: Pause
) -> None:
    without = due(start=start, amount=amount, unit=unit, calendar=calendar)
    with_pause = due(start=start, amount=amount, unit=unit, calendar=calendar, pauses=[held])
    assert without is not None
    assert with_pause is not None
    assert without.at <= with_pause.at


@given(
    start=starts,
    amount=st.integers(1, 40),
    unit=st.sampled_from(UNITS),
    calendar=calendars,
    held=st.lists(pauses(), max_size=2),
)
@settings(max_examples=100, deadline=None)
def test_a_due_moment_survives_json(
    start: datetime, amount: int, unit: str, calendar: Calendar, held: list[Pause]
) -> None:
    answer = due(start=start, amount=amount, unit=unit, calendar=calendar, pauses=held)
    assert answer is not None
    assert Due.from_json(json.loads(json.dumps(answer.to_json()))) == answer


@given(start=starts, amount=st.integers(1, 40), calendar=calendars, held=st.lists(pauses(), max_size=2))
@settings(max_examples=100, deadline=None)
def test_a_case_finished_at_its_due_moment_took_what_was_promised(
    start: datetime, amount: int, calendar: Calendar, held: list[Pause]
) -> None:
    answer = due(start=start, amount=amount, unit="working_day", calendar=calendar, pauses=held)
    assert answer is not None
    assert working_days_between(start, answer.at, calendar, held) == amount
