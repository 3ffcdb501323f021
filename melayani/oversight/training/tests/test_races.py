"""Several at once on real connections: nothing oversold, no agency beyond its cap, nothing counted twice.

Each race is also run with its lock taken away, and must then fail: a race test that cannot fail proves nothing. Without
a lock SQLite is still safe, because its transactions are IMMEDIATE; those runs are PostgreSQL's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Region
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.oversight.training import actions, seats, states
from melayani.oversight.training.models import Attendance, Registration, Scan, Session
from melayani.oversight.training.rules import ActionRefused, Busy
from melayani.oversight.training.tests import factories as made

pytestmark = pytest.mark.django_db(transaction=True)
REPEATS = 20
PAUSE = 0.004  # between lock and count, so that the others come in between when there is no lock
Work = Callable[[], str]


@dataclass
class Ground:
    """One organiser at whom each repeat gets a fresh session and fresh people."""

    world: World
    now: datetime
    region: Region

    def session(self, **given: Any) -> Session:
        return made.open_session(self.world.bontang, now=self.now, **given)

    def register(self, session: Session) -> Work:
        who = made.person(next(made.numbers), region=self.region)
        contact = made.contact(self.now)
        return lambda: (
            actions.register(actor=Citizen(), session=made.again(session), who=who, contact=contact, now=self.now).state
        )


@pytest.fixture
def ground(world: World, now: datetime) -> Ground:
    """What a process makes once (texts, statements) is made before the first race: others would wait for it."""
    ground = Ground(world, now, made.region("34.04", "Kabupaten Sleman"))
    warm = ground.session(capacity=1)
    rows = [made.registered(warm, now=now) for _ in range(2)]
    actions.withdraw(actor=Citizen(), registration=rows[0], secret=rows[0].secret, now=now)
    return ground


def at_once(work: Sequence[Work]) -> list[str]:
    """Run all in threads that start together; what each answered, sorted."""
    answers: list[str] = []
    gate = threading.Barrier(len(work))

    def run(one: Work) -> None:
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
    print(sorted(answers))  # shown when a race fails
    return sorted(answers)


def with_place(session: Session) -> int:
    return Registration.objects.filter(session=session).with_place().count()


def last_place(ground: Ground) -> bool:
    session = ground.session(capacity=1)
    answers = at_once([ground.register(session) for _ in range(3)])
    return answers == ["confirmed", "waiting", "waiting"] and with_place(session) == 1


def cap_of_an_agency(ground: Ground) -> bool:
    session = ground.session(capacity=9, cap_per_agency=2)
    answers = at_once([ground.register(session) for _ in range(4)])
    return answers == ["confirmed", "confirmed", "waiting", "waiting"] and with_place(session) == 2


def two_withdraw_and_two_wait(ground: Ground) -> bool:
    """Two places come free at once: each goes to another who waits, none twice."""
    session = ground.session(capacity=2, cap_per_agency=None)
    rows = [made.registered(session, now=ground.now) for _ in range(4)]

    def leave(row: Registration) -> Work:
        return lambda: actions.withdraw(actor=Citizen(), registration=row, secret=row.secret, now=ground.now).state

    at_once([leave(rows[0]), leave(rows[1])])
    return made.all_states(rows) == ["withdrawn", "withdrawn", "confirmed", "confirmed"]


RACES = [last_place, cap_of_an_agency, two_withdraw_and_two_wait]


@pytest.mark.parametrize("race", RACES)
def test_a_race_is_won_by_the_rules(
    ground: Ground, race: Callable[[Ground], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock(pk: int) -> Session:
        row = seats.lock_session(pk)
        time.sleep(PAUSE)
        return row

    monkeypatch.setattr(seats, "lock", lock)
    repeats = REPEATS if connection.vendor == "postgresql" else 3
    assert [race(ground) for _ in range(repeats)] == [True] * repeats


@pytest.mark.parametrize("race", RACES)
def test_the_same_race_is_lost_without_the_lock(
    ground: Ground, race: Callable[[Ground], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's transactions are IMMEDIATE: there is no lock to take away")
    monkeypatch.setattr(seats, "lock", made.no_lock(lambda: time.sleep(PAUSE * 5)))
    assert not all(race(ground) for _ in range(REPEATS))


def test_two_devices_send_the_same_scans_at_once(ground: Ground) -> None:
    for number in range(REPEATS if connection.vendor == "postgresql" else 3):
        session = ground.session(capacity=3)
        row = made.registered(session, now=ground.now)
        scans = [actions.Scanned(f"kunci-{number}", session.starts_at, row.secret)]

        def send(session: Session = session, scans: list[actions.Scanned] = scans) -> str:
            found = actions.take_scans(actor=SYSTEM, session=made.again(session), scans=scans, now=session.starts_at)
            return str(found["marked"])

        at_once([send, send])
        assert Scan.objects.filter(session=session).count() == 1
        assert Attendance.objects.filter(registration=row).count() == 1
        assert made.reread(row).state == states.ATTENDED
