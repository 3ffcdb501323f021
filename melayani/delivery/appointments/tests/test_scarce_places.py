"""Scarce places: waiting list with timed offers, waves, and a draw that anybody can check."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.appointments import actions, candidates, places, rules, states, ticks
from melayani.delivery.appointments.actions import drawing, waiting
from melayani.delivery.appointments.models import (
    Booking,
    DrawEntry,
    DrawOutcome,
    Offer,
    ReleasePlan,
    Slot,
    WaitingEntry,
    WaitingState,
)
from melayani.delivery.appointments.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import Contact, OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

SITI = Citizen(token="sesi-siti")


def wait(service: Service, now: datetime, *, number: int = 1, **over: Any) -> WaitingEntry:
    day = (now + timedelta(days=1)).date()
    return actions.join_waiting_list(
        actor=SITI,
        terms=factories.terms(service),
        visitor=factories.visitor(number),
        contact=factories.contact(now, f"warga{number}@contoh.id"),
        **{"first_day": day, "last_day": day, "party_size": 1, "now": now, **over},
    )


@pytest.mark.django_db
def test_a_free_place_is_offered_for_two_hours_and_accepted(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    booking = factories.booked(world, service, slot, now=now, number=9)
    entry = wait(service, now)
    assert ticks.offer_from_waiting_list(now) == 0
    actions.cancel(actor=world.bontang_counter, booking=booking, now=now)
    assert ticks.offer_from_waiting_list(now) == 1
    assert ticks.offer_from_waiting_list(now) == 0
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slot, now=now, number=3)
    entry.refresh_from_db()
    with pytest.raises(rules.NotAllowed):
        actions.accept_offer(actor=SITI, entry=entry, secret="bukan", now=now)
    made = actions.accept_offer(actor=SITI, entry=entry, secret=entry.secret, now=now + timedelta(hours=1))
    assert (made.state, made.channel, made.name) == (states.BOOKED, rules.WAITING, "Contoh Warga 1")
    assert OutboxMessage.objects.filter(event="waiting.offer").count() == 1


@pytest.mark.django_db
def test_an_offer_not_taken_goes_to_the_next(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    factories.slots(world.bontang, now=now)
    first = wait(service, now)
    second = wait(service, now + timedelta(minutes=1), number=2)
    urgent = wait(service, now + timedelta(minutes=2), number=3, priority=True)
    order = []
    for turn in range(3):
        at = now + timedelta(hours=2 * turn + 1)
        ticks.offer_from_waiting_list(at)
        order.append(WaitingEntry.objects.get(state=WaitingState.OFFERED).pk)
    assert order == [urgent.pk, first.pk, second.pk]
    urgent.refresh_from_db()
    assert (urgent.state, urgent.offers_made) == (WaitingState.WAITING, 1)
    actions.leave_waiting_list(actor=SITI, entry=second, secret=second.secret, now=now + timedelta(hours=6))
    ticks.offer_from_waiting_list(now + timedelta(hours=6, minutes=1))
    assert WaitingEntry.objects.get(state=WaitingState.OFFERED).pk == urgent.pk


@pytest.mark.parametrize(
    ("clock", "offers"),
    [((3, 0), 0), ((6, 59), 0), ((7, 0), 1), ((12, 0), 1), ((18, 59), 1), ((19, 0), 0), ((23, 30), 0)],
)
@pytest.mark.django_db
def test_a_freed_place_is_offered_soon_and_never_at_night(
    world: World, now: datetime, clock: tuple[int, int], offers: int
) -> None:
    """Two lines want the one place that is given back: one of them is offered it, by the clock of the office."""
    service, other = factories.offered(world.bontang), factories.offered(world.bontang, title="KIA")
    at = now.astimezone(world.bontang.zone).replace(hour=clock[0], minute=clock[1])
    slot = factories.slots(world.bontang, now=now + timedelta(days=1))[0]
    booking = factories.booked(world, service, slot, now=now - timedelta(days=1), number=9)
    days: Any = {"first_day": now.date() + timedelta(days=2), "last_day": now.date() + timedelta(days=2)}
    wait(service, now, **days)
    wait(other, now, number=2, **days)
    assert ticks.offer_from_waiting_list(at) == 0
    actions.cancel(actor=world.bontang_counter, booking=booking, now=at)
    assert ticks.offer_from_waiting_list(at + timedelta(seconds=30)) == offers
    assert ticks.offer_from_waiting_list(at + timedelta(seconds=45)) == 0
    assert OutboxMessage.objects.filter(event="waiting.offer").count() == offers


@pytest.mark.django_db
def test_who_wants_no_messages_at_this_hour_lets_the_next_ones_pass(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    factories.slots(world.bontang, now=now)
    sleeps = wait(service, now)
    Contact.objects.update(quiet_from=time(9), quiet_until=time(12))
    awake = wait(service, now + timedelta(minutes=1), number=2)
    assert ticks.offer_from_waiting_list(now) == 1
    assert WaitingEntry.objects.get(state=WaitingState.OFFERED).pk == awake.pk
    assert ticks.offer_from_waiting_list(now + timedelta(hours=2)) == 1  # noon of Bontang: the first offer has run out
    assert WaitingEntry.objects.get(state=WaitingState.OFFERED).pk == sleeps.pk


@pytest.mark.django_db
def test_one_waits_once_with_a_proven_contact_for_days_that_come(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    wait(service, now)
    with pytest.raises(rules.AlreadyBooked):
        wait(service, now)
    with pytest.raises(rules.NotAllowed):
        actions.join_waiting_list(
            actor=SITI,
            terms=factories.terms(service),
            visitor=factories.visitor(2),
            contact=None,
            first_day=now.date(),
            last_day=now.date(),
            party_size=1,
            now=now,
        )
    with pytest.raises(rules.InputRefused):
        wait(service, now, number=3, first_day=now.date() - timedelta(days=1))


@pytest.mark.django_db
def test_one_line_never_stands_in_the_way_of_another(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for a full service, for a day without places or with too large a party does not stop the others."""
    monkeypatch.setattr(waiting, "BATCH", 1)
    full, free = factories.offered(world.bontang), factories.offered(world.bengkalis)
    later = (now + timedelta(days=4)).date()
    wait(full, now)
    large = wait(free, now, number=2, party_size=3)
    wait(free, now, number=3, first_day=later, last_day=later)
    fits = wait(free, now + timedelta(minutes=1), number=4)
    Offer.objects.filter(service=free).update(party_max=2)
    factories.slots(world.bengkalis, now=now, places=4)
    ticks.offer_from_waiting_list(now)
    Slot.objects.update(capacity=2)
    ticks.offer_from_waiting_list(now)
    assert WaitingEntry.objects.get(state=WaitingState.OFFERED).pk == fits.pk
    large.refresh_from_db()
    assert large.state == WaitingState.WAITING


