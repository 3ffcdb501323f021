"""Idempotency: the look-up first, one effect, the same answer again."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from melayani.foundation.people.actions import (
    KeyReused,
    Lost,
    Replay,
    Started,
    StillRunning,
    abandon_request,
    begin_request,
    finish_request,
)
from melayani.foundation.people.idempotency import sweep_answers
from melayani.foundation.people.models import IdempotencyRow

BODY = b'{"service": 1}'


def begin(now: datetime, *, key: str = "kunci-1", body: bytes = BODY, owner: str = "abc") -> Started | Replay:
    return begin_request(owner=owner, key=key, body=body, now=now)


def started(now: datetime) -> Started:
    found = begin(now)
    assert isinstance(found, Started)
    return found


@pytest.mark.django_db
def test_a_repeat_hears_the_same_answer(now: datetime) -> None:
    first = started(now)
    with transaction.atomic():
        finish_request(started=first, status=201, body='{"number": "PMH-1"}')
    assert begin(now + timedelta(hours=23)) == Replay(201, '{"number": "PMH-1"}')


@pytest.mark.django_db
def test_another_body_with_the_same_key_is_refused(now: datetime) -> None:
    started(now)
    with pytest.raises(KeyReused):
        begin(now, body=b"{}")


@pytest.mark.django_db
def test_while_the_first_is_running_the_second_waits(now: datetime) -> None:
    started(now)
    with pytest.raises(StillRunning):
        begin(now + timedelta(seconds=59))


@pytest.mark.django_db
def test_a_dead_request_is_taken_over_and_cannot_answer_any_more(now: datetime) -> None:
    dead = started(now)
    alive = started(now + timedelta(seconds=60))
    with pytest.raises(Lost), transaction.atomic():
        finish_request(started=dead, status=201, body="dead")
    with transaction.atomic():
        finish_request(started=alive, status=201, body="alive")
    assert begin(now + timedelta(seconds=61)) == Replay(201, "alive")


@pytest.mark.django_db
def test_an_abandoned_request_may_be_sent_again_corrected(now: datetime) -> None:
    abandon_request(started=started(now))
    assert isinstance(begin(now, body=b"corrected"), Started)


@pytest.mark.django_db
def test_a_finished_request_cannot_be_abandoned(now: datetime) -> None:
    first = started(now)
    with transaction.atomic():
        finish_request(started=first, status=201, body="kept")
    abandon_request(started=first)
    assert begin(now) == Replay(201, "kept")


@pytest.mark.django_db
def test_keys_of_different_owners_are_different_keys(now: datetime) -> None:
    started(now)
    assert isinstance(begin(now, owner="other"), Started)


@pytest.mark.django_db
def test_after_a_day_the_key_is_free_again(now: datetime) -> None:
    first = started(now)
    with transaction.atomic():
        finish_request(started=first, status=201, body="old")
    assert isinstance(begin(now + timedelta(hours=24)), Started)


@pytest.mark.django_db
def test_the_tick_forgets_old_answers(now: datetime) -> None:
    started(now)
    assert sweep_answers(now + timedelta(hours=23)) == 0
    assert sweep_answers(now + timedelta(hours=25)) == 1


@pytest.mark.django_db
def test_the_answer_stands_encrypted(now: datetime) -> None:
    first = started(now)
    with transaction.atomic():
        finish_request(started=first, status=201, body='{"phone": "+628123456"}')
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, key_hash FROM people_idempotencyrow")
        body, key_hash = cursor.fetchone()
    assert "628123456" not in body
    assert "kunci-1" not in key_hash


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(20))
def test_of_many_at_once_exactly_one_does_the_work(now: datetime, turn: int) -> None:
    """Real connections in real threads; twenty turns, because a race shows itself only sometimes."""
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def request() -> None:
        gate.wait()
        try:
            outcomes.append(type(begin(now, key=f"race-{turn}")).__name__)
        except StillRunning:
            outcomes.append("StillRunning")
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Started", "StillRunning", "StillRunning", "StillRunning"]
    assert IdempotencyRow.objects.count() == 1
