"""An emergency closes an hour or a day: nearest equal places, the rest in the line, everybody told once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.appointments import actions, rules, states, ticks
from melayani.delivery.appointments.actions import following
from melayani.delivery.appointments.models import Booking, Closing, Proposal, Slot, WaitingEntry
from melayani.delivery.appointments.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITI = Citizen(token="sesi-siti")


def close(world: World, slots: list[Slot], now: datetime) -> Closing:
    return actions.close_in_emergency(
        actor=world.bontang_head,
        organisation=world.bontang,
        starts_at=slots[0].starts_at,
        ends_at=slots[-1].ends_at,
        reason="Listrik padam",
        now=now,
    )


def test_everybody_gets_the_nearest_place_and_hears_it_once(world: World, now: datetime) -> None:
    service = factories.morning(world, now=now, places=1)
    day = now.date() + timedelta(days=1)
    slots = factories.slots_on(world.bontang, day)
    early = factories.booked(world, service, slots[0], now=now, number=1)
    late = factories.booked(world, service, slots[1], now=now, number=2)
    close(world, slots[:2], now)
    moved = {row.pk: row for row in Booking.objects.all()}
    assert moved[early.pk].starts_at == slots[2].starts_at
    assert moved[late.pk].starts_at == slots[3].starts_at
    assert {row.state for row in moved.values()} == {states.MOVED}
    assert OutboxMessage.objects.filter(event="booking.proposal").count() == 2
    before = (Event.objects.count(), OutboxMessage.objects.count(), Proposal.objects.count())
    close(world, slots[:2], now + timedelta(minutes=5))
    assert (Event.objects.count(), OutboxMessage.objects.count(), Proposal.objects.count()) == before
    actions.regenerate(actor=world.bontang_head, organisation=world.bontang, now=now)
    assert not Slot.objects.standing().filter(pk__in=[slots[0].pk, slots[1].pk]).exists()


def test_priority_groups_come_first_and_who_finds_none_waits(world: World, now: datetime) -> None:
    service = factories.offered(world.bontang)
    slots = factories.slots(world.bontang, now=now, count=2, places=1)
    later = factories.slots(world.bontang, now=now + timedelta(days=1), count=1)
    plain = factories.booked(world, service, slots[0], now=now, number=1)
    urgent = factories.booked(world, service, slots[1], now=now, number=2, priority=True)
    close(world, slots, now)
    plain.refresh_from_db()
    urgent.refresh_from_db()
    assert (urgent.state, urgent.starts_at) == (states.MOVED, later[0].starts_at)
    assert plain.state == states.CONFLICT
    entry = WaitingEntry.objects.get()
    assert entry.replaces == plain
    assert OutboxMessage.objects.filter(event="booking.closed").count() == 1
    actions.cancel(actor=SITI, booking=urgent, secret=urgent.secret, now=now)
    assert ticks.offer_from_waiting_list(now) == 1
    plain.refresh_from_db()
    assert (plain.state, plain.starts_at) == (states.MOVED, later[0].starts_at)


def test_accept_change_or_cancel_answers_the_proposal(world: World, now: datetime) -> None:
    service = factories.morning(world, now=now, places=3)
    slots = factories.slots_on(world.bontang, now.date() + timedelta(days=1))
    rows = [factories.booked(world, service, slots[0], now=now, number=n) for n in range(3)]
    close(world, slots[:1], now)
    one, two, three = (Booking.objects.get(pk=row.pk) for row in rows)
    accepted = actions.accept_proposal(actor=SITI, booking=one, secret=one.secret, now=now)
    changed = actions.change(actor=SITI, booking=two, slot_id=slots[3].pk, secret=two.secret, now=now)
    actions.cancel(actor=SITI, booking=three, secret=three.secret, now=now)
    assert (accepted.state, changed.state) == (states.BOOKED, states.BOOKED)
    assert not Proposal.objects.filter(answered_at__isnull=True).exists()


def test_a_closing_that_broke_off_is_finished_by_the_next_run(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = factories.morning(world, now=now, places=2)
    slots = factories.slots_on(world.bontang, now.date() + timedelta(days=1))
    for number in range(2):
        factories.booked(world, service, slots[0], now=now, number=number)
    real, calls = following.take_instead, []

    def break_off(*args: object, **kwargs: object) -> Booking:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("power cut")
        return real(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("melayani.delivery.appointments.actions.closing.take_instead", break_off)
    with pytest.raises(OSError, match="power"):
        close(world, slots[:1], now)
    assert Proposal.objects.count() == 1
    close(world, slots[:1], now)
    assert Proposal.objects.count() == 2
    assert OutboxMessage.objects.filter(event="booking.proposal").count() == 2


def test_strangers_and_nonsense_close_nothing(world: World, now: datetime) -> None:
    slots = factories.slots(world.bontang, now=now)
    for actor in (world.bontang_counter, world.bengkalis_head):
        with pytest.raises(rules.NotAllowed):
            actions.close_in_emergency(
                actor=actor,
                organisation=world.bontang,
                starts_at=slots[0].starts_at,
                ends_at=slots[0].ends_at,
                reason="Listrik padam",
                now=now,
            )
    with pytest.raises(rules.InputRefused):
        actions.close_in_emergency(
            actor=world.bontang_head,
            organisation=world.bontang,
            starts_at=slots[0].ends_at,
            ends_at=slots[0].starts_at,
            reason="",
            now=now,
        )
    assert not Closing.objects.exists()