@pytest.mark.django_db
def test_nobody_waits_for_a_day_of_another_age(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    with pytest.raises(rules.InputRefused):
        wait(service, now, first_day=date.max, last_day=date.max)
    assert candidates.bookable(factories.terms(service), now=now, first=now.date(), last=date.max) == []


@pytest.mark.django_db
def test_waves_open_a_share_each(world: World, now: datetime, client: Client) -> None:
    day = (now + timedelta(days=1)).date()
    second = now + timedelta(hours=5)
    waves = [{"at": now.isoformat(), "percent": 50}, {"at": second.isoformat(), "percent": 50}]
    service = factories.offered(world.bontang)
    plan = actions.plan_release(
        actor=world.bontang_head,
        organisation=world.bontang,
        name="Dua tahap",
        kind=rules.WAVES,
        first_day=day,
        last_day=day,
        opens_at=now,
        waves=waves,
        now=now,
    )
    slot = factories.slots(world.bontang, now=now, places=4)[0]
    Slot.objects.update(release=plan)
    for number in (1, 2):
        factories.booked(world, service, slot, now=now, number=number)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slot, now=now, number=3)
    page = client.get(f"/janji-temu/undian/{plan.slug}/").content.decode()
    assert "50 % tempat: Senin, 16 Maret 2026 pukul 15.00 WITA" in page
    factories.booked(world, service, slot, now=second, number=3)


