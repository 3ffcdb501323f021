"""What comes in: stored before it is read, read once though it comes twice, kept when nobody understands it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from melayani.foundation.audit.worker import work_once
from melayani.foundation.messaging import inbound, ticks
from melayani.foundation.messaging.inbound import ATTEMPTS, LEASE, NotUnderstood, first_time, read_due, store
from melayani.foundation.messaging.models import InboundMark, InboundPayload, InboundState

CHANNEL = "trial"


class Desk:
    """A reader of this test: it reads, or stumbles as it is told to."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.trouble: Exception | None = None

    def __call__(self, payload: InboundPayload, now: datetime) -> None:
        if self.trouble:
            raise self.trouble
        self.read.append(payload.body)


@pytest.fixture
def desk() -> Iterator[Desk]:
    reader = Desk()
    inbound.reader(CHANNEL)(reader)
    yield reader
    del inbound._READERS[CHANNEL]


def stored(body: str, now: datetime) -> InboundPayload:
    payload = store(CHANNEL, body, now=now)
    assert payload is not None
    return payload


@pytest.mark.django_db
class TestRead:
    def test_in_order_by_the_worker_and_once(self, desk: Desk, now: datetime) -> None:
        first, _ = stored('{"a": 1}', now), stored('{"a": 2}', now)
        assert desk.read == []  # storing reads nothing
        work_once(now)
        work_once(now + timedelta(seconds=2))
        first.refresh_from_db()
        assert desk.read == ['{"a": 1}', '{"a": 2}']
        assert (first.state, first.handled_at) == (InboundState.READ, now)

    def test_the_very_same_is_stored_once(self, now: datetime) -> None:
        stored("x", now)
        assert store(CHANNEL, "x", now=now) is None
        assert store("other", "x", now=now) is not None

    def test_it_stands_encrypted(self, now: datetime) -> None:
        stored("Halo, NIK saya", now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM messaging_inboundpayload")
            assert "Halo" not in cursor.fetchone()[0]

    def test_what_is_not_understood_stays_and_says_so(self, desk: Desk, now: datetime) -> None:
        payload, nobodys = stored("x", now), store("nobody", "x", now=now)
        assert nobodys is not None
        desk.trouble = NotUnderstood("no such shape")
        assert read_due(now) == 2
        assert read_due(now + timedelta(days=1)) == 0
        for row, words in ((payload, "no such shape"), (nobodys, "nobody reads nobody")):
            row.refresh_from_db()
            assert (row.state, row.problem, row.body) == (InboundState.NOT_UNDERSTOOD, words, "x")

    def test_a_fault_of_ours_is_tried_again_and_at_last_kept(self, desk: Desk, now: datetime) -> None:
        payload, other = stored("x", now), stored("y", now)
        desk.trouble = KeyError("fault")
        at = now
        for attempt in range(1, ATTEMPTS + 1):
            assert read_due(at) == 2  # the first does not stop the second
            payload.refresh_from_db()
            assert payload.attempts == attempt
            assert read_due(at) == 0
            at = payload.next_attempt_at
        assert (payload.state, "KeyError" in payload.problem) == (InboundState.FAILED, True)
        other.refresh_from_db()
        assert other.state == InboundState.FAILED
        assert read_due(at + timedelta(days=9)) == 0

    def test_the_payload_of_a_dead_worker_is_read_later(self, desk: Desk, now: datetime) -> None:
        payload = stored("x", now)
        assert InboundPayload.objects.take(payload.pk, seen=0, until=now + LEASE)
        assert not InboundPayload.objects.take(payload.pk, seen=0, until=now + LEASE)
        assert read_due(now) == 0
        assert read_due(now + LEASE) == 1
        assert desk.read == ["x"]


@pytest.mark.django_db
class TestFirstTime:
    def test_each_name_of_each_channel_once(self, now: datetime) -> None:
        assert first_time(CHANNEL, "wamid.1", now=now)
        assert not first_time(CHANNEL, "wamid.1", now=now)
        assert first_time("other", "wamid.1", now=now)

    def test_it_stands_and_falls_with_what_it_leads_to(self, now: datetime) -> None:
        with transaction.atomic():
            assert first_time(CHANNEL, "wamid.1", now=now)
            transaction.set_rollback(True)
        assert first_time(CHANNEL, "wamid.1", now=now)


@pytest.mark.django_db
def test_bodies_and_marks_are_forgotten_after_their_time(desk: Desk, now: datetime) -> None:
    old, young = stored("x", now), stored("y", now + timedelta(days=20))
    read_due(now + timedelta(days=20))
    waiting = stored("z", now)
    first_time(CHANNEL, "old", now=now)
    first_time(CHANNEL, "young", now=now + timedelta(days=20))
    ticks.forget_what_came(now + timedelta(days=40))
    for row, body in ((old, ""), (young, "y"), (waiting, "z")):
        row.refresh_from_db()
        assert row.body == body
    assert list(InboundMark.objects.values_list("external_id", flat=True)) == ["young"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_calls_and_two_workers_at_once(desk: Desk, now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    kept: list[object] = []
    firsts: list[bool] = []
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait()
            kept.append(store(CHANNEL, "x", now=now))
            firsts.append(first_time(CHANNEL, "wamid.1", now=now))
            start.wait()
            read_due(now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len([one for one in kept if one]), firsts.count(True), desk.read) == (1, 1, ["x"])
