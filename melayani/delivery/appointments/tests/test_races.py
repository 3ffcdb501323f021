"""Several at once on real connections: nothing oversold, nothing refused with room, no deadlock.

Each race is also run with its lock taken away, and must then fail: a race test that cannot fail proves nothing. Without
a lock SQLite is still safe, because its transactions are IMMEDIATE; those runs are PostgreSQL's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import connection, transaction

from melayani.delivery.appointments import actions, places, states, visit
from melayani.delivery.appointments.models import BookedSlot, Booking, Proposal, Slot, UnitPlan
from melayani.delivery.appointments.rules import ActionRefused, Busy
from melayani.delivery.appointments.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db(transaction=True)
REPEATS = 20
PAUSE = 0.004
SLEEP = "pg_sleep({}) IS NOT NULL"
Work = Callable[[], str]
numbers = count(1)


@dataclass
class Ground:
    """One unit in which each repeat gets fresh slots and fresh people."""

    world: World
    now: datetime
    short: Service
    other: Service
    long: Service
    day: int = 0

    def slots(self, *, count: int = 1, places: int = 1, cap: dict[int, int] | None = None) -> list[Slot]:
        self.day += 1
        return factories.slots(
            self.world.bontang, now=self.now + timedelta(days=self.day), count=count, places=places, cap=cap
        )

    def booking(self, slot: Slot, service: Service | None = None, *, party: int = 1) -> Booking:
        return factories.booked(
            self.world, service or self.short, slot, now=self.now, number=next(numbers), party_size=party
        )

    def book(self, slot: Slot, service: Service | None = None, *, party: int = 1) -> Work:
        return lambda: self.booking(slot, service, party=party).state


@pytest.fixture
def ground(world: World, now: datetime) -> Ground:
    unit = world.bontang
    made = Ground(
        world,
        now,
        factories.offered(unit, title="KTP"),
        factories.offered(unit, title="SIM"),
        factories.offered(unit, title="Nikah", slots_needed=2),
    )
    UnitPlan.objects.update(horizon_days=180)
    return made


def at_once(work: Sequence[Work]) -> list[str]:
    """Run all in threads that start together; what each answered, sorted."""
    answers: list[str] = []
    gate = threading.Barrier(len(work))

    def run(one: Work) -> None:
        connection.ensure_connection()  # on a busy machine a login takes longer than a race
        gate.wait()
        try:
            answers.append(one())
        except (ActionRefused, Busy) as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def taken(slot: Slot, **only: object) -> int:
    rows = BookedSlot.objects.filter(slot=slot, released_at__isnull=True, **only)
    return sum(row.places for row in rows)


def last_place(ground: Ground) -> bool:
    slot = ground.slots()[0]
    answers = at_once([ground.book(slot), ground.book(slot)])
    return answers == ["SlotFull", "booked"] and taken(slot) == 1


def empty_slot(ground: Ground) -> bool:
    slot = ground.slots(places=2)[0]
    answers = at_once([ground.book(slot) for _ in range(4)])
    return answers == ["SlotFull", "SlotFull", "booked", "booked"] and taken(slot) == 2


def two_caps(ground: Ground) -> bool:
    slot = ground.slots(places=3, cap={ground.other.pk: 1})[0]
    at_once([*[ground.book(slot, ground.other)] * 2, *[ground.book(slot)] * 3])
    return taken(slot, service=ground.other) <= 1 and taken(slot) == 3


def family_against_single(ground: Ground) -> bool:
    slot = ground.slots(places=2)[0]
    answers = at_once([ground.book(slot, party=2), ground.book(slot)])
    return answers == ["SlotFull", "booked"] and taken(slot) <= 2


def long_service(ground: Ground) -> bool:
    first, second = ground.slots(count=2)
    answers = at_once([ground.book(first, ground.long), ground.book(second)])
    return answers == ["SlotFull", "booked"] and taken(second) == 1


def opposite_order(ground: Ground) -> bool:
    first, second = ground.slots(count=2, places=2)
    here, there = ground.booking(first), ground.booking(second)

    def move(booking: Booking, slot: Slot) -> Work:
        officer = ground.world.bontang_counter
        return lambda: actions.change(actor=officer, booking=booking, slot_id=slot.pk, now=ground.now).state

    answers = at_once([move(here, second), move(there, first)])
    return answers == ["booked", "booked"] and (taken(first), taken(second)) == (1, 1)


def regeneration_during_booking(ground: Ground) -> bool:
    slot = ground.slots(places=2)[0]
    ground.booking(slot)
    slot = Slot.objects.select_related("organisation").get(pk=slot.pk)

    def cut() -> str:
        actions.set_capacity(actor=ground.world.bontang_head, slot=slot, capacity=1, now=ground.now)
        return "cut"

    at_once([cut, ground.book(slot)])
    sure = BookedSlot.objects.filter(slot=slot, released_at__isnull=True, booking__state=states.BOOKED)
    return sum(row.places for row in sure) == 1


def two_lapsed_holds(ground: Ground) -> bool:
    slot = ground.slots()[0]
    later, last = ground.now + timedelta(minutes=11), ground.now + timedelta(minutes=22)
    held = [
        factories.held(ground.short, slot, token=f"satu-{slot.pk}", now=ground.now),
        factories.held(ground.short, slot, token=f"dua-{slot.pk}", now=later),
    ]
    answers = at_once([confirm(one, token, last) for one, token in zip(held, tokens(slot), strict=True)])
    return answers == ["SlotFull", "booked"]


def double_submission(ground: Ground) -> bool:
    slot = ground.slots(places=3)[0]
    token = tokens(slot)[0]
    held = factories.held(ground.short, slot, token=token, now=ground.now)
    answers = at_once([confirm(held, token, ground.now)] * 2)
    told = Event.objects.filter(name="booking.made", subject_number=held.number).count()
    return answers == ["booked", "booked"] and told == 1 and taken(slot) == 1


def tokens(slot: Slot) -> tuple[str, str]:
    return f"satu-{slot.pk}", f"dua-{slot.pk}"


def confirm(held: Booking, token: str, now: datetime) -> Work:
    number = next(numbers)
    visitor, contact = factories.visitor(number), factories.contact(now, f"warga{number}@contoh.id")
    return lambda: (
        actions.confirm_hold(
            actor=Citizen(token=token), booking=held, visitor=visitor, contact=contact, token=token, now=now
        ).state
    )


Race = Callable[[Ground], bool]
RACES: list[Race] = [
    last_place,
    empty_slot,
    two_caps,
    family_against_single,
    long_service,
    opposite_order,
    regeneration_during_booking,
    two_lapsed_holds,
    double_submission,
]


def slow_count(monkeypatch: pytest.MonkeyPatch, pause: float) -> None:
    """Let each count of places take its time, so that the others come in between when there is no lock."""
    monkeypatch.setattr(places, "COUNT", places.COUNT.replace("WHERE s.id", f"WHERE {SLEEP.format(pause)} AND s.id"))


@pytest.mark.parametrize("pause", [0, PAUSE])
@pytest.mark.parametrize("race", RACES)
def test_a_race_is_won_by_the_rules(ground: Ground, race: Race, pause: float, monkeypatch: pytest.MonkeyPatch) -> None:
    if pause and connection.vendor != "postgresql":
        pytest.skip("on SQLite nobody comes in between")
    if pause:
        slow_count(monkeypatch, pause)
    repeats = REPEATS if connection.vendor == "postgresql" else 3
    assert [race(ground) for _ in range(repeats)] == [True] * repeats


@pytest.mark.parametrize("race", RACES)
def test_the_same_race_is_lost_without_the_lock(ground: Ground, race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's transactions are IMMEDIATE: there is no lock to take away")
    slow_count(monkeypatch, PAUSE * 5)
    if race is opposite_order:
        monkeypatch.setattr(places, "lock", in_any_order)
    else:
        monkeypatch.setattr(places, "LOCK", places.LOCK.replace("FOR UPDATE OF appointments_slot", ""))
    if race is double_submission:
        monkeypatch.setattr(visit, "lock", seen_too_early)
    assert not all(race(ground) for _ in range(5 * REPEATS))  # ends with the first that is lost


def in_any_order(slot_ids: Sequence[int]) -> list[Slot]:
    """Locks, but each caller in the order that suits it."""
    rows = []
    for pk in slot_ids:
        rows += places.lock_rows([pk])
        time.sleep(PAUSE * 5)
    return rows


def seen_too_early(booking: Booking) -> Booking:
    row = Booking.objects.select_related("organisation", "service", "contact").get(pk=booking.pk)
    time.sleep(PAUSE * 5)
    return row


def test_a_second_tab_that_chooses_anew_and_the_first_that_confirms_never_wait_in_a_ring(ground: Ground) -> None:
    for _ in range(REPEATS if connection.vendor == "postgresql" else 3):
        slot = ground.slots(places=2)[0]
        token = tokens(slot)[0]
        held = factories.held(ground.short, slot, token=token, now=ground.now)

        def choose_anew(slot: Slot = slot, token: str = token) -> str:
            return factories.held(ground.short, slot, token=token, now=ground.now).state

        answers = at_once([confirm(held, token, ground.now), choose_anew])
        assert answers in (["booked", "held"], ["ActionRefused", "held"])
        assert taken(slot) == answers.count("booked") + 1


def test_two_runs_of_a_closing_and_a_visitor_who_moves_settle_each_visit_once(ground: Ground) -> None:
    for _ in range(REPEATS if connection.vendor == "postgresql" else 3):
        shut, free, other = ground.slots(count=3, places=5)
        visits = [ground.booking(shut) for _ in range(3)]

        def close(shut: Slot = shut) -> str:
            actions.close_in_emergency(
                actor=ground.world.bontang_head,
                organisation=ground.world.bontang,
                starts_at=shut.starts_at,
                ends_at=shut.ends_at,
                reason="Listrik padam",
                now=ground.now,
            )
            return "closed"

        def move(row: Booking = visits[0], slot: Slot = other) -> str:
            actions.change(actor=ground.world.bontang_counter, booking=row, slot_id=slot.pk, now=ground.now)
            return "moved"

        answers = at_once([close, close, move])
        assert answers[:2] == ["closed", "closed"]
        assert (taken(shut), taken(free) + taken(other)) == (0, 3)
        rows = Booking.objects.filter(pk__in=[row.pk for row in visits[1:]])
        assert [row.sequence for row in rows] == [1, 1]
        assert Proposal.objects.filter(booking__in=rows).count() == 2
        closed = Event.objects.filter(name="visits.closed", data__starts_at=shut.starts_at.isoformat())
        assert closed.count() == 1


def test_a_transaction_reads_what_was_committed_while_it_waited() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("isolation levels are PostgreSQL's")
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def test_who_waits_for_three_seconds_is_told_to_try_again(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite waits for the whole database, not for a slot")
    monkeypatch.setattr("melayani.delivery.appointments.rules.LOCK_WAIT_S", 0.1)
    slot = ground.slots()[0]
    leave, held = threading.Event(), threading.Event()

    def sit_on_it() -> str:
        with transaction.atomic():
            places.lock_rows([slot.pk])
            held.set()
            leave.wait(5)
        return "left"

    def come_later() -> str:
        held.wait(5)
        try:
            return ground.book(slot)()
        finally:
            leave.set()

    assert at_once([sit_on_it, come_later]) == ["Busy", "left"]
    assert taken(slot) == 0
