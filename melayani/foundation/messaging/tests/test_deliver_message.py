"""The worker's part: channels in order, retries, fall-back, nothing lost, nothing twice, old texts forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.queries import history
from melayani.foundation.audit.worker import work_once
from melayani.foundation.messaging import channels, queries, ticks
from melayani.foundation.messaging.actions import opt_out, send_again
from melayani.foundation.messaging.delivery import LEASE, send_due
from melayani.foundation.messaging.models import Contact, MessageKind, MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Refused, TryLater
from melayani.foundation.messaging.rules import LONGEST_REST, LONGEST_WAIT, PATIENCE, wait_before_next
from melayani.foundation.messaging.tests import factories
from melayani.foundation.messaging.tests.factories import CASE, queued


@dataclass
class Carrier:
    """A channel that lives in this test: it carries, or answers as it is told to."""

    kind: str
    accepted: str = "phone"
    trouble: Callable[[OutboxMessage], None] = lambda message: None
    carried: list[int] = field(default_factory=list)

    def is_on(self) -> bool:
        return True

    def accepts(self, contact: Contact) -> bool:
        return contact.kind == self.accepted

    def send(self, message: OutboxMessage) -> str:
        self.trouble(message)
        self.carried.append(message.pk)
        return f"{self.kind}-{message.pk}"


def raising(problem: Exception) -> Callable[[OutboxMessage], None]:
    def trouble(message: OutboxMessage) -> None:
        raise problem

    return trouble


@pytest.fixture
def carriers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def put(*those: Carrier) -> None:
        monkeypatch.setattr(channels, "REGISTRY", list(those))

    return put


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.django_db
class TestDemonstration:
    def test_every_message_can_be_read_and_none_leaves(self, now: datetime, settings: Any) -> None:
        settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "x@contoh.id"  # configured, yet never used
        factories.in_a_demonstration(now)
        by_mail, by_phone = queued(now), queued(now, to=factories.tono_by_phone(now))
        assert send_due(now) == 2
        for message in (fresh(by_mail), fresh(by_phone)):
            assert (message.state, message.channel, message.sent_at) == (MessageState.SENT, "demonstration", now)
        readable = queries.recent(channel="demonstration", limit=10)
        assert [message.subject for message in readable] == ["Pesan percobaan dari Melayani"] * 2

    def test_it_is_off_in_a_real_database(self, now: datetime) -> None:
        message = queued(now)
        send_due(now)
        assert fresh(message).state == MessageState.NO_CHANNEL


@pytest.mark.django_db
class TestReach:
    def test_only_what_a_channel_carries_now(self, now: datetime, settings: Any) -> None:
        assert not queries.can_reach("email")
        settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "x@contoh.id"
        assert queries.can_reach("email")
        assert not queries.can_reach("phone")

    def test_a_demonstration_reaches_everybody(self, now: datetime) -> None:
        factories.in_a_demonstration(now)
        assert queries.can_reach("phone")


@pytest.mark.django_db
class TestChannels:
    def test_without_a_channel_the_message_says_so_and_can_be_sent_later(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        message = queued(now)
        assert send_due(now) == 1
        assert fresh(message).state == MessageState.NO_CHANNEL
        assert queries.health(now).no_channel == 1
        carrier = Carrier("mail", accepted="email")
        carriers(carrier)
        assert send_due(now + timedelta(days=1)) == 0
        send_again(actor=SYSTEM, message=message, now=now)
        assert [line.text for line in history(CASE)] == ["Pesan dikirim ulang"]
        send_due(now)
        assert fresh(message).state == MessageState.SENT
        send_again(actor=SYSTEM, message=message, now=now)  # what was sent is not sent again
        assert send_due(now) == 0
        assert carrier.carried == [message.pk]

    def test_the_next_channel_takes_over_for_good(self, now: datetime, carriers: Callable[..., None]) -> None:
        first, second = Carrier("whatsapp", trouble=raising(Refused("no account"))), Carrier("sms")
        carriers(first, second)
        message = queued(now, to=factories.tono_by_phone(now))
        send_due(now)
        row = fresh(message)
        assert (row.state, row.channel, row.tried) == (MessageState.SENT, "sms", ["whatsapp"])

    def test_when_all_channels_refuse_it_failed_and_says_why(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        carriers(
            Carrier("whatsapp", trouble=raising(Refused("no account"))),
            Carrier("sms", trouble=raising(Refused("+6281200000002 is barred"))),
        )
        message = queued(now, to=factories.tono_by_phone(now))
        assert send_due(now) + send_due(now) == 2
        assert (fresh(message).state, fresh(message).last_error) == (MessageState.FAILED, "… is barred")
        assert send_due(now + timedelta(days=1)) == 0

    def test_a_channel_that_cannot_reach_the_contact_is_not_asked(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        phones = Carrier("sms")
        carriers(phones)
        message = queued(now)
        send_due(now)
        assert (fresh(message).state, phones.carried) == (MessageState.NO_CHANNEL, [])

    def test_a_temporary_refusal_is_retried_with_growing_waits_then_given_up(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        carriers(Carrier("sms", trouble=raising(TryLater("busy"))))
        message = queued(now, to=factories.tono_by_phone(now))
        waits, at = [], now
        for _ in range(4):
            assert send_due(at) == 1
            row = fresh(message)
            waits.append(int((row.next_attempt_at - at).total_seconds()))
            assert send_due(row.next_attempt_at - timedelta(seconds=1)) == 0
            at = row.next_attempt_at
        assert waits == [30, 60, 120, 240]
        send_due(now + PATIENCE)
        assert (fresh(message).state, fresh(message).last_error) == (MessageState.FAILED, "busy")

    def test_a_channel_that_is_away_rests_and_loses_nothing(self, now: datetime, carriers: Callable[..., None]) -> None:
        asked: list[int] = []

        def away(message: OutboxMessage) -> None:
            asked.append(message.pk)
            raise ChannelAway("no server")

        carrier = Carrier("sms", trouble=away)
        carriers(carrier)
        messages = [queued(now, to=factories.tono_by_phone(now)) for _ in range(5)]
        assert send_due(now) == 1
        late = queued(now + timedelta(seconds=10), to=factories.tono_by_phone(now))
        assert send_due(now + timedelta(seconds=10)) == 0
        assert asked == [messages[0].pk]  # one found out, the others did not wait for the time-out
        assert [fresh(message).attempts for message in [*messages, late]] == [1, 0, 0, 0, 0, 0]
        carrier.trouble = lambda message: None
        for _ in range(2):
            send_due(now + timedelta(days=30))
        assert sorted(carrier.carried) == [message.pk for message in [*messages, late]]

    def test_a_fault_of_ours_in_one_message_does_not_stop_the_others(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        first = queued(now, to=factories.tono_by_phone(now))
        second = queued(now, to=factories.tono_by_phone(now))

        def stumble(message: OutboxMessage) -> None:
            if message.pk == first.pk:
                raise KeyError("fault")

        carriers(Carrier("sms", trouble=stumble))
        assert send_due(now) == 2
        assert (fresh(first).state, fresh(second).state) == (MessageState.QUEUED, MessageState.SENT)

    def test_a_message_past_its_use_is_not_sent(self, now: datetime, carriers: Callable[..., None]) -> None:
        carrier = Carrier("sms")
        carriers(carrier)
        message = queued(now, to=factories.tono_by_phone(now), life=timedelta(minutes=10))
        send_due(now + timedelta(minutes=10))
        assert (fresh(message).state, carrier.carried) == (MessageState.FAILED, [])

    def test_opting_out_stops_announcements_and_nothing_else(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        carriers(Carrier("sms"))
        contact = factories.tono_by_phone(now)
        about_case = queued(now, to=contact)
        announcement = queued(now, to=contact, kind=MessageKind.ANNOUNCEMENT)
        opt_out(contact=contact, by="web", words="Berhenti", now=now)
        send_due(now)
        assert (fresh(about_case).state, fresh(announcement).state) == (MessageState.SENT, MessageState.SUPPRESSED)

    def test_an_erased_contact_gets_nothing(self, now: datetime, carriers: Callable[..., None]) -> None:
        carriers(Carrier("sms"))
        contact = factories.tono_by_phone(now)
        message = queued(now, to=contact)
        contact.delete()
        send_due(now)
        assert fresh(message).state == MessageState.FAILED


@pytest.mark.django_db
class TestWorker:
    def test_nothing_is_lost_while_the_worker_stands_still(self, now: datetime, carriers: Callable[..., None]) -> None:
        carrier = Carrier("sms")
        carriers(carrier)
        message = queued(now, to=factories.tono_by_phone(now))
        assert carrier.carried == []  # queueing sends nothing
        work_once(now + timedelta(days=20))
        assert carrier.carried == [message.pk]
        work_once(now + timedelta(days=21))
        assert carrier.carried == [message.pk]

    def test_a_message_reserved_by_a_worker_that_died_goes_out_later(
        self, now: datetime, carriers: Callable[..., None]
    ) -> None:
        carrier = Carrier("sms")
        carriers(carrier)
        message = queued(now, to=factories.tono_by_phone(now))
        assert OutboxMessage.objects.take(message.pk, seen_attempts=0, until=now + LEASE)
        assert send_due(now + LEASE - timedelta(seconds=1)) == 0
        assert send_due(now + LEASE) == 1
        assert carrier.carried == [message.pk]

    def test_only_one_of_two_workers_takes_a_message(self, now: datetime) -> None:
        message = queued(now)
        assert OutboxMessage.objects.take(message.pk, seen_attempts=0, until=now)
        assert not OutboxMessage.objects.take(message.pk, seen_attempts=0, until=now)

    def test_an_idle_round_costs_one_query_and_a_message_a_fixed_number(
        self, now: datetime, carriers: Callable[..., None], django_assert_num_queries: Any
    ) -> None:
        carriers(Carrier("sms"))
        with django_assert_num_queries(1):
            send_due(now)
        for _ in range(6):
            queued(now, to=factories.tono_by_phone(now))
        with django_assert_num_queries(2 + 4 + 3):  # savepoint, read, reserve, release; then one for each message
            send_due(now, limit=3)

    def test_old_texts_are_forgotten_and_the_fact_stays(self, now: datetime, settings: Any) -> None:
        factories.in_a_demonstration(now)
        old = queued(now - timedelta(days=366))
        send_due(now - timedelta(days=366))
        young, waiting = queued(now - timedelta(days=364)), None
        send_due(now - timedelta(days=364))
        waiting = queued(now - timedelta(days=400))
        assert ticks.forget_old_texts(now) == 1
        assert ticks.forget_old_texts(now) == 0
        row = fresh(old)
        assert (row.address, row.subject, row.body, row.state) == ("", "", "", MessageState.SENT)
        assert fresh(young).body
        assert fresh(waiting).body
        settings.MESSAGE_RETENTION_DAYS = 30
        assert ticks.forget_old_texts(now) == 1

    def test_a_one_time_codes_text_is_forgotten_a_day_after_its_end(self, now: datetime) -> None:
        factories.in_a_demonstration(now)
        code = queued(now, life=timedelta(minutes=10))
        send_due(now)
        assert ticks.forget_old_texts(now + timedelta(hours=23)) == 0
        assert ticks.forget_old_texts(now + timedelta(hours=25)) == 1
        assert fresh(code).body == ""


@pytest.mark.parametrize("attempts", [1, 2, 5, 50, 5000])
def test_waits_grow_and_stay_bounded(attempts: int) -> None:
    assert timedelta(seconds=30) <= wait_before_next(attempts, away=False) <= LONGEST_WAIT
    assert timedelta(seconds=30) <= wait_before_next(attempts, away=True) <= LONGEST_REST
    assert wait_before_next(attempts, away=False) <= wait_before_next(attempts + 1, away=False)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_message_once(now: datetime, carriers: Callable[..., None]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    carrier = Carrier("sms")
    carriers(carrier)
    pks = [queued(now, to=factories.tono_by_phone(now)).pk for _ in range(40)]
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            send_due(now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(carrier.carried) == pks
