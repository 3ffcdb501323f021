"""Slots from sessions, roster and calendar; nothing that changes them ever harms a booking."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.appointments import actions, candidates, queries, rules, states, ticks
from melayani.delivery.appointments.actions import generating
from melayani.delivery.appointments.models import Booking, ServiceCap, Slot, UnitPlan
from melayani.delivery.appointments.tests import factories
from melayani.foundation.audit import react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.rules import Calendar, Hours
from melayani.foundation.workdays.tests.factories import open_office

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 3, 16)
USUAL = {day: Hours(time(8), time(12), time(10), time(10, 30)) for day in range(5)}


def session(**over: object) -> rules.Session:
    settings = {"weekdays": frozenset(range(5)), "starts": time(8), "ends": time(12), "slot_minutes": 30, "places": 4}
    return rules.Session(**{**settings, "valid_from": MONDAY - timedelta(days=9), **over})  # type: ignore[arg-type]


def starts(ground: rules.Ground, day: date = MONDAY) -> list[str]:
    return [f"{slot.starts_at:%H:%M}" for slot in rules.slots_between(ground, day, day)]


def test_slots_lie_within_opening_hours_and_leave_the_break_out() -> None:
    ground = rules.Ground([session(ends=time(13))], Calendar(zone=WIB, hours=USUAL))
    assert starts(ground) == ["08:00", "08:30", "09:00", "09:30", "10:30", "11:00", "11:30"]
    assert starts(rules.Ground([session()], Calendar(zone=WIB))) == starts(
        rules.Ground([session()], Calendar(zone=WIB, hours={0: Hours(time(7), time(17))}))
    )


def test_holidays_closures_weekends_and_online_days_have_none() -> None:
    calendar = Calendar(zone=WIB, holidays={MONDAY: "Libur"}, closures={MONDAY + timedelta(days=1): "Pindah"})
    limits = {MONDAY + timedelta(days=2): rules.DayLimit(online_only=True)}
    ground = rules.Ground([session(weekdays=frozenset(range(7)))], calendar, limits=limits)
    found = rules.slots_between(ground, MONDAY, MONDAY + timedelta(days=6))
    assert {slot.starts_at.date() for slot in found} == {MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)}


def test_changed_hours_and_closings_cut_slots_away() -> None:
    calendar = Calendar(zone=WIB, hours=USUAL, special_hours={MONDAY: Hours(time(9), time(11))})
    shut = (datetime(2026, 3, 16, 9, 45, tzinfo=WIB), datetime(2026, 3, 16, 10, 15, tzinfo=WIB))
    assert starts(rules.Ground([session()], calendar, closings=[shut])) == ["09:00", "10:30"]


def test_limits_and_shares_lower_what_can_be_booked() -> None:
    limits = {MONDAY: rules.DayLimit(cap=3, share=50)}
    ground = rules.Ground(
        [session(places=10, caps={7: 4, 8: 1})], Calendar(zone=WIB), limits=limits, shares=rules.Shares(40, 40)
    )
    slot = rules.slots_between(ground, MONDAY, MONDAY)[0]
    assert (slot.capacity, slot.walk_in, slot.priority, slot.caps) == (3, 1, 1, {8: 1})


def test_capacity_follows_who_stands_at_which_counter() -> None:
    week = frozenset(range(5))
    counters = [
        rules.Counter(week, time(8), time(12), MONDAY, break_from=time(10), break_until=time(10, 30)),
        rules.Counter(week, time(8), time(12), MONDAY, services=frozenset({7})),
        rules.Counter(week, time(8), time(12), MONDAY, absences=[(MONDAY, MONDAY)]),
        rules.Counter(week, time(9), time(12), MONDAY),
    ]
    ground = rules.Ground([session()], Calendar(zone=WIB), counters=counters, services=frozenset({7, 8}))
    found = {f"{slot.starts_at:%H:%M}": slot for slot in rules.slots_between(ground, MONDAY, MONDAY)}
    assert [found[at].capacity for at in ("08:00", "09:00", "10:00", "10:30")] == [2, 3, 2, 3]
    assert found["08:00"].caps == {8: 1}
    tuesday = rules.slots_between(ground, MONDAY + timedelta(days=1), MONDAY + timedelta(days=1))
    assert tuesday[0].capacity == 3


@given(
    st.integers(1, 20),
    st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.integers(0, 2)), max_size=12),
    st.dictionaries(st.integers(0, 2), st.integers(0, 6), max_size=3),
)
def test_who_stays_fits_and_nobody_is_sent_away_without_need(
    capacity: int, people: list[tuple[int, bool, int]], caps: dict[int, int]
) -> None:
    at = datetime(2026, 3, 1, tzinfo=WIB)
    claims = [
        rules.Claim(number, service, places, priority, at + timedelta(minutes=number))
        for number, (places, priority, service) in enumerate(people)
    ]
    over = set(rules.too_many(claims, capacity, caps))
    stay = [claim for claim in claims if claim.booking not in over]
    left = capacity - sum(claim.places for claim in stay)
    assert left >= 0
    for service, cap in caps.items():
        assert sum(claim.places for claim in stay if claim.service == service) <= cap
    for claim in claims:
        if claim.booking in over:
            used = sum(one.places for one in stay if one.service == claim.service)
            assert claim.places > left or claim.places > caps.get(claim.service, 10**6) - used


@pytest.mark.django_db
def test_slots_are_made_and_made_again_without_effect(world: World, now: datetime) -> None:
    factories.morning(world, now=now)
    made = Slot.objects.count()
    assert made > 20
    again = actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    assert not again
    assert Slot.objects.count() == made
    assert len(factories.slots_on(world.bontang, now.date() + timedelta(days=1))) == 4


@pytest.mark.django_db
def test_the_horizon_moves_on_at_the_midnight_of_the_office(world: World, now: datetime) -> None:
    factories.morning(world, now=now)
    assert ticks.regenerate_slots(now) == 0
    zone = world.bontang.zone
    midnight = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time.min, tzinfo=zone)
    assert ticks.regenerate_slots(midnight - timedelta(minutes=1)) == 0
    assert ticks.regenerate_slots(midnight) == 1
    assert ticks.regenerate_slots(midnight) == 0
    assert UnitPlan.objects.get().generated_until == midnight.date() + timedelta(days=14)


@pytest.mark.parametrize(("fault", "minutes"), [(OSError("a fault"), 10), (rules.Busy(), 0.5)])
@pytest.mark.django_db
def test_a_unit_that_fails_steps_back_and_the_others_get_their_days(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch, fault: Exception, minutes: float
) -> None:
    """A tick takes one unit here: the one that fails would be the first at every tick."""
    monkeypatch.setattr(queries, "UNITS_PER_TICK", 1)
    factories.morning(world, now=now)
    factories.offered(world.bengkalis)
    actions.mark_stale(organisation=None, now=now)
    real = actions.regenerate

    def fails(**about: Any) -> object:
        if about["organisation"] == world.bontang:
            raise fault
        return real(**about)

    monkeypatch.setattr(actions, "regenerate", fails)
    assert [ticks.regenerate_slots(now) for _ in range(3)] == [0, 1, 0]
    monkeypatch.setattr(actions, "regenerate", real)
    later = now + timedelta(minutes=minutes)
    assert ticks.regenerate_slots(later - timedelta(seconds=1)) == 0
    assert ticks.regenerate_slots(later) == 1
    assert not UnitPlan.objects.filter(stale_since__isnull=False).exists()


@pytest.mark.django_db
def test_a_day_that_fails_keeps_no_other_day_from_its_slots(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.morning(world, now=now)
    bad, good = (now.date() + timedelta(days=number) for number in (1, 2))
    Slot.objects.all().delete()
    actions.mark_stale(organisation=None, now=now)
    real = generating._make

    def fails(unit: Any, wanted: Any, *rest: Any) -> None:
        if any(slot.starts_at.astimezone(world.bontang.zone).date() == bad for slot in wanted):
            raise OSError("a fault")
        real(unit, wanted, *rest)

    monkeypatch.setattr(generating, "_make", fails)
    assert ticks.regenerate_slots(now) == 0
    assert (len(factories.slots_on(world.bontang, bad)), len(factories.slots_on(world.bontang, good))) == (0, 4)
    assert Event.objects.filter(name="slots.changed").count() == 2
    monkeypatch.setattr(generating, "_make", real)
    assert ticks.regenerate_slots(now + timedelta(minutes=10)) == 1
    assert len(factories.slots_on(world.bontang, bad)) == 4


@pytest.mark.django_db
def test_a_unit_closed_to_bookings_keeps_its_visits_right_and_opened_again_gets_its_days(
    world: World, now: datetime
) -> None:
    open_office(world.bontang)
    service = factories.morning(world, now=now)
    day = now.date() + timedelta(days=1)
    booking = factories.booked(world, service, factories.slots_on(world.bontang, day)[0], now=now)
    settings = {"horizon_days": 14, "lead_minutes": 0, "walk_in_percent": 0, "priority_percent": 0}
    about: dict[str, Any] = {"actor": world.bontang_head, "organisation": world.bontang, **settings}
    actions.save_plan(**about, is_open=False, now=now)
    ticks.regenerate_slots(now)
    workdays.close(
        organisation=world.bontang, starts_on=day, ends_on=day, reason="Banjir", actor=world.bontang_head, now=now
    )
    react_to_news(now)
    ticks.regenerate_slots(now)
    booking.refresh_from_db()
    assert booking.state == states.CONFLICT
    later = now + timedelta(days=40)
    assert ticks.regenerate_slots(later) == 0
    assert not Slot.objects.filter(starts_at__gt=later).exists()
    UnitPlan.objects.update(is_open=True)  # by whatever way it was opened
    assert ticks.regenerate_slots(later) == 1
    assert candidates.bookable(
        factories.terms(service), now=later, first=later.date(), last=later.date() + timedelta(days=14)
    )
    assert UnitPlan.objects.get().generated_until == later.astimezone(world.bontang.zone).date() + timedelta(days=14)


@pytest.mark.django_db
def test_a_closure_on_a_booked_day_makes_conflicts_and_its_end_brings_them_back(world: World, now: datetime) -> None:
    open_office(world.bontang)
    service = factories.morning(world, now=now)
    day = now.date() + timedelta(days=1)
    booking = factories.booked(world, service, factories.slots_on(world.bontang, day)[0], now=now)
    closure = workdays.close(
        organisation=world.bontang, starts_on=day, ends_on=day, reason="Banjir", actor=world.bontang_head, now=now
    )
    react_to_news(now)
    assert UnitPlan.objects.get().stale_since is not None
    ticks.regenerate_slots(now)
    booking.refresh_from_db()
    assert booking.state == states.CONFLICT
    assert not factories.slots_on(world.bontang, day)
    assert OutboxMessage.objects.filter(event="booking.conflict").count() == 1
    workdays.reopen(closure=closure, actor=world.bontang_head, now=now)
    react_to_news(now)
    ticks.regenerate_slots(now)
    booking.refresh_from_db()
    assert booking.state == states.BOOKED
    assert OutboxMessage.objects.filter(event="booking.kept").count() == 1


@pytest.mark.django_db
def test_a_visitor_limit_keeps_priority_groups_and_the_earliest(world: World, now: datetime) -> None:
    open_office(world.bontang)
    service = factories.morning(world, now=now, places=3)
    day = now.date() + timedelta(days=1)
    slot = factories.slots_on(world.bontang, day)[0]
    rows = [
        factories.booked(world, service, slot, now=now + timedelta(minutes=n), number=n, priority=n == 2)
        for n in range(3)
    ]
    workdays.restrict(
        organisation=world.bontang_city,
        starts_on=day,
        ends_on=day,
        kind="visitor_cap",
        cap=2,
        reason="PSBB",
        actor=factories.PLATFORM,
        now=now,
    )
    react_to_news(now)
    ticks.regenerate_slots(now)
    found = [Booking.objects.get(pk=row.pk).state for row in rows]
    assert found == [states.BOOKED, states.CONFLICT, states.BOOKED]
    kept = actions.keep(actor=world.bontang_counter, booking=rows[1], now=now)
    assert kept.state == states.BOOKED


@pytest.mark.django_db
def test_capacity_by_hand_survives_regeneration(world: World, now: datetime) -> None:
    service = factories.morning(world, now=now, places=2)
    slot = factories.slots_on(world.bontang, now.date() + timedelta(days=1))[0]
    rows = [factories.booked(world, service, slot, now=now + timedelta(minutes=n), number=n) for n in range(2)]
    slot = Slot.objects.select_related("organisation").get(pk=slot.pk)
    actions.set_capacity(actor=world.bontang_head, slot=slot, capacity=1, now=now)
    assert [Booking.objects.get(pk=row.pk).state for row in rows] == [states.BOOKED, states.CONFLICT]
    UnitPlan.objects.update(stale_since=now)
    ticks.regenerate_slots(now)
    slot.refresh_from_db()
    assert slot.capacity == 1
    actions.set_capacity(actor=world.bontang_head, slot=slot, capacity=None, now=now)
    actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    assert [Booking.objects.get(pk=row.pk).state for row in rows] == [states.BOOKED, states.BOOKED]


@pytest.mark.django_db
def test_two_templates_may_not_overlap_and_an_ended_one_gives_no_slots(world: World, now: datetime) -> None:
    factories.morning(world, now=now)
    with pytest.raises(rules.InputRefused):
        factories.template(world, now=now, name="Lagi", starts=time(9), ends=time(11))
    other = factories.template(world, now=now, name="Siang", starts=time(13), ends=time(14), valid_from=now.date())
    actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    day = now.date() + timedelta(days=1)
    assert len(factories.slots_on(world.bontang, day)) == 6
    actions.end_template(actor=world.bontang_head, template=other, now=now)
    actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    assert len(factories.slots_on(world.bontang, day)) == 4


@pytest.mark.django_db
def test_the_roster_gives_capacity_and_skills_give_the_second_cap(world: World, now: datetime) -> None:
    service = factories.morning(world, now=now, uses_roster=True)
    other = factories.service_at(world.bontang, now=now, head=world.bontang_head, title="Akta")
    day = now.date() + timedelta(days=1)
    for counter, skills in (("Loket 1", ()), ("Loket 2", (service,)), ("Loket 3", (service,))):
        shift = actions.add_shift(
            actor=world.bontang_head,
            organisation=world.bontang,
            counter=counter,
            weekdays=range(5),
            starts=time(8),
            ends=time(12),
            valid_from=now.date(),
            services=skills,
            now=now,
        )
    actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    slot = factories.slots_on(world.bontang, day)[0]
    assert slot.capacity == 3
    assert ServiceCap.objects.get(slot=slot, service=other).places == 1
    actions.add_absence(actor=world.bontang_head, shift=shift, starts_on=day, ends_on=day, at_home=True, now=now)
    actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    slot.refresh_from_db()
    assert slot.capacity == 2


@pytest.mark.django_db
def test_only_the_head_or_the_mall_plans(world: World, now: datetime) -> None:
    for actor in (world.bontang_counter, world.bengkalis_head, world.bontang_approver):
        with pytest.raises(rules.NotAllowed):
            actions.save_plan(actor=actor, organisation=world.bontang, now=now)
        with pytest.raises(rules.NotAllowed):
            actions.regenerate(actor=actor, organisation=world.bontang, now=now)
