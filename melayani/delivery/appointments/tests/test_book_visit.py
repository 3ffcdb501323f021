"""Book: hold and confirm by a citizen, at once by officer and key; who may not, what is refused, what is written."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.appointments import actions, holds, rules, states
from melayani.delivery.appointments.models import BookedSlot, Booking, UnitPlan
from melayani.delivery.appointments.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITI = Citizen(token="sesi-siti")


def test_an_officer_books_and_the_citizen_is_told_once(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    booking = factories.booked(world, service, slot, now=now)
    assert booking.number.startswith("JNJ-")
    assert booking.state == states.BOOKED
    assert (booking.starts_at, booking.ends_at) == (slot.starts_at, slot.ends_at)
    assert BookedSlot.objects.taken(now).get().places == 1
    assert Event.objects.get(name="booking.made").subject_number == booking.number
    message = OutboxMessage.objects.get(event="booking.booked")
    assert booking.number in message.subject
    assert booking.secret in message.body


def test_a_full_slot_is_refused_and_nothing_is_written(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    factories.booked(world, service, slot, now=now)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slot, now=now, number=2)
    assert Booking.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_the_second_cap_holds_for_its_service_only(world: World, now: datetime) -> None:
    licence, card = factories.offered(world.bontang, title="SIM"), factories.offered(world.bontang, title="KTP")
    slot = factories.slots(world.bontang, now=now, places=3, cap={licence.pk: 1})[0]
    factories.booked(world, licence, slot, now=now)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, licence, slot, now=now, number=2)
    factories.booked(world, card, slot, now=now, number=3)
    factories.booked(world, card, slot, now=now, number=4)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, card, slot, now=now, number=5)


def test_a_family_gets_all_places_or_none(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now, places=3)[0]
    factories.booked(world, service, slot, now=now)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slot, now=now, number=2, party_size=3)
    assert factories.booked(world, service, slot, now=now, number=2, party_size=2).party_size == 2


def test_a_long_service_takes_consecutive_slots(world: World, now: datetime) -> None:
    long = factories.offered(world.bontang, title="Nikah", slots_needed=2)
    short = factories.offered(world.bontang)
    first, second, third = factories.slots(world.bontang, now=now, count=3)
    factories.booked(world, short, third, now=now)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, long, second, now=now, number=2)
    booking = factories.booked(world, long, first, now=now, number=2)
    assert (booking.starts_at, booking.ends_at) == (first.starts_at, second.ends_at)
    with pytest.raises(rules.ActionRefused):
        factories.booked(world, long, third, now=now, number=3)


def test_one_booking_per_person_service_and_day(world: World, now: datetime) -> None:
    service, other = factories.offered(world.bontang), factories.offered(world.bontang, title="Akta")
    first, second = factories.slots(world.bontang, now=now, count=2, places=5)
    booking = factories.booked(world, service, first, now=now)
    with pytest.raises(rules.AlreadyBooked):
        factories.booked(world, service, second, now=now)
    factories.booked(world, other, second, now=now)
    actions.cancel(actor=world.bontang_counter, booking=booking, now=now)
    factories.booked(world, service, second, now=now)


def test_shares_for_walk_ins_and_priority_groups_are_kept(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now, places=4)[0]
    slot.walk_in, slot.priority = 1, 1
    slot.save()
    for number in (1, 2):
        factories.booked(world, service, slot, now=now, number=number)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slot, now=now, number=3)
    factories.booked(world, service, slot, now=now, number=3, priority=True)
    with pytest.raises(rules.SlotFull):
        factories.booked(world, service, slot, now=now, number=4, priority=True)


def test_a_hold_keeps_the_place_and_becomes_the_booking(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    held = factories.held(service, slot, token="sesi-siti", now=now)
    with pytest.raises(rules.SlotFull):
        factories.held(service, slot, token="sesi-budi", now=now)
    booking = confirm(held, now + timedelta(minutes=9))
    assert booking.pk == held.pk
    assert booking.state == states.BOOKED
    assert BookedSlot.objects.get().held_until is None
    again = confirm(held, now + timedelta(minutes=9))
    assert again.number == booking.number
    assert Event.objects.filter(name="booking.made").count() == 1


def test_a_lapsed_hold_is_ignored_by_time_and_still_honoured_when_nobody_came(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    held = factories.held(service, slot, token="sesi-siti", now=now)
    later = now + timedelta(minutes=11)
    other = factories.held(service, slot, token="sesi-budi", now=later)
    with pytest.raises(rules.SlotFull):
        confirm(held, later)
    holds.release(token="sesi-budi", now=later)
    other.refresh_from_db()
    assert other.state == states.CANCELLED
    assert confirm(held, later).state == states.BOOKED


def test_a_session_holds_one_place_at_a_time(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    first, second = factories.slots(world.bontang, now=now, count=2)
    factories.held(service, first, token="sesi-siti", now=now)
    factories.held(service, second, token="sesi-siti", now=now)
    assert factories.held(service, first, token="sesi-budi", now=now).state == states.HELD


def test_a_stranger_and_an_unproven_contact_confirm_nothing(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    held = factories.held(service, factories.slots(world.bontang, now=now)[0], token="sesi-siti", now=now)
    with pytest.raises(rules.NotAllowed):
        confirm(held, now, token="sesi-budi")
    with pytest.raises(rules.NotAllowed):
        actions.confirm_hold(
            actor=SITI, booking=held, visitor=factories.visitor(), contact=None, token="sesi-siti", now=now
        )


def test_an_officer_of_another_unit_and_a_citizen_cannot_book_at_once(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    for actor in (world.bengkalis_counter, SITI, world.bontang_approver):
        with pytest.raises(rules.NotAllowed):
            actions.book(
                actor=actor,
                terms=factories.terms(service),
                slot_id=slot.pk,
                visitor=factories.visitor(),
                party_size=1,
                now=now,
            )


def test_past_closed_and_too_far_times_are_refused(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    with pytest.raises(rules.ActionRefused):
        factories.booked(world, service, slot, now=now + timedelta(days=2))
    with pytest.raises(rules.ActionRefused):
        factories.booked(world, service, slot, now=now - timedelta(days=90))
    UnitPlan.objects.update(is_open=False)
    with pytest.raises(rules.ActionRefused):
        factories.booked(world, service, slot, now=now)


def test_what_is_typed_wrong_is_said_field_by_field(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    with pytest.raises(rules.InputRefused) as refused:
        actions.book(
            actor=world.bontang_counter,
            terms=factories.terms(service),
            slot_id=slot.pk,
            visitor=factories.visitor(name=" ", email="bukan", nik="12", assistance=("penyakit",)),
            party_size=1,
            now=now,
        )
    assert set(refused.value.problems) == {"name", "email", "nik", "assistance"}


def confirm(held: Booking, now: datetime, token: str = "sesi-siti") -> Booking:
    return actions.confirm_hold(
        actor=Citizen(token=token),
        booking=held,
        visitor=factories.visitor(),
        contact=factories.contact(now),
        token=token,
        now=now,
    )
