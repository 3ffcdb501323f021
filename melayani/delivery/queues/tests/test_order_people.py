"""The order of calling: rights put people forward by a bounded time, and nobody starves."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from melayani.delivery.queues.rules import Policy, turn_of

TEN = datetime(2026, 3, 16, 10, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
POLICY = Policy(priority_ahead=30, appointment_ahead=30, grace=15)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_walk_ins_are_called_as_they_came() -> None:
    assert turn_of(arrived_at=TEN, policy=POLICY) == TEN


def test_priority_passes_those_who_came_within_half_an_hour() -> None:
    turn = turn_of(arrived_at=TEN, policy=POLICY, has_priority=True)
    assert turn < turn_of(arrived_at=TEN - minutes(29), policy=POLICY)
    assert turn > turn_of(arrived_at=TEN - minutes(31), policy=POLICY)


def test_a_booked_person_has_the_turn_of_the_booked_time_however_early_the_arrival() -> None:
    early = turn_of(arrived_at=TEN - minutes(120), booked_at=TEN, policy=POLICY)
    on_time = turn_of(arrived_at=TEN, booked_at=TEN, policy=POLICY)
    assert early == on_time == TEN - minutes(30)
    assert early > turn_of(arrived_at=TEN - minutes(60), policy=POLICY)


def test_too_late_for_the_booking_is_a_walk_in() -> None:
    within = turn_of(arrived_at=TEN + minutes(15), booked_at=TEN, policy=POLICY)
    late = turn_of(arrived_at=TEN + minutes(16), booked_at=TEN, policy=POLICY)
    assert within == TEN - minutes(30)
    assert late == TEN + minutes(16)


rights = some.tuples(some.integers(0, 480), some.none() | some.integers(0, 480), some.booleans())
policies = some.builds(
    Policy,
    priority_ahead=some.integers(0, 120),
    appointment_ahead=some.integers(0, 120),
    grace=some.integers(0, 60),
)


@given(first=rights, later=rights, policy=policies)
def test_nobody_is_overtaken_beyond_the_published_bound(
    first: tuple[int, int | None, bool], later: tuple[int, int | None, bool], policy: Policy
) -> None:
    """A walk-in without any right is called before everybody who came later than the bound after them."""
    walk_in = TEN + minutes(first[0])
    arrived, booked, has_priority = later
    turn = turn_of(
        arrived_at=TEN + minutes(arrived),
        booked_at=None if booked is None else TEN + minutes(booked),
        has_priority=has_priority,
        policy=policy,
    )
    if TEN + minutes(arrived) > walk_in + policy.longest_overtaking:
        assert turn > turn_of(arrived_at=walk_in, policy=policy)
