"""Several at once on real connections: nobody is called twice, no number twice or missing, one ticket per counter.

Each race is also run with its lock taken away, and must then fail: a race test that cannot fail proves nothing. Without
a lock SQLite is still safe, because its transactions are IMMEDIATE; those runs are PostgreSQL's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.db import DatabaseError, connection
from django.db.models import Q

from melayani.delivery.queues import access, actions, forecasting, moving, rules, states
from melayani.delivery.queues.actions import taking
from melayani.delivery.queues.actions.closing import expire
from melayani.delivery.queues.models import Call, Counter, Line, LineDay, Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit import SYSTEM
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db(transaction=True)
REPEATS = 20
KIOSKS = 8
PAUSE = 0.004  # between lock and write, so that the others come in between when there is no lock
Work = Callable[[], str]
presses = count(1)


@dataclass
class Ground:
    """One place; each repeat has a day of its own, so that its numbers and people are fresh."""

    place: factories.Place
    now: datetime
    officers: list[Officer]
    day: int = 0

    def begin(self, *, seated: bool = True) -> datetime:
        """A fresh day, with both officers seated."""
        self.day += 1
        now = self.now + timedelta(days=self.day)
        if not seated:
            return now
        for who, counter in zip(self.officers, self.place.counters, strict=True):
            actions.sit_down(actor=who, counter=counter, now=now)
        return now

    def press(self, now: datetime, key: str = "") -> Work:
        return lambda: factories.ticket(self.place, now=now, request_key=key or f"tekan-{next(presses)}").code

    def call(self, number: int, now: datetime) -> Work:
        who, counter = self.officers[number], self.place.counters[number]
        return lambda: actions.call_next(actor=who, counter=counter, now=now).code


@pytest.fixture
def ground(world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Ground:
    monkeypatch.setattr(forecasting, "foretell_for", lambda ticket, at: None)  # not what is raced for
    second = officer(Role.COUNTER, world.bontang, name="Rekan di loket 2")
    return Ground(factories.place(world), now, [world.bontang_counter, second])


def at_once(work: Sequence[Work]) -> list[str]:
    """Run all in threads that start together; what each answered, sorted."""
    answers: list[str] = []
    gate = threading.Barrier(len(work))

    def run(one: Work) -> None:
        gate.wait()
        try:
            answers.append(one())
        except (rules.ActionRefused, DatabaseError) as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def clear(ground: Ground, now: datetime) -> None:
    """Nobody stands at a counter when the next repeat begins."""
    actions.end_day(actor=SYSTEM, site=ground.place.site, day=moving.local_day(ground.place.site, now), now=now)


def two_officers_calling(ground: Ground) -> bool:
    now = ground.begin()
    for _ in range(2):
        ground.press(now)()
    answers = at_once([ground.call(0, now), ground.call(1, now)])
    standing = Ticket.objects.filter(state=states.CALLED).count()
    clear(ground, now)
    return answers == ["A-001", "A-002"] and standing == 2


def two_officers_one_person(ground: Ground) -> bool:
    now = ground.begin()
    ground.press(now)()
    answers = at_once([ground.call(0, now), ground.call(1, now)])
    calls = Call.objects.filter(called_at=now).count()
    clear(ground, now)
    return answers == ["A-001", "NobodyWaits"] and calls == 1


def eight_kiosks(ground: Ground) -> bool:
    now = ground.begin(seated=False)
    answers = at_once([ground.press(now)] * KIOSKS)
    last = LineDay.objects.get(line=ground.place.lines[0], day=moving.local_day(ground.place.site, now))
    return answers == [rules.code_of("A", n) for n in range(1, KIOSKS + 1)] and last.last_number == KIOSKS


def one_ticket_per_counter(ground: Ground) -> bool:
    """The officer presses in two windows: one person comes, the other press is refused in words."""
    now = ground.begin()
    for _ in range(2):
        ground.press(now)()
    answers = at_once([ground.call(0, now)] * 2)
    clear(ground, now)
    return answers == ["A-001", "ActionRefused"]


def one_request_key(ground: Ground) -> bool:
    now = ground.begin(seated=False)
    key = f"satu-{ground.day}"
    answers = at_once([ground.press(now, key)] * 2)
    made = Ticket.objects.filter(arrived_at=now).count()
    return answers == ["A-001", "A-001"] and made == 1


def end_of_day_against_a_call(ground: Ground) -> bool:
    """Either the call comes first and then expires, or nobody waits any more: never a call that stands."""
    now = ground.begin()
    ground.press(now)()
    row = Ticket.objects.get(arrived_at=now)

    def end() -> str:
        expire(actor=SYSTEM, ticket=row, now=now)
        return "ended"

    answers = at_once([end, ground.call(0, now)])
    row.refresh_from_db()
    whole = row.state == states.EXPIRED and (("A-001" in answers) == row.handlings.exists())
    clear(ground, now)
    return whole


Race = Callable[[Ground], bool]
RACES: list[Race] = [
    two_officers_calling,
    two_officers_one_person,
    eight_kiosks,
    one_ticket_per_counter,
    one_request_key,
    end_of_day_against_a_call,
]


@pytest.mark.parametrize("race", RACES)
def test_a_race_is_won_by_the_rules(ground: Ground, race: Race) -> None:
    repeats = REPEATS if connection.vendor == "postgresql" else 3
    assert [race(ground) for _ in range(repeats)] == [True] * repeats


@pytest.mark.parametrize("race", RACES)
def test_the_same_race_is_lost_without_the_lock(ground: Ground, race: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's transactions are IMMEDIATE: there is no lock to take away")
    monkeypatch.setattr(moving, "lock", seen_too_early)
    monkeypatch.setattr(moving, "next_waiting", next_without_lock)
    monkeypatch.setattr(moving, "lock_line_day", line_day_without_lock)
    monkeypatch.setattr(moving, "lock_counter", counter_without_lock)
    if race is one_request_key:  # the constraint alone holds it together, as long as the loser looks the winner up
        monkeypatch.setattr(taking, "_known", lambda site, key: None)
    assert not all(race(ground) for _ in range(REPEATS))


def seen_too_early(ticket: Ticket) -> Ticket:
    row = Ticket.objects.select_related(*access.LOADED).get(pk=ticket.pk)
    time.sleep(PAUSE * 5)
    return row


def next_without_lock(counter: Counter, lines: Sequence[int], day: date) -> Ticket | None:
    rows = Ticket.objects.today(counter.site_id, day).waiting().filter(line__in=lines)
    rows = rows.filter(Q(only_counter__isnull=True) | Q(only_counter=counter)).in_order()
    row = rows.select_related(*access.LOADED).first()
    time.sleep(PAUSE * 5)
    return row


def line_day_without_lock(line: Line, day: date) -> LineDay:
    row, _ = LineDay.objects.get_or_create(line=line, day=day)
    time.sleep(PAUSE * 5)
    return row


def counter_without_lock(counter: Counter) -> Counter:
    return Counter.objects.select_related("unit", "site__organisation").get(pk=counter.pk)
