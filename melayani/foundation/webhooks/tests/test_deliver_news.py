"""News on its way to a real receiver, with the faults that real ones have."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from melayani.foundation.audit.worker import react_to_news
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World
from melayani.foundation.webhooks import actions, calling, delivery, rules, states
from melayani.foundation.webhooks.models import Attempt, Delivery, Endpoint
from melayani.foundation.webhooks.tests import factories
from melayani.foundation.webhooks.tests.receiver import Receiver, receiving, self_signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_machine(settings: Any) -> None:
    settings.WEBHOOKS_ANYWHERE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def deliver(now: datetime) -> int:
    return delivery.deliver_due(now, moment_s=30)


def told(world: World, now: datetime, name: str = "application.returned") -> None:
    factories.happened(name, world.bontang, now=now)
    react_to_news(now)


def fresh(endpoint: Endpoint) -> Endpoint:
    endpoint.refresh_from_db()
    return endpoint


def test_news_of_a_unit_reaches_the_endpoint_above_it_signed_and_without_personal_data(
    world: World, now: datetime, receiver: Receiver
) -> None:
    endpoint = factories.registered(world, now=now, url=receiver.url)
    told(world, now)
    assert deliver(now) == 1
    ((headers, body),) = receiver.got
    said = json.loads(body)
    assert said == {
        "id": headers["Melayani-Delivery"],
        "event": "application.returned",
        "number": factories.NUMBER,
        "state": "returned",
        "unit": world.bontang.slug,
        "at": now.astimezone(world.bontang.zone).isoformat(),
        "link": f"http://testserver/lacak/?nomor={factories.NUMBER}",
    }
    assert headers["Melayani-Signature"] == rules.sign(body, secrets_now=[endpoint.secret], at=now)
    assert headers["Idempotency-Key"] == said["id"]
    assert headers["Host"] == receiver.url.split("/")[2]
    row = Delivery.objects.get()
    assert row.state == states.DELIVERED
    assert Attempt.objects.get().answer == "heard"
    assert fresh(endpoint).last_success_at == now


def test_only_what_was_asked_for_and_only_of_the_own_tree(world: World, now: datetime, receiver: Receiver) -> None:
    factories.registered(world, now=now, url=receiver.url)
    factories.happened("application.returned", world.bengkalis, now=now)
    factories.happened("application.taken", world.bontang, now=now)
    react_to_news(now)
    assert Delivery.objects.count() == 0
    factories.happened("application.issued", world.bontang, now=now - timedelta(minutes=1))  # before it registered
    react_to_news(now)
    assert Delivery.objects.count() == 0


def test_the_same_event_taken_twice_is_told_once(world: World, now: datetime, receiver: Receiver) -> None:
    from melayani.foundation.webhooks.queueing import queue_news

    factories.registered(world, now=now, url=receiver.url)
    event = factories.happened("application.issued", world.bontang, now=now)
    assert queue_news(event, now=now) == 1
    assert queue_news(event, now=now) == 0


def test_an_hour_of_500_is_waited_out_with_growing_waits_and_the_same_key(
    world: World, now: datetime, receiver: Receiver
) -> None:
    endpoint = factories.registered(world, now=now, url=receiver.url)
    receiver.mode = 500
    told(world, now)
    moment, tried = now, 0
    while moment < now + timedelta(hours=1):
        tried += deliver(moment)
        moment += timedelta(seconds=30)
    assert 4 <= tried <= 7
    assert fresh(endpoint).state == states.ACTIVE
    receiver.mode = 200
    assert deliver(now + timedelta(hours=3)) == 1
    assert len(set(receiver.keys)) == 1
    assert [headers["Melayani-Attempt"] for headers, _ in receiver.got] == [str(n + 1) for n in range(tried + 1)]
    assert fresh(endpoint).failures == 0
    assert fresh(endpoint).failing_since is None


@pytest.mark.parametrize(
    ("mode", "status", "words"),
    [("hang_up", None, "sambungan putus"), ("redirect", 302, "pengalihan tidak diikuti"), (404, 404, "")],
)
def test_each_fault_is_written_down_and_tried_again(
    world: World, now: datetime, receiver: Receiver, mode: str | int, status: int | None, words: str
) -> None:
    factories.registered(world, now=now, url=receiver.url)
    receiver.mode = mode
    told(world, now)
    deliver(now)
    attempt = Attempt.objects.get()
    assert attempt.status == status
    assert words in attempt.problem
    assert Delivery.objects.get().state == states.WAITING
    receiver.mode = 200
    deliver(now + timedelta(minutes=1))
    assert Delivery.objects.get().state == states.DELIVERED


def test_a_certificate_that_does_not_fit_is_refused(world: World, now: datetime, tmp_path: Path) -> None:
    with receiving(certificate=self_signed(tmp_path)) as receiver:
        factories.registered(world, now=now, url=receiver.url)
        told(world, now)
        deliver(now)
        assert receiver.got == []
    assert "sertifikat" in Attempt.objects.get().problem


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    monkeypatch.setattr(calling, "TOTAL_S", 1.0)
    receiver.mode = "drip"
    outcome = calling.make(calling.Call(receiver.url, b"{}", {"Melayani-Delivery": "x"}, anywhere=True))
    assert outcome.problem == "tidak menjawab pada waktunya"
    assert 900 <= outcome.took_ms < 5000


def test_without_the_setting_the_own_machine_is_never_called(
    world: World, now: datetime, receiver: Receiver, settings: Any
) -> None:
    factories.registered(world, now=now, url=receiver.url)
    settings.WEBHOOKS_ANYWHERE = False
    told(world, now)
    deliver(now)
    assert receiver.got == []
    assert "https://" in Attempt.objects.get().problem


def test_a_slow_endpoint_does_not_hold_up_the_others(world: World, now: datetime, receiver: Receiver) -> None:
    with receiving("slow") as slow:
        factories.registered(world, now=now, url=slow.url)
        told(world, now)
        factories.registered(world, now=now, url=receiver.url)
        told(world, now)
        started = time.monotonic()
        while not receiver.got and time.monotonic() - started < 1.2:
            delivery.deliver_due(now, moment_s=0.05)
        assert len(receiver.got) == 1
        assert time.monotonic() - started < 1.2
        assert Endpoint.objects.filter(busy_until__isnull=False).count() >= 1
        while delivery._flying and time.monotonic() - started < 20:
            delivery.deliver_due(now, moment_s=0.2)
            time.sleep(0.05)
        deliver(now)
        assert len(slow.got) == 2
    assert Endpoint.objects.filter(busy_until__isnull=False).count() == 0


def test_one_bad_piece_of_news_does_not_block_the_next(world: World, now: datetime, receiver: Receiver) -> None:
    factories.registered(world, now=now, url=receiver.url)
    receiver.mode = 500
    told(world, now)
    deliver(now)
    receiver.mode = 200
    told(world, now, "application.issued")
    deliver(now + timedelta(seconds=3))  # the endpoint rested two seconds, the bad one waits ten
    assert Delivery.objects.get(event="application.issued").state == states.DELIVERED
    assert Delivery.objects.get(event="application.returned").state == states.WAITING


def test_after_three_days_the_news_is_given_up_the_endpoint_paused_and_its_owner_told(
    world: World, now: datetime, receiver: Receiver
) -> None:
    endpoint = factories.registered(world, now=now, url=receiver.url)
    receiver.mode = 500
    told(world, now)
    moment = now
    while moment < now + timedelta(days=3, hours=7):
        deliver(moment)
        moment += timedelta(hours=1)
    assert Delivery.objects.get().state == states.GIVEN_UP
    assert fresh(endpoint).state == states.PAUSED
    letter = OutboxMessage.objects.get(event="webhook.paused")
    assert endpoint.owner is not None
    assert letter.address == endpoint.owner.email
    assert f"/kantor/webhook/{endpoint.pk}/" in letter.body
    told(world, moment)  # while paused, news waits
    assert deliver(moment) == 0
    actions.resume(actor=factories.keeper(world.bontang_city), endpoint=endpoint, now=moment)
    receiver.mode = 200
    assert deliver(moment) == 1


def test_a_receiver_that_is_gone_is_paused_at_once(world: World, now: datetime, receiver: Receiver) -> None:
    endpoint = factories.registered(world, now=now, url=receiver.url)
    receiver.mode = 410
    told(world, now)
    deliver(now)
    assert fresh(endpoint).state == states.PAUSED
    assert "410" in endpoint.pause_reason


def test_what_waits_at_a_paused_endpoint_is_given_up_after_three_days_and_forgotten_after_thirty(
    world: World, now: datetime, receiver: Receiver
) -> None:
    endpoint = factories.registered(world, now=now, url=receiver.url)
    told(world, now)
    actions.pause(actor=factories.keeper(world.bontang_city), endpoint=endpoint, reason="Pindah", now=now)
    assert delivery.give_up_old(now + timedelta(days=2)) == 0
    assert delivery.give_up_old(now + rules.PATIENCE) == 1
    assert delivery.forget_old(now + timedelta(days=29)) == 0
    delivery.forget_old(now + rules.KEPT)
    assert Delivery.objects.count() == 0


def test_a_worker_that_died_leaves_a_reservation_that_runs_out(world: World, now: datetime, receiver: Receiver) -> None:
    endpoint = factories.registered(world, now=now, url=receiver.url)
    told(world, now)
    assert Endpoint.objects.take(endpoint.pk, now=now, lease=delivery.LEASE)
    assert not Endpoint.objects.take(endpoint.pk, now=now, lease=delivery.LEASE)
    assert deliver(now) == 0
    assert deliver(now + delivery.LEASE) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_each_piece_of_news_once(world: World, now: datetime, receiver: Receiver) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    factories.registered(world, now=now, url=receiver.url)
    for number in range(30):
        factories.happened("application.returned", world.bontang, now=now, number=f"PMH-{number}")
    react_to_news(now)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            end = time.monotonic() + 60
            while time.monotonic() < end and Delivery.objects.filter(state=states.WAITING).exists():
                delivery.deliver_due(now, moment_s=0.1)
                time.sleep(0.02)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.keys) == len(set(receiver.keys)) == 30
    assert set(Delivery.objects.values_list("state", flat=True)) == {states.DELIVERED}