def plan_draw(world: World, now: datetime) -> ReleasePlan:
    day = (now + timedelta(days=3)).date()
    return actions.plan_release(
        actor=world.bontang_head,
        organisation=world.bontang,
        name="Undian paspor",
        kind=rules.DRAW,
        first_day=day,
        last_day=day,
        opens_at=now,
        closes_at=now + timedelta(days=1),
        now=now,
    )


def register(plan: ReleasePlan, service: Service, now: datetime, number: int) -> DrawEntry:
    return actions.register_for_draw(
        actor=SITI,
        plan=plan,
        terms=factories.terms(service),
        visitor=factories.visitor(number),
        contact=factories.contact(now, f"warga{number}@contoh.id"),
        party_size=1,
        now=now,
    )


@pytest.mark.django_db
def test_a_draw_gives_places_in_the_published_order_and_the_rest_waits(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    plan = plan_draw(world, now)
    slots = factories.slots(world.bontang, now=now + timedelta(days=2), count=2)
    Slot.objects.update(release=plan)
    entries = [register(plan, service, now, number) for number in range(5)]
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slots[0], now=now, number=9)
    with pytest.raises(rules.AlreadyBooked):
        register(plan, service, now, 0)
    with pytest.raises(rules.ActionRefused):
        actions.draw(plan=plan, now=now)
    closed = now + timedelta(days=1, minutes=1)
    with pytest.raises(rules.ActionRefused):
        register(plan, service, closed, 7)
    assert ticks.hold_draws(closed) == 1
    assert ticks.hold_draws(closed) == 0
    plan.refresh_from_db()
    won = [entry.number for entry in DrawEntry.objects.filter(booking__isnull=False).order_by("rank")]
    assert won == plan.result["order"][:2]
    first = DrawEntry.objects.get(number=won[0]).booking
    assert first is not None
    assert first.starts_at == slots[0].starts_at
    assert WaitingEntry.objects.count() == 3
    check_by_hand(plan, [entry.number for entry in entries])


@pytest.mark.django_db
def test_a_draw_held_late_still_ends(world: World, now: datetime) -> None:
    """The worker stood still over the first days: who wins nothing waits for the days that are left, if any are."""
    service = factories.offered(world.bontang)
    day = (now + timedelta(days=3)).date()
    settings: dict[str, Any] = {"kind": rules.DRAW, "opens_at": now, "closes_at": now + timedelta(days=1), "now": now}
    plan = actions.plan_release(
        actor=world.bontang_head,
        organisation=world.bontang,
        name="Undian",
        first_day=day,
        last_day=day + timedelta(days=2),
        **settings,
    )
    register(plan, service, now, 1)
    late = now + timedelta(days=4)
    actions.draw(plan=plan, now=late)
    assert WaitingEntry.objects.get().first_day == late.date()
    other = plan_draw(world, now - timedelta(days=1))
    register(other, service, now - timedelta(hours=1), 2)
    actions.draw(plan=other, now=late)
    other.refresh_from_db()
    assert other.drawn_at == late
    assert WaitingEntry.objects.count() == 1


@pytest.mark.django_db
def test_who_has_a_visit_that_day_hears_that_the_draw_gives_no_other(
    world: World, now: datetime, client: Client
) -> None:
    service = factories.offered(world.bontang)
    plan = plan_draw(world, now)
    slot = factories.slots(world.bontang, now=now + timedelta(days=2), count=1, places=2)[0]
    has = register(plan, service, now, 1)
    booking = factories.booked(world, service, slot, now=now, number=1)
    Slot.objects.update(release=plan)
    Contact.objects.update(language="en")
    closed = now + timedelta(days=1, minutes=1)
    assert ticks.hold_draws(closed) == 1
    assert actions.draw(plan=plan, now=closed).drawn_at == closed
    has.refresh_from_db()
    assert (has.outcome, has.booking_id) == (DrawOutcome.BOOKED, None)
    message = OutboxMessage.objects.get(event="draw.lost")
    assert (message.contact_id, message.language) == (has.contact_id, "en")
    assert "There is already an appointment for this service on that day" in message.body
    assert f"/en/janji-temu/undian/{plan.slug}/?nomor={has.number}" in message.body
    assert Event.objects.get(name="draw.lost").data["why"] == "Sudah punya janji temu"
    page = f"/janji-temu/undian/{plan.slug}/"
    assert "Sudah punya janji temu" in client.get(page).content.decode()
    own = client.get(page, {"nomor": has.number.lower()}).content.decode()
    assert "sudah ada janji temu untuk layanan ini pada hari itu" in own
    assert booking.number not in own
    assert "Nomor undian" not in client.get(page, {"nomor": booking.number}).content.decode()
    assert f"?nomor={has.number}" in client.post("/lacak/", {"nomor": has.number})["Location"]


