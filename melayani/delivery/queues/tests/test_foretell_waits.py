"""Waits are foretold from the real order, written when they change, judged at the call; and a day ends where it is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from melayani.delivery.appointments import states as bookings
from melayani.delivery.appointments.models import Shift
from melayani.delivery.appointments.tests.factories import EVERY_WORKDAY
from melayani.delivery.queues import actions, forecasting, queries, rules, states, ticks
from melayani.delivery.queues.models import Forecast, Handling, Line, Site, Sitting, Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def site() -> Site:
    return Site.objects.select_related("organisation").get()


def waits(place: factories.Place, now: datetime) -> list[tuple[int | None, int | None, int | None]]:
    forecasting.foretell(site(), now)
    rows = Ticket.objects.waiting().in_order().values_list("ahead", "wait_low", "wait_high")
    return list(rows)


def test_waits_rise_along_the_line_and_are_ranges(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    for number in range(6):
        factories.ticket(place, now=now + timedelta(seconds=number))
    found = waits(place, now + MINUTE)
    assert [ahead for ahead, _, _ in found] == [0, 1, 2, 3, 4, 5]
    assert found[0][1] == 0
    lows, highs = [low or 0 for _, low, _ in found], [high or 0 for _, _, high in found]
    assert lows == sorted(lows)
    assert highs == sorted(highs)
    assert lows[5] < highs[5]


def test_two_counters_halve_the_wait(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    for number in range(8):
        factories.ticket(place, now=now + timedelta(seconds=number))
    one = waits(place, now + MINUTE)[-1][2] or 0
    factories.seated(place, 1, now=now)
    two = waits(place, now + MINUTE)[-1][2] or 0
    assert two < 0.7 * one


def test_nothing_new_is_written_while_nothing_changes(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    factories.ticket(place, now=now)
    waits(place, now)
    rows, pulse = Forecast.objects.count(), site().pulse
    forecasting.foretell(site(), now + timedelta(seconds=2))
    assert (Forecast.objects.count(), site().pulse) == (rows, pulse)
    assert Ticket.objects.get().foretold_at == now + timedelta(seconds=2)


def test_learned_durations_count_more_than_configured_ones(world: World, now: datetime) -> None:
    place = factories.place(world, lines=1)
    Line.objects.update(minutes=60)
    for day in range(1, 26):
        early = now - timedelta(days=2, minutes=day * 9)
        factories.ticket(place, now=early)
        factories.done(place, now=early, minutes=3)
    actions.end_day(actor=SYSTEM, site=site(), day=now.date(), now=now - timedelta(days=1))
    factories.seated(place, now=now)
    for _ in range(3):
        factories.ticket(place, now=now)
    assert (waits(place, now)[-1][2] or 99) < 120
    assert forecasting.durations_of(Line.objects.get()).measured == 25


def test_a_planned_break_lengthens_the_wait(world: World, now: datetime) -> None:
    place = factories.place(world)
    desk = factories.seated(place, now=now)
    for _ in range(3):
        factories.ticket(place, now=now)
    before = waits(place, now)[-1][1] or 0
    local = now.astimezone(world.bontang.zone)
    desk.break_from, desk.break_until = (local + 5 * MINUTE).time(), (local + 65 * MINUTE).time()
    desk.save()
    assert (waits(place, now)[-1][1] or 0) >= max(60, before)


def test_the_break_of_the_roster_counts_when_the_counter_has_none(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    for _ in range(3):
        factories.ticket(place, now=now)
    local = now.astimezone(world.bontang.zone)
    Shift.objects.create(
        organisation=world.bontang,
        counter="Loket 1",
        officer=world.bontang_counter.person,
        weekdays=list(EVERY_WORKDAY),
        starts=time(8),
        ends=time(16),
        break_from=(local + 5 * MINUTE).time(),
        break_until=(local + 65 * MINUTE).time(),
        valid_from=local.date(),
    )
    assert (waits(place, now)[-1][1] or 0) >= 60


def test_booked_people_who_come_soon_are_counted(world: World, now: datetime) -> None:
    place = factories.place(world, counters=1)
    factories.seated(place, now=now)
    for _ in range(2):
        factories.ticket(place, now=now + 10 * MINUTE)
    alone = waits(place, now + 10 * MINUTE)[-1][2] or 0
    for number in range(1, 6):
        factories.booked(place, at=now + 11 * MINUTE, now=now - timedelta(days=1), number=number)
    assert (waits(place, now + 10 * MINUTE)[-1][2] or 0) > alone + 20


def test_no_open_counter_is_said_in_words(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    assert waits(place, now) == [(0, None, None)]
    assert not Forecast.objects.exists()
    row.refresh_from_db()
    assert queries.ticket_view(row, now).reason == "Belum ada loket yang buka untuk layanan ini. Nomor tetap berlaku."
    factories.seated(place, now=now)
    waits(place, now)
    actions.begin_break(actor=world.bontang_counter, counter=place.counters[0], now=now)
    waits(place, now)
    row.refresh_from_db()
    assert queries.ticket_view(row, now).reason == "Loketnya sedang istirahat."


def test_who_waits_elsewhere_is_told_once_to_leave(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    contact = keep_contact(email="siti@contoh.id", now=now)
    row = factories.ticket(place, now=now, contact=contact, travel_minutes=30)
    waits(place, now)
    waits(place, now + MINUTE)
    row.refresh_from_db()
    assert row.told_to_leave_at == now
    message = OutboxMessage.objects.get(event="ticket.leave_now")
    assert row.secret in message.body
    assert queries.ticket_view(row, now).leave_now


def test_the_worker_looks_where_something_changed(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    factories.ticket(place, now=now)
    assert queries.sites_to_foretell(now) == [site()]
    ticks.foretell_waits(now)
    assert queries.sites_to_foretell(now + timedelta(seconds=5)) == []
    assert queries.sites_to_foretell(now + timedelta(seconds=40)) == [site()]
    factories.called(place, now=now + timedelta(seconds=6))
    assert queries.sites_to_foretell(now + timedelta(seconds=7)) == [site()]


def test_a_place_that_fails_does_not_stop_the_others(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = factories.place(world), factories.place(world, organisation=world.bengkalis)
    honest = forecasting.foretell

    def foretell(one: Site, at: datetime) -> int:
        if one.pk == broken.site.pk:
            raise ZeroDivisionError
        return honest(one, at)

    monkeypatch.setattr(forecasting, "foretell", foretell)
    factories.ticket(broken, now=now)
    factories.ticket(whole, now=now)
    ticks.foretell_waits(now)
    assert Site.objects.get(pk=whole.site.pk).forecast_at == now


def test_forecasts_are_judged_and_censored_ones_counted_apart(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    line = place.lines[0]
    row = factories.ticket(place, now=now)
    Forecast.objects.all().delete()
    for low, middle, high, came, censored in (
        (300, 600, 900, 600, False),
        (300, 600, 900, 720, False),
        (300, 600, 900, 1200, False),
        (300, 600, 900, 240, False),
        (300, 600, 900, 900, False),
        (300, 600, 900, None, True),
    ):
        Forecast.objects.create(
            ticket=row, line=line, made_at=now, ahead=1, low=low, middle=middle, high=high,
            model=rules.MODEL, came_after=came, censored=censored,
        )  # fmt: skip
    day = now.astimezone(world.bontang.zone).date()
    found = queries.accuracy(world.bontang_head, site(), since=day, until=day)
    assert (found.total.judged, found.total.censored) == (5, 1)
    assert (found.total.held, found.total.later, found.total.sooner) == (60, 20, 20)
    assert found.total.bias == pytest.approx((0 + 120 + 600 - 360 + 300) / 5 / 60)
    assert found.total.error == pytest.approx((0 + 120 + 600 + 360 + 300) / 5 / 60)
    local_hour = now.astimezone(world.bontang.zone).hour
    assert [name for name, _ in found.hours] == [f"{local_hour:02d}.00–{local_hour:02d}.59"]
    few = queries.accuracy(world.bontang_head, site(), since=day - timedelta(days=9), until=day - timedelta(days=8))
    assert few.total == rules.Judgement(0, 0)


@pytest.mark.parametrize(
    ("zone", "midnight_utc"),
    [("Asia/Jakarta", time(17)), ("Asia/Makassar", time(16)), ("Asia/Jayapura", time(15))],
)
def test_a_day_ends_at_the_midnight_of_the_place(world: World, zone: str, midnight_utc: time) -> None:
    """The server keeps UTC; each place ends its own day."""
    unit = world.bontang
    unit.time_zone = zone
    unit.save()
    place = factories.place(world, organisation=unit)
    noon = datetime(2026, 3, 16, 12, tzinfo=ZoneInfo(zone))
    row = factories.ticket(place, now=noon)
    factories.ticket(place, now=noon + MINUTE)
    factories.serving(place, now=noon + 2 * MINUTE)
    midnight = datetime.combine(noon.date(), midnight_utc, tzinfo=UTC)
    assert ticks.end_days(midnight - MINUTE) == 0
    assert ticks.end_days(midnight + MINUTE) == 2
    assert ticks.end_days(midnight + 6 * MINUTE) == 0
    row.refresh_from_db()
    assert row.state == states.EXPIRED
    assert Sitting.objects.get().until == midnight + MINUTE
    assert Handling.objects.get().outcome == Handling.Outcome.EXPIRED
    assert Event.objects.filter(name="ticket.expired").count() == 2
    again = factories.ticket(place, now=midnight + 10 * MINUTE)
    assert again.code == "A-001"


def test_a_booked_visitor_who_was_never_served_counts_as_missed(world: World, now: datetime) -> None:
    place = factories.place(world)
    visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1))
    actions.check_in(actor=world.bontang_counter, booking=visit, way=rules.DESK, now=now)
    late = now + timedelta(days=1)
    assert ticks.end_days(late) == 1
    visit.refresh_from_db()
    assert visit.state == bookings.NO_SHOW
