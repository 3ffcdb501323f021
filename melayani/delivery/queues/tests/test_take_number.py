"""Take a number: counted per service and local day, once per press, refused in words; by booking; printed again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.http import Http404

from melayani.delivery.appointments import actions as appointments
from melayani.delivery.appointments import states as bookings
from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues import access, actions, queries, rules, states
from melayani.delivery.queues.models import Device, Forecast, LineDay, Site, Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit import SYSTEM, Actor, react_to_news
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.rules import Hours
from melayani.foundation.workdays.tests import factories as calendars

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_numbers_count_per_line_without_gap(world: World, now: datetime) -> None:
    place = factories.place(world)
    codes = [factories.ticket(place, now=now, line=line).code for line in (0, 0, 1, 0)]
    assert codes == ["A-001", "A-002", "B-001", "A-003"]
    assert Event.objects.filter(name="ticket.taken").count() == 4


def test_a_new_local_day_begins_at_one_although_the_server_has_the_old_day(world: World, now: datetime) -> None:
    place = factories.place(world)  # Bontang: eight hours before the server's clock
    before = datetime.combine(now.date(), time(23, 59), tzinfo=world.bontang.zone)
    first = factories.ticket(place, now=before)
    second = factories.ticket(place, now=before + 2 * MINUTE)
    assert first.day + timedelta(days=1) == second.day
    assert (first.code, second.code) == ("A-001", "A-001")


def test_a_second_press_is_the_same_ticket(world: World, now: datetime) -> None:
    place = factories.place(world)
    first = factories.ticket(place, now=now, request_key="satu")
    again = factories.ticket(place, now=now + MINUTE, request_key="satu")
    assert first.pk == again.pk
    assert LineDay.objects.get().last_number == 1
    assert Event.objects.filter(name="ticket.taken").count() == 1


def test_a_kiosk_gives_numbers_of_its_own_place_only(world: World, now: datetime) -> None:
    place = factories.place(world)
    other = factories.place(world, organisation=world.bengkalis)
    with pytest.raises(rules.NotAllowed):
        actions.take_ticket(
            actor=other.machine, site=place.site, line=place.lines[0], way=rules.KIOSK, priority=False, now=now
        )
    with pytest.raises(rules.ActionRefused, match="tidak dilayani di sini"):
        actions.take_ticket(
            actor=place.machine, site=place.site, line=other.lines[0], way=rules.KIOSK, priority=False, now=now
        )
    assert not Ticket.objects.exists()


def test_the_desk_takes_numbers_on_behalf_and_strangers_do_not(world: World, now: datetime) -> None:
    place = factories.place(world)
    wanted: dict[str, Any] = {
        "site": place.site,
        "line": place.lines[0],
        "way": rules.DESK,
        "priority": True,
        "now": now,
    }
    row = actions.take_ticket(actor=world.bontang_counter, **wanted)
    assert row.priority
    assert row.turn == now - timedelta(minutes=place.site.priority_ahead)
    strangers: list[Actor] = [factories.stranger(world), world.bontang_approver, Citizen(token="siapa")]
    for actor in strangers:
        with pytest.raises(rules.NotAllowed):
            actions.take_ticket(actor=actor, **wanted)


def test_the_information_desk_of_a_mall_takes_numbers_for_its_tenants(world: World, now: datetime) -> None:
    mall, manager, desk = factories.mall(world)
    place = factories.place(world, organisation=mall, lines=0, counters=0)
    line = factories.line(place.site, world.bontang, prefix="K")
    wanted: dict[str, Any] = {"site": place.site, "line": line, "way": rules.DESK, "priority": False, "now": now}
    assert actions.take_ticket(actor=desk, **wanted).code == "K-001"
    with pytest.raises(rules.NotAllowed):  # a manager plans; numbers are the desk's
        actions.take_ticket(actor=manager, **wanted)
    assert list(access.visible_to(manager)) == []


def test_stopped_numbers_are_refused_with_the_reason(world: World, now: datetime) -> None:
    place = factories.place(world)
    Site.objects.update(gives_numbers=False, stopped_because="listrik padam")
    place.site.refresh_from_db()
    with pytest.raises(rules.ActionRefused, match=r"listrik padam.*janji temu"):
        factories.ticket(place, now=now)


def test_numbers_stop_where_an_emergency_closed_and_nowhere_else(world: World, now: datetime) -> None:
    """A tenant that closed stops its own line; the mall that closed, all of them; the desk may still help."""
    mall, manager, desk = factories.mall(world)
    place = factories.place(world, organisation=mall, lines=1, counters=0)
    tenant = factories.line(place.site, world.bontang, prefix="K")
    wanted: dict[str, Any] = {"actor": place.machine, "site": place.site, "way": rules.KIOSK, "priority": False}
    span: dict[str, Any] = {"starts_at": now, "ends_at": now + 60 * MINUTE, "reason": "Genset terbakar", "now": now}
    appointments.close_in_emergency(actor=world.bontang_head, organisation=world.bontang, **span)
    with pytest.raises(rules.ActionRefused, match=r"Genset terbakar.*janji temu"):
        actions.take_ticket(**wanted, line=tenant, now=now)
    assert actions.take_ticket(**wanted, line=place.lines[0], now=now).code == "A-001"
    assert [notice for notice in queries.screen_state(place.screen, now).notices if "Genset" in notice] == []
    appointments.close_mall_in_emergency(actor=manager, mall=mall, **span)
    with pytest.raises(rules.ActionRefused, match="Genset terbakar"):
        actions.take_ticket(**wanted, line=place.lines[0], now=now)
    assert any("Genset terbakar" in notice for notice in queries.screen_state(place.screen, now).notices)
    helped = {**wanted, "actor": desk, "way": rules.DESK}
    assert actions.take_ticket(**helped, line=tenant, now=now).code == "K-001"
    assert actions.take_ticket(**wanted, line=tenant, now=now + 61 * MINUTE).code == "K-002"


def test_the_daily_limit_counts_walk_ins_and_not_bookings(world: World, now: datetime) -> None:
    place = factories.place(world)
    place.lines[0].daily_limit = 1
    place.lines[0].save()
    visit = factories.booked(place, at=now + 30 * MINUTE, now=now - timedelta(days=1))
    actions.check_in(actor=world.bontang_counter, booking=visit, way=rules.DESK, now=now)
    factories.ticket(place, now=now)
    with pytest.raises(rules.ActionRefused, match="sudah habis"):
        factories.ticket(place, now=now)


def test_closed_doors_say_when_they_open(world: World, now: datetime) -> None:
    place = factories.place(world)
    calendars.open_office(world.bontang, Hours(time(8), time(15)))
    early = datetime.combine(now.date(), time(6, 30), tzinfo=world.bontang.zone)
    with pytest.raises(rules.ActionRefused, match=r"08\.00.*janji temu"):
        factories.ticket(place, now=early)
    soon = factories.ticket(place, now=early + timedelta(minutes=45))  # who stands at the door gets a number
    assert soon.state == states.WAITING
    assert not queries.kiosk_offer(place.site, early).gives


def test_a_limit_of_visitors_is_a_limit_of_people_at_once(world: World, now: datetime) -> None:
    place = factories.place(world)
    calendars.open_office(world.bontang, Hours(time(0), time(23)))
    today = now.astimezone(world.bontang.zone).date()
    workdays.restrict(
        organisation=world.bontang, starts_on=today, ends_on=today, kind="visitor_cap", cap=1, reason="PSBB",
        actor=world.bontang_head, now=now,
    )  # fmt: skip
    first = factories.ticket(place, now=now)
    with pytest.raises(rules.ActionRefused, match="1 orang di dalam"):
        factories.ticket(place, now=now)
    actions.leave(actor=Citizen(token="x"), ticket=first, secret=first.secret, now=now)
    assert factories.ticket(place, now=now).code == "A-002"


def test_check_in_makes_the_ticket_once_and_orders_it_by_the_booked_time(world: World, now: datetime) -> None:
    place = factories.place(world)
    at = now + 20 * MINUTE
    visit = factories.booked(place, at=at, now=now - timedelta(days=1))
    citizen = Citizen(token="siti")
    row = actions.check_in(actor=citizen, booking=visit, way=rules.PHONE, now=now, secret=visit.secret)
    again = actions.check_in(actor=citizen, booking=visit, way=rules.PHONE, now=now, secret=visit.secret)
    react_to_news(now)
    assert row.pk == again.pk
    assert Ticket.objects.count() == 1
    assert row.turn == at - timedelta(minutes=place.site.appointment_ahead)
    assert Booking.objects.get().state == bookings.CHECKED_IN
    other = factories.booked(place, at=at, now=now - timedelta(days=1), number=2)
    with pytest.raises(rules.NotAllowed):
        actions.check_in(actor=citizen, booking=other, way=rules.PHONE, now=now, secret="bukan")


def test_a_check_in_at_the_desk_of_appointments_makes_the_ticket_too(world: World, now: datetime) -> None:
    place = factories.place(world)
    visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1))
    appointments.check_in(actor=world.bontang_counter, booking=visit, now=now)
    react_to_news(now)
    row = Ticket.objects.get()
    assert row.booking_id == visit.pk
    visit.refresh_from_db()
    appointments.undo_check_in(actor=world.bontang_counter, booking=visit, now=now + MINUTE)
    react_to_news(now + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.booking) == (states.LEFT, None)
    visit.refresh_from_db()
    later = now + 2 * MINUTE
    assert actions.check_in(actor=SYSTEM, booking=visit, way=rules.BOOKING, now=later).pk != row.pk


def test_a_print_counts_and_keeps_the_number(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    assert actions.print_again(actor=place.machine, ticket=row, now=now).printed == 1
    again = actions.print_again(actor=world.bontang_counter, ticket=row, now=now)
    assert (again.printed, again.code) == (2, row.code)
    other = factories.place(world, organisation=world.bengkalis)
    strangers: list[Actor] = [other.machine, factories.stranger(world)]
    for actor in strangers:
        with pytest.raises(rules.NotAllowed):
            actions.print_again(actor=actor, ticket=row, now=now)


def test_who_takes_a_number_is_told_a_range_at_once(world: World, now: datetime) -> None:
    place = factories.place(world)
    without = factories.ticket(place, now=now)
    assert queries.ticket_view(without, now).reason.startswith("Belum ada loket")
    factories.seated(place, now=now)
    row = factories.ticket(place, now=now)
    view = queries.ticket_view(row, now)
    assert (view.ahead, view.reason) == (1, "")
    assert view.low is not None
    assert view.high is not None
    assert view.low <= view.high
    assert Forecast.objects.get(ticket=row).came_after is None
    old = queries.ticket_view(row, now + timedelta(minutes=10))
    assert (old.range, old.reason) == ("", "Perkiraan sedang dihitung.")


def test_rows_open_only_by_their_own_secrets(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    assert access.get_for_citizen(row.number.lower(), row.secret) == row
    assert access.get_device(factories.SCREEN_TOKEN, Device.Kind.SCREEN) == place.screen
    assert access.site_by_door(world.bontang.slug, place.site.door_token) == place.site
    assert access.get_for_officer(world.bontang_counter, row.number) == row
    for look in (
        lambda: access.get_for_citizen(row.number, "bukan"),
        lambda: access.get_device(factories.SCREEN_TOKEN, Device.Kind.KIOSK),
        lambda: access.get_device("bukan", Device.Kind.KIOSK),
        lambda: access.site_by_door(world.bontang.slug, "bukan"),
        lambda: access.get_for_officer(factories.stranger(world), row.number),
        lambda: access.get_counter(factories.stranger(world), place.counters[0].pk),
    ):
        with pytest.raises(Http404):
            look()