@pytest.mark.django_db
def test_every_loser_of_a_draw_hears_it_once_and_a_faulty_draw_stops_no_other(
    world: World, now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = factories.offered(world.bontang)
    plan, faulty = plan_draw(world, now), plan_draw(world, now - timedelta(days=1))
    waits, stands = (register(plan, service, now, number) for number in (1, 2))
    register(faulty, service, now - timedelta(hours=1), 3)
    wait(service, now, number=2, first_day=plan.first_day, last_day=plan.last_day)
    real = drawing._publish

    def fails(row: ReleasePlan, at: datetime) -> None:
        if row.pk == faulty.pk:
            raise OSError("a fault")
        real(row, at)

    monkeypatch.setattr(drawing, "_publish", fails)
    closed = now + timedelta(days=1, minutes=1)
    assert ticks.hold_draws(closed) == 1
    assert {row.outcome for row in DrawEntry.objects.filter(plan=plan)} == {DrawOutcome.WAITING}
    told = OutboxMessage.objects.get(event="waiting.waiting", contact=waits.contact_id)
    assert "Undian “Undian paspor” sudah diadakan" in told.body
    assert "Anda tetap di daftar tunggu" in OutboxMessage.objects.get(event="draw.lost").body
    assert OutboxMessage.objects.get(event="draw.lost").contact_id == stands.contact_id
    text = client.get(f"/janji-temu/undian/{plan.slug}/", {"nomor": waits.number}).content.decode()
    assert "masuk daftar tunggu" in text
    late = plan_draw(world, now + timedelta(days=1))
    gone = register(late, service, closed, 4)
    actions.draw(plan=late, now=now + timedelta(days=9))
    gone.refresh_from_db()
    assert gone.outcome == DrawOutcome.NONE
    assert "untuk hari lain kapan saja" in OutboxMessage.objects.filter(event="draw.lost").latest("pk").body


def check_by_hand(plan: ReleasePlan, numbers: list[str]) -> None:
    """What the result page tells a stranger to compute, without our code."""
    secret = plan.result["secret"]
    assert hashlib.sha256(secret.encode()).hexdigest() == plan.commitment
    seed = hashlib.sha256("\n".join([secret, *sorted(numbers)]).encode()).hexdigest()
    assert seed == plan.result["seed"]
    order = sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest())
    assert order == plan.result["order"]


@pytest.mark.django_db
def test_a_draw_that_broke_off_goes_on_with_the_published_order(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = factories.offered(world.bontang)
    plan = plan_draw(world, now)
    factories.slots(world.bontang, now=now + timedelta(days=2), count=2)
    Slot.objects.update(release=plan)
    for number in range(3):
        register(plan, service, now, number)
    real, calls = places.give, []

    def break_off(*args: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("power cut")
        real(*args)

    monkeypatch.setattr(places, "give", break_off)
    closed = now + timedelta(days=1, minutes=1)
    with pytest.raises(OSError, match="power"):
        actions.draw(plan=plan, now=closed)
    published = ReleasePlan.objects.get().result
    monkeypatch.setattr(places, "give", real)
    actions.draw(plan=plan, now=closed)
    assert ReleasePlan.objects.get().result == published
    assert Booking.objects.count() == 2
    assert WaitingEntry.objects.count() == 1


@given(st.text(min_size=1), st.lists(st.text(alphabet="ABC123", min_size=1), max_size=30))
def test_the_order_depends_on_nothing_but_seed_and_numbers(secret: str, numbers: list[str]) -> None:
    secret = secret.encode("utf-8", "replace").decode()
    seed = rules.seed_of(secret, numbers)
    assert seed == rules.seed_of(secret, list(reversed(numbers)))
    order = rules.draw_order(seed, numbers)
    assert sorted(order) == sorted(set(numbers))
    assert order == rules.draw_order(seed, list(reversed(numbers)))
