"""Limits counted from rows; slow, silent and refusing providers that hold nobody else up; what a dead worker leaves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from functools import partial
from typing import Any

import pytest
from django.db import connection

from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging import channels, delivery, lanes
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.channels.email.sender import Email
from melayani.foundation.messaging.channels.whatsapp import limits
from melayani.foundation.messaging.channels.whatsapp.sender import WhatsApp
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Contact, MessageKind, MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import Elsewhere
from melayani.foundation.messaging.rules import by_choice, end_of_quiet, is_spent, pause_for_recipient
from melayani.foundation.messaging.tests import factories, providers
from melayani.foundation.messaging.tests.factories import approved_form, queued, wrote_lately
from melayani.foundation.messaging.tests.providers import Answer, Provider
from melayani.foundation.organisations.actions import create_organisation

ROUND_SECONDS, CHANNEL_SECONDS = delivery.ROUND_SECONDS, delivery.CHANNEL_SECONDS


@pytest.fixture
def time_to_send(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pace of the house itself, which these tests are about."""
    monkeypatch.setattr(delivery, "ROUND_SECONDS", ROUND_SECONDS)
    monkeypatch.setattr(delivery, "CHANNEL_SECONDS", CHANNEL_SECONDS)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine gets through in one round as well: for what is not about seconds."""
    monkeypatch.setattr(delivery, "ROUND_SECONDS", 60.0)
    monkeypatch.setattr(delivery, "CHANNEL_SECONDS", 60.0)


@pytest.fixture
def meta(settings: Any) -> Iterator[Provider]:
    with providers.graph(settings) as provider:
        yield provider
        lanes.wait_for_all()
        lanes.finished()


@pytest.fixture
def gateway(settings: Any) -> Iterator[Provider]:
    with providers.sms_gateway(settings) as provider:
        yield provider


class Post(Email):
    """E-mail without a server: counts what it carried, and when."""

    def __init__(self) -> None:
        object.__setattr__(self, "carried", [])

    def is_on(self) -> bool:
        return True

    def send(self, message: OutboxMessage) -> str:
        self.carried.append((message.pk, time.monotonic()))  # type: ignore[attr-defined]
        return "post"


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


def citizens(count: int, now: datetime) -> list[Contact]:
    return [keep_contact(phone=f"0812 0000 {number:04}", now=now) for number in range(1, count + 1)]


def states(messages: list[OutboxMessage]) -> list[tuple[str, str]]:
    return [(row.state, row.channel) for row in map(fresh, messages)]


class TestRules:
    JAKARTA = "Asia/Jakarta"

    @pytest.mark.parametrize(
        ("hour", "begins", "ends", "until"),
        [
            (23, 22, 6, (17, 6)),  # local hours; day and hour of the end
            (5, 22, 6, (16, 6)),
            (6, 22, 6, None),
            (12, 22, 6, None),
            (13, 12, 14, (16, 14)),
            (14, 12, 14, None),
            (9, 9, 9, None),
        ],
    )
    def test_quiet_hours(self, hour: int, begins: int, ends: int, until: tuple[int, int] | None) -> None:
        now = datetime(2026, 3, 16, hour, tzinfo=UTC) - timedelta(hours=7)
        found = end_of_quiet(now, begins=clock(begins), ends=clock(ends), zone=self.JAKARTA)
        assert (found and (found.day, found.hour)) == until

    def test_quiet_hours_are_local(self) -> None:
        now = datetime(2026, 3, 16, 14, tzinfo=UTC)  # 21:00 in Jakarta, 23:00 in Jayapura
        quiet = {"begins": clock(22), "ends": clock(6)}
        assert end_of_quiet(now, zone="Asia/Jakarta", **quiet) is None
        assert end_of_quiet(now, zone="Asia/Jayapura", **quiet) is not None
        assert end_of_quiet(now, begins=None, ends=None, zone=self.JAKARTA) is None

    def test_the_persons_order_comes_before_the_houses(self) -> None:
        assert by_choice(["email", "whatsapp", "sms"], []) == ["email", "whatsapp", "sms"]
        assert by_choice(["email", "whatsapp", "sms"], ["sms", "fax"]) == ["sms", "email", "whatsapp"]

    def test_one_recipient_gets_a_burst_and_then_one_each_six_seconds(self) -> None:
        now, pace = (
            datetime(2026, 3, 16, tzinfo=UTC),
            partial(pause_for_recipient, every=timedelta(seconds=6), burst=45),
        )
        assert pace([], now) == timedelta(0)
        assert pace([now] * 44, now) == timedelta(0)
        assert pace([now] * 45, now) == timedelta(seconds=6)
        assert pace([now] * 45, now + timedelta(seconds=5)) == timedelta(seconds=1)
        assert pace([now] * 45, now + timedelta(seconds=6)) == timedelta(0)

    def test_the_last_fifth_is_kept(self) -> None:
        assert [is_spent(used, limit=250, low_priority=True) for used in (199, 200)] == [False, True]
        assert [is_spent(used, limit=250, low_priority=False) for used in (249, 250)] == [False, True]


@pytest.mark.usefixtures("patient")
@pytest.mark.django_db
class TestWishes:
    def test_the_order_of_the_contacts_choice(self, meta: Provider, gateway: Provider, now: datetime) -> None:
        contact = factories.tono_by_phone(now)
        wrote_lately(contact, now)
        contact.channels = ["sms"]
        contact.save()
        message = queued(now, to=contact)
        send_due(now)
        assert states([message]) == [("sent", "sms")]

    def test_quiet_hours_hold_all_but_what_is_urgent_or_worthless_later(self, gateway: Provider, now: datetime) -> None:
        night = datetime(2026, 3, 16, 15, 30, tzinfo=UTC)  # 22:30 in Jakarta, 00:30 in Jayapura
        contact = factories.tono_by_phone(night)
        contact.quiet_from, contact.quiet_until = clock(22), clock(6)
        contact.save()
        east = create_organisation(
            actor=SYSTEM, kind="agency", name="Dinas Timur", parent=None, now=night, time_zone="Asia/Jayapura"
        )
        plain, far = queued(night, to=contact), queued(night, to=contact, organisation=east)
        urgent, soon = queued(night, to=contact, urgent=True), queued(night, to=contact, life=timedelta(hours=1))
        assert send_due(night) == 2
        assert [row.state for row in map(fresh, (plain, far, urgent, soon))] == ["queued", "queued", "sent", "sent"]
        assert [fresh(row).next_attempt_at.hour for row in (plain, far)] == [23, 21]  # 06:00 there, in UTC
        assert fresh(plain).attempts == 0
        assert send_due(fresh(far).next_attempt_at) == 1
        assert send_due(fresh(plain).next_attempt_at) == 1

    def test_what_is_urgent_is_sent_first_and_announcements_last(self, gateway: Provider, now: datetime) -> None:
        contact = factories.tono_by_phone(now)
        wait = [queued(now, to=contact, kind=MessageKind.ANNOUNCEMENT) for _ in range(5)]
        case, code = queued(now, to=contact), queued(now, to=contact, urgent=True)
        send_due(now, limit=2)
        assert states([code, case]) == [("sent", "sms")] * 2
        assert {fresh(message).state for message in wait} == {"queued"}


@pytest.mark.django_db
class TestLimits:
    def test_a_second_takes_so_many_and_the_others_wait_one(self, meta: Provider, now: datetime, settings: Any) -> None:
        settings.WHATSAPP_PER_SECOND = 3
        messages = []
        for contact in citizens(7, now):
            wrote_lately(contact, now)
            messages.append(queued(now, to=contact))
        for second in range(3):
            send_due(now + timedelta(seconds=second))
            assert len(meta.received) == min(7, 3 * (second + 1))
        assert [row.attempts for row in map(fresh, messages)] == [1] * 7

    def test_one_recipient_is_spared(
        self, meta: Provider, now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        monkeypatch.setattr(delivery, "CHANNEL_SECONDS", 60.0)  # a busy machine gets through in one round as well
        contact = factories.tono_by_phone(now)
        wrote_lately(contact, now)
        for _ in range(47):
            queued(now, to=contact)
        send_due(now)
        assert len(meta.received) == limits.PAIR_BURST
        send_due(now + timedelta(seconds=5))
        assert len(meta.received) == 45
        for second in (6, 7, 12):
            send_due(now + timedelta(seconds=second))
        assert len(meta.received) == 47

    def test_people_of_a_day_outside_the_window(self, meta: Provider, now: datetime, settings: Any) -> None:
        settings.WHATSAPP_PER_DAY = 5
        approved_form(now)
        people = citizens(7, now)
        first = [queued(now, to=contact) for contact in people[:4]]
        send_due(now)
        assert limits.people_of_the_day(now) == 4
        low = queued(now, to=people[4], kind=MessageKind.ANNOUNCEMENT)  # 80 % are used: it waits
        again, case, late = queued(now, to=people[0]), queued(now, to=people[5]), queued(now, to=people[6])
        send_due(now)
        assert states([*first, again, case]) == [("sent", "whatsapp")] * 6
        assert states([low, late]) == [("queued", "whatsapp")] * 2
        assert (fresh(low).error_code, fresh(late).attempts) == ("budget", 0)
        send_due(now + timedelta(hours=23))
        assert states([low, late]) == [("queued", "whatsapp")] * 2
        send_due(now + timedelta(hours=25))
        assert states([low, late]) == [("sent", "whatsapp")] * 2

    def test_with_another_channel_low_priority_goes_there(
        self, meta: Provider, gateway: Provider, now: datetime, settings: Any
    ) -> None:
        settings.WHATSAPP_PER_DAY = 0
        approved_form(now)
        message = queued(now, to=factories.tono_by_phone(now), kind=MessageKind.ANNOUNCEMENT)
        send_due(now)
        assert (states([message]), meta.received) == ([("sent", "sms")], [])
        assert limits.people_of_the_day(now) == 0


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    carrier = Post()
    monkeypatch.setattr(channels, "REGISTRY", [WhatsApp(), carrier])
    return carrier


@pytest.mark.django_db
class TestNobodyIsHeldUp:
    def crowd(self, now: datetime, post: Post) -> tuple[list[OutboxMessage], list[OutboxMessage]]:
        """Twenty by WhatsApp that wait already, then five e-mails."""
        slow = []
        for contact in citizens(20, now):
            wrote_lately(contact, now)
            slow.append(queued(now, to=contact))
        return slow, [queued(now) for _ in range(5)]

    def test_by_a_slow_provider(self, meta: Provider, now: datetime, post: Post) -> None:
        slow, mails = self.crowd(now, post)
        meta.usual = Answer(seconds=1.6)
        began = time.monotonic()
        send_due(now)
        assert {row.state for row in map(fresh, mails)} == {"sent"}
        assert post.carried[-1][1] - began < 1.6  # type: ignore[attr-defined]
        assert len(meta.received) == 1
        assert lanes.busy() == {"whatsapp"}
        send_due(now)  # the lane is busy: nobody is handed over twice
        assert len(meta.received) == 1
        lanes.wait_for_all()
        meta.usual = None
        for _ in range(20):  # rounds are short: a busy machine needs some
            send_due(now)
        assert {row.state for row in map(fresh, slow)} == {"sent"}
        assert [row.attempts for row in map(fresh, slow)] == [1] * 20
        assert len({sent["to"] for sent in meta.received}) == len(meta.received) == 20

    def test_by_one_that_refuses_for_an_hour(self, meta: Provider, now: datetime, post: Post) -> None:
        slow, mails = self.crowd(now, post)
        meta.usual = Answer(500, {"error": "down"})
        send_due(now)
        assert {row.state for row in map(fresh, mails)} == {"sent"}
        for minute in range(1, 61):
            send_due(now + timedelta(minutes=minute))
        assert len(meta.received) <= 20
        meta.usual = None
        for minute in range(61, 67):
            send_due(now + timedelta(minutes=minute))
        assert {row.state for row in map(fresh, slow)} == {"sent"}

    def test_by_one_that_never_answers(
        self, meta: Provider, now: datetime, post: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lanes, "HANG_SECONDS", 0.2)
        monkeypatch.setattr(delivery, "CHANNEL_SECONDS", 0.1)
        [message, *_], _ = self.crowd(now, post)
        meta.answers = [Answer(seconds=1.5)]
        send_due(now)
        time.sleep(0.2)
        delivery.settle_finished(now)
        assert (fresh(message).state, fresh(message).last_error) == ("queued", "no answer")
        assert lanes.busy() == set()

    def test_a_worker_that_ends_writes_down_what_is_under_way(self, meta: Provider, now: datetime, post: Post) -> None:
        [message, *_], _ = self.crowd(now, post)
        meta.answers = [Answer(seconds=1.3)]
        send_due(now)
        assert fresh(message).state == "queued"
        delivery.settle_last()
        assert (fresh(message).state, fresh(message).external_id) == ("sent", "wamid.1")


@pytest.mark.django_db
@pytest.mark.usefixtures("patient")
def test_a_dead_worker_doubles_at_most_what_was_under_way_and_the_key_tells(
    gateway: Provider, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [queued(now, to=factories.tono_by_phone(now)) for _ in range(3)]

    def die(self: OutboxMessage, **changes: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(OutboxMessage, "mark_sent", die)
        with pytest.raises(KeyboardInterrupt):
            send_due(now)
    assert len(gateway.received) == 1
    assert send_due(now + delivery.LEASE - timedelta(seconds=1)) == 0
    send_due(now + delivery.LEASE)
    assert states(messages) == [("sent", "sms")] * 3
    keys = [headers["Idempotency-Key"] for headers in gateway.headers]
    assert (len(keys), len(set(keys))) == (4, 3)


def at_once(*works: Callable[[], object]) -> None:
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_cannot_both_take_the_last_place_of_the_day(now: datetime, settings: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    settings.WHATSAPP_PER_DAY = 3
    messages = [queued(now, to=contact) for contact in citizens(8, now)]
    refused: list[int] = []

    def open_one(message: OutboxMessage) -> Callable[[], None]:
        def work() -> None:
            try:
                limits.open_conversation(message, now)
            except Elsewhere:
                refused.append(message.pk)

        return work

    at_once(*[open_one(message) for message in messages])
    assert (limits.people_of_the_day(now), len(refused)) == (3, 5)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_hand_each_message_over_once(gateway: Provider, now: datetime) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    messages = [queued(now, to=contact) for contact in citizens(60, now)]
    at_once(*[lambda: send_due(now)] * 3)
    send_due(now)
    assert len(gateway.received) == len({sent["msisdn"] for sent in gateway.received}) == 60
    assert {row.state for row in map(fresh, messages)} == {MessageState.SENT}
