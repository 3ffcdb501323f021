"""Two workers in one morning, on real connections: each officer hears once."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection

from melayani.delivery.applications.tests import factories as cases
from melayani.entrances.office import mornings
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer
from melayani.foundation.people import mornings as officers
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = datetime(2026, 3, 17, 7, 10, tzinfo=ZoneInfo("Asia/Makassar"))
MORNINGS = [TUESDAY + timedelta(days=day) for day in (0, 1, 2, 3, 6, 7, 8, 9, 10)]
WORKERS = 3


def look_together(who: Officer, now: datetime) -> list[bool]:
    """What each worker answered who looked at the same desk at the same moment."""
    answers: list[bool] = []
    gate = threading.Barrier(WORKERS)

    def run() -> None:
        gate.wait()
        try:
            answers.append(mornings.look_at(who, time(7), now))
        except DatabaseError:  # SQLite gave way to another; its worker looks again at the next tick
            answers.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_one_of_several_workers_tells_an_officer(world: World) -> None:
    cases.overdue(world, now=TUESDAY)
    for number, now in enumerate(MORNINGS, 1):
        assert look_together(world.bontang_processor, now) == [False, False, True]
        assert OutboxMessage.objects.filter(event=mornings.EVENT).count() == number


def test_without_the_claim_the_key_of_the_message_still_keeps_it_single(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officers, "claim", lambda *given: True)
    cases.overdue(world, now=TUESDAY)
    look_together(world.bontang_processor, TUESDAY)
    assert OutboxMessage.objects.filter(event=mornings.EVENT).count() == 1
