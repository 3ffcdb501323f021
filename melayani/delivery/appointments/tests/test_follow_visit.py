"""Afterwards: change, cancel, check in, serve, miss, remind; what strangers may not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.appointments import actions, reminders, rules, states, ticks, visit
from melayani.delivery.appointments.models import BookedSlot, Booking
from melayani.delivery.appointments.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITI = Citizen(token="sesi-siti")


def test_a_change_takes_the_new_place_and_gives_the_old_one_back(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    first, second = factories.slots(world.bontang, now=now, count=2)
    booking = factories.booked(world, service, first, now=now)
    changed = actions.change(actor=SITI, booking=booking, slot_id=second.pk, secret=booking.secret, now=now)
    assert (changed.number, changed.starts_at, changed.sequence) == (booking.number, second.starts_at, 1)
    assert list(BookedSlot.objects.taken(now).values_list("slot", flat=True)) == [second.pk]
    assert OutboxMessage.objects.filter(event="booking.changed").count() == 1
    factories.booked(world, service, first, now=now, number=2)


def test_a_change_to_a_full_time_leaves_everything_as_it_was(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    first, second = factories.slots(world.bontang, now=now, count=2)
    booking = factories.booked(world, service, first, now=now)
    factories.booked(world, service, second, now=now, number=2)
    with pytest.raises(rules.SlotFull):
        actions.change(actor=SITI, booking=booking, slot_id=second.pk, secret=booking.secret, now=now)
    booking.refresh_from_db()
    assert (booking.state, booking.starts_at, booking.sequence) == (states.BOOKED, first.starts_at, 0)
    assert BookedSlot.objects.taken(now).filter(slot=first).count() == 1


def test_a_long_visit_may_move_into_its_own_half(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang, slots_needed=2)
    first, second, third = factories.slots(world.bontang, now=now, count=3)
    booking = factories.booked(world, service, first, now=now)
    changed = actions.change(actor=world.bontang_counter, booking=booking, slot_id=second.pk, now=now)
    assert (changed.starts_at, changed.ends_at) == (second.starts_at, third.ends_at)


def test_a_cancelled_place_is_free_at_once_and_its_calendar_entry_says_so(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    booking = factories.booked(world, service, slot, now=now)
    gone = actions.cancel(actor=SITI, booking=booking, secret=booking.secret, now=now)
    text = rules.calendar_text(visit.calendar_entry(gone, now))
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text
    assert f"UID:{booking.number}@" in text
    factories.booked(world, service, slot, now=now, number=2)
    with pytest.raises(rules.ActionRefused):
        actions.cancel(actor=SITI, booking=booking, secret=booking.secret, now=now)


def test_strangers_do_nothing(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    first, second = factories.slots(world.bontang, now=now, count=2)
    booking = factories.booked(world, service, first, now=now)
    for actor, secret in (
        (SITI, "bukan-rahasia"),
        (SITI, ""),
        (world.bengkalis_counter, ""),
        (world.bontang_approver, ""),
    ):
        for act in (actions.cancel, actions.check_in, actions.accept_proposal):
            with pytest.raises(rules.NotAllowed):
                act(actor=actor, booking=booking, secret=secret, now=now)
        with pytest.raises(rules.NotAllowed):
            actions.change(actor=actor, booking=booking, slot_id=second.pk, secret=secret, now=now)
    for only_desk in (actions.serve, actions.miss, actions.keep, actions.undo_check_in):
        with pytest.raises(rules.NotAllowed):
            only_desk(actor=SITI, booking=booking, now=now)
    booking.refresh_from_db()
    assert booking.state == states.BOOKED


def test_a_visitor_checks_in_within_the_window_and_is_served(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    booking = factories.booked(world, service, slot, now=now)
    with pytest.raises(rules.ActionRefused, match=r"08\.00"):
        actions.check_in(actor=SITI, booking=booking, secret=booking.secret, now=now)
    early = slot.starts_at - timedelta(minutes=20)
    here = actions.check_in(actor=SITI, booking=booking, secret=booking.secret, now=early)
    assert here.checked_in_at == early
    actions.undo_check_in(actor=world.bontang_counter, booking=booking, now=early)
    actions.check_in(actor=world.bontang_counter, booking=booking, now=slot.starts_at)
    served = actions.serve(actor=world.bontang_counter, booking=booking, now=slot.ends_at)
    assert served.state == states.SERVED
    assert [event.name for event in Event.objects.filter(subject_number=booking.number).order_by("pk")] == [
        "booking.made",
        "booking.checked_in",
        "booking.check_in_undone",
        "booking.checked_in",
        "booking.served",
    ]


def test_who_did_not_come_is_noted_an_hour_later_and_only_once(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    first, second = factories.slots(world.bontang, now=now, count=2)
    late = factories.booked(world, service, first, now=now)
    here = factories.booked(world, service, second, now=now, number=2)
    actions.check_in(actor=world.bontang_counter, booking=here, now=second.starts_at)
    with pytest.raises(rules.ActionRefused):
        actions.miss(actor=world.bontang_counter, booking=late, now=first.starts_at)
    assert ticks.note_no_shows(first.ends_at) == 0
    evening = second.ends_at + timedelta(hours=2)
    assert ticks.note_no_shows(evening) == 1
    assert ticks.note_no_shows(evening) == 0
    late.refresh_from_db()
    assert (late.state, late.closed_at) == (states.NO_SHOW, evening)


def test_reminders_go_a_day_and_two_hours_before_and_once_each(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now + timedelta(days=2))[0]
    booking = factories.booked(world, service, slot, now=now)

    def told() -> int:
        return OutboxMessage.objects.filter(event="booking.reminder").count()

    assert reminders.remind_all(slot.starts_at - timedelta(hours=25)) == 0
    for _ in range(2):
        reminders.remind_all(slot.starts_at - timedelta(hours=23))
    assert told() == 1
    for _ in range(2):
        reminders.remind_all(slot.starts_at - timedelta(hours=1))
    assert told() == 2
    actions.cancel(actor=world.bontang_counter, booking=booking, now=now)
    assert reminders.remind_all(slot.starts_at - timedelta(hours=1)) == 0


def test_who_books_late_is_not_reminded_of_what_was_just_said(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slot = factories.slots(world.bontang, now=now)[0]
    factories.booked(world, service, slot, now=slot.starts_at - timedelta(hours=1))
    assert ticks.remind(slot.starts_at - timedelta(minutes=50)) == 0


def test_a_change_is_reminded_of_anew(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    first = factories.slots(world.bontang, now=now + timedelta(days=2))[0]
    later = factories.slots(world.bontang, now=now + timedelta(days=5))[0]
    booking = factories.booked(world, service, first, now=now)
    reminders.remind_all(first.starts_at - timedelta(hours=20))
    actions.change(actor=world.bontang_counter, booking=booking, slot_id=later.pk, now=now + timedelta(days=2))
    assert reminders.remind_all(later.starts_at - timedelta(hours=20)) == 1
    assert Booking.objects.get().reminded_day_at is not None
