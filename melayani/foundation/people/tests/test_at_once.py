"""Many at once, on real connections in real threads: limits and tries hold."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.people.actions import CodeRefused, TooMany, check_code, send_code, throttle
from melayani.foundation.people.models import Attempt, OneTimeCode
from melayani.foundation.people.rules import CODE_TRIES

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[], str]) -> list[str]:
    """Run `work` in `count` threads that start together; return what each answered."""
    answers: list[str] = []
    gate = threading.Barrier(count)

    def run() -> None:
        gate.wait()
        try:
            answers.append(work())
        except (CodeRefused, TooMany) as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.parametrize("turn", range(10))
def test_the_last_free_place_goes_to_one(now: datetime, turn: int) -> None:
    def attempt() -> str:
        throttle(scope=f"race-{turn}", key="k", limit=3, window=timedelta(minutes=1), now=now)
        return "counted"

    assert at_once(6, attempt) == ["TooMany"] * 3 + ["counted"] * 3
    assert Attempt.objects.count() == 3


@pytest.mark.parametrize("turn", range(10))
def test_a_code_is_used_once_however_often_it_is_sent(
    now: datetime, turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("melayani.foundation.people.codes.make_code", lambda: "123456")
    contact = keep_contact(email=f"siti{turn}@contoh.id", now=now)
    send_code(contact=contact, purpose="draft", address="203.0.113.7", now=now)

    def attempt() -> str:
        check_code(contact=contact, purpose="draft", typed="123456", address="203.0.113.7", now=now)
        return "proven"

    assert at_once(4, attempt).count("proven") == 1


def test_guessing_in_parallel_gives_no_extra_try(now: datetime) -> None:
    contact = keep_contact(email="siti@contoh.id", now=now)
    send_code(contact=contact, purpose="draft", address="203.0.113.7", now=now)
    OneTimeCode.objects.update(code_hash="0" * 64)  # no guess can be right

    def attempt() -> str:
        check_code(contact=contact, purpose="draft", typed="000000", address="203.0.113.7", now=now)
        return "proven"

    assert at_once(8, attempt) == ["CodeRefused"] * 8
    assert OneTimeCode.objects.get().tries_left == 0
    assert CODE_TRIES < 8


@pytest.mark.parametrize("turn", range(5))
def test_two_sends_at_once_leave_one_open_code(now: datetime, turn: int) -> None:
    contact = keep_contact(email=f"budi{turn}@contoh.id", now=now)

    def attempt() -> str:
        send_code(contact=contact, purpose="draft", address="203.0.113.7", now=now)
        return "sent"

    assert at_once(3, attempt) == ["sent"] * 3
    assert OneTimeCode.objects.filter(used_at__isnull=True).count() == 1
