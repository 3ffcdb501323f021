"""Who gets a message: bookings in the span, open cases, followers; in batches, once each, stopped and resumed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.announcements import access, actions, reach, recipients, rules, states, telling
from melayani.delivery.announcements.models import Announcement, Subscription, Telling
from melayani.delivery.announcements.tests import factories
from melayani.delivery.applications.tests import factories as cases
from melayani.delivery.appointments import actions as appointments
from melayani.delivery.appointments.tests import factories as visits
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import queue_to_many
from melayani.foundation.messaging.actions import keep_contact, opt_out
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Consent, Contact, MessageKind, OutboxMessage
from melayani.foundation.people.actions import send_code
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db


def told(row: Announcement) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.about("announcement", row.slug).order_by("pk"))


def told_all(now: datetime, *, size: int = 2) -> None:
    for _ in range(100):
        if not telling.tell_next(now, size=size):
            return


def followers(about: object, count: int, now: datetime) -> None:
    for number in range(count):
        factories.follower(about, now=now, number=number)


# --- who --------------------------------------------------------------------------------------------------------------
def test_bookings_in_the_span_are_told_once_and_in_any_case(world: World, now: datetime) -> None:
    service = visits.offered(world.bontang)
    slots = visits.slots(world.bontang, now=now, count=3, places=9)
    inside = visits.booked(world, service, slots[0], now=now, number=1)
    visits.booked(world, service, slots[2], now=now, number=2)
    assert inside.contact is not None
    opt_out(contact=inside.contact, by="whatsapp", words="STOP", now=now)
    factories.follower(world.bontang, now=now, number=7)
    row = factories.published(
        world.bontang,
        now=now,
        tell_bookings=True,
        affects_from=slots[0].starts_at,
        affects_until=slots[0].ends_at,
    )
    told_all(now)
    by_kind = {message.kind: message for message in told(row)}
    assert len(told(row)) == 2
    assert by_kind[MessageKind.CASE].contact == inside.contact
    assert "punya urusan" in by_kind[MessageKind.CASE].body
    assert "mengikuti" in by_kind[MessageKind.ANNOUNCEMENT].body


@pytest.mark.parametrize("at_once", [40, 0])  # 0: the worker tells them in a moment
def test_whom_an_emergency_closing_told_is_not_told_again(
    world: World, now: datetime, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("melayani.delivery.appointments.actions.closing.SETTLED_AT_ONCE", at_once)
    service = visits.morning(world, now=now, places=2)
    slot = visits.slots_on(world.bontang, now.date() + timedelta(days=1))[0]
    visits.booked(world, service, slot, now=now)
    span = {"affects_from": slot.starts_at, "affects_until": slot.starts_at + timedelta(days=9)}
    row = factories.draft(world.bontang, now=now, tell_bookings=True, **span)
    assert recipients.count_people(row, now) == 1
    appointments.close_in_emergency(
        actor=world.bontang_head,
        organisation=world.bontang,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        reason="Listrik padam",
        now=now,
    )
    assert recipients.count_people(row, now) == 0


def test_open_cases_are_told_and_finished_ones_not(world: World, now: datetime) -> None:
    service = cases.birth_certificate(world.bontang)
    open_case = cases.filed(world, now=now, service=service)
    row = factories.draft(world.bontang, now=now, tell_cases=True)
    assert list(recipients.rows_of(row, recipients.CASES, now).values_list("pk", flat=True)) == [open_case.pk]
    other = factories.draft(world.bengkalis, now=now, tell_cases=True)
    assert not recipients.rows_of(other, recipients.CASES, now).exists()


def test_followers_of_the_place_around_it_and_within_it(world: World, now: datetime) -> None:
    service = published_service(world.bontang, title="Akta")
    for number, about in enumerate((world.bontang, world.bontang_city, service, world.bengkalis, world.ministry)):
        factories.follower(about, now=now, number=number)
    assert recipients.count_people(factories.draft(world.bontang, now=now), now) == 4
    assert recipients.count_people(factories.draft(world.bontang_city, now=now), now) == 4
    assert recipients.count_people(factories.draft(world.bengkalis, now=now), now) == 2
    only = factories.draft(world.bontang, now=now, audience=rules.SERVICE, service=service)
    assert recipients.count_people(only, now) == 4
    assert recipients.count_people(factories.draft(world.ministry, now=now, audience=rules.ALL), now) == 5
    other = Contact.objects.get(pk=Subscription.objects.get(unit=world.bengkalis).contact_id)
    opt_out(contact=other, by="whatsapp", words="STOP", now=now)
    assert recipients.count_people(factories.draft(world.bengkalis, now=now), now) == 1


# --- in batches -------------------------------------------------------------------------------------------------------
def test_batches_go_on_after_a_break_and_nobody_gets_it_twice(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    followers(world.bontang, 7, now)
    row = factories.published(world.bontang, now=now)
    sending = Telling.objects.get()
    assert (sending.expected, sending.queued, sending.state) == (7, 0, states.RUNNING)
    telling.tell_next(now, size=3)
    assert len(told(row)) == 3
    real = queue_to_many

    def break_off(*args: Any, **kwargs: Any) -> int:
        real(*args, **kwargs)
        raise OSError("power cut")

    monkeypatch.setattr(telling, "queue_to_many", break_off)
    with pytest.raises(OSError, match="power"):
        telling.tell_next(now, size=3)
    assert len(told(row)) == 3  # the batch that broke off left nothing half done
    monkeypatch.setattr(telling, "queue_to_many", real)
    told_all(now, size=3)
    sending.refresh_from_db()
    assert (sending.state, sending.queued, sending.percent) == (states.DONE, 7, 100)
    assert len({message.contact_id for message in told(row)}) == len(told(row)) == 7
    Telling.objects.update(state=states.RUNNING, source=0, cursor=0, finished_at=None)  # a restored backup goes again
    told_all(now)
    assert len(told(row)) == 7
    assert Event.objects.filter(name="announcement.told").count() == 2


def test_a_stopped_sending_waits_until_it_is_resumed(world: World, now: datetime) -> None:
    followers(world.bontang, 5, now)
    row = factories.published(world.bontang, now=now)
    telling.tell_next(now, size=2)
    head = world.bontang_head
    actions.stop_telling(actor=head, announcement=row, now=now)
    assert telling.tell_next(now, size=2) == 0
    with pytest.raises(actions.AnnouncementRefused, match="keadaan"):
        actions.stop_telling(actor=head, announcement=row, now=now)
    assert len(told(row)) == 2
    actions.resume_telling(actor=head, announcement=row, now=now)
    told_all(now)
    assert len(told(row)) == 5


def test_a_withdrawal_ends_the_sending(world: World, now: datetime) -> None:
    followers(world.bontang, 3, now)
    row = factories.published(world.bontang, now=now)
    actions.withdraw_announcement(actor=world.bontang_head, announcement=row, reason="Batal", now=now)
    assert telling.tell_next(now) == 0
    assert told(row) == []
    with pytest.raises(actions.AnnouncementRefused, match="tidak terbit"):
        actions.resume_telling(actor=world.bontang_head, announcement=row, now=now)


def test_who_left_during_the_sending_gets_nothing_more(world: World, now: datetime) -> None:
    followers(world.bontang, 4, now)
    row = factories.published(world.bontang, now=now)
    last = Subscription.objects.order_by("-pk")[0]
    actions.leave(actor=factories.CITIZEN, contact=last.contact, subscription=last, words="Berhenti", now=now)
    told_all(now)
    assert len(told(row)) == 3


@pytest.mark.parametrize("count", [2, 12])
def test_a_batch_reads_whom_it_told_with_the_same_queries(
    world: World, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    followers(world.bontang, count, now)
    row = factories.published(world.bontang, now=now)
    told_all(now, size=50)
    sending = Telling.objects.get()
    found = recipients.batch(row, recipients.SUBSCRIBERS, after=0, size=50, now=now)
    assert len(found) == count
    with django_assert_num_queries(2):  # all of them were told: nothing is written, whatever their number
        assert telling._queue(row, recipients.SUBSCRIBERS, found, now) == 0
    assert sending.queued == count


# --- the message and the counts ---------------------------------------------------------------------------------------
def test_a_message_speaks_the_language_of_its_reader_and_can_be_stopped(world: World, now: datetime) -> None:
    contact = keep_contact(email="reader@contoh.id", language="en", now=now)
    actions.follow(actor=factories.CITIZEN, contact=contact, about=world.bontang, words="Yes", now=now)
    row = factories.published(world.bontang, now=now, severity=rules.URGENT)
    told_all(now)
    (message,) = told(row)
    assert message.subject == "Urgent: Counters closed on Tuesday"
    assert f"http://testserver/en/pengumuman/{row.slug}/" in message.body
    assert "http://testserver/en/pengumuman/berhenti/" in message.body
    assert (message.urgent, message.expires_at) == (True, row.valid_until)


def test_counts_come_from_the_outbox(world: World, now: datetime, settings: object) -> None:
    followers(world.bontang, 3, now)
    row = factories.published(world.bontang, now=now)
    told_all(now)
    (before,), counted_at = reach.reached(row.telling)
    assert counted_at is None
    assert (before.total, before.queued, before.sent) == (3, 3, 0)
    OutboxMessage.objects.filter(pk=told(row)[0].pk).update(
        state="sent", sent_at=now, channel="email", delivered_at=now, read_at=now
    )
    send_due(now)
    by_channel = {one.channel: one for one in reach.reached(row.telling)[0]}
    mail = by_channel["email"]
    assert (mail.total, mail.sent, mail.delivered, mail.read) == (1, 1, 1, 1)
    assert sum(one.failed + one.sent + one.queued for one in by_channel.values()) == 3


def test_a_text_is_written_once_for_each_language_with_each_ones_own_link(world: World, now: datetime) -> None:
    readers = [keep_contact(email=f"r{n}@contoh.id", language="id" if n % 3 else "en", now=now) for n in range(7)]
    for contact in readers:
        actions.follow(actor=factories.CITIZEN, contact=contact, about=world.bontang, words="Ya", now=now)
    row = factories.published(world.bontang, now=now)
    told_all(now, size=50)
    subscriptions = {one.contact_id: one for one in Subscription.objects.all()}
    messages = told(row)
    assert {message.contact_id for message in messages} == {contact.pk for contact in readers}
    for message in messages:
        reader = message.contact
        assert reader is not None
        own = access.leave_token(reader.pk, subscriptions[reader.pk].pk)
        assert re.findall(r"(?:berhenti)/([^/]+)/", message.body) == [own]
        assert (message.address, message.language) == (reader.value, reader.language)
        assert message.subject.startswith("Counters" if reader.language == "en" else "Loket")


def test_what_goes_to_many_stands_behind_what_one_waits_for(world: World, now: datetime) -> None:
    followers(world.bontang, 3, now)
    urgent = factories.published(world.bontang, now=now, severity=rules.URGENT)
    told_all(now)
    send_code(contact=keep_contact(email="kode@contoh.id", now=now), purpose="lain", address="192.0.2.1", now=now)
    first = OutboxMessage.objects.waiting(now, not_by=())[0]
    assert first.event != "announcement.published"
    assert {message.urgent for message in told(urgent)} == {True}


def test_many_messages_are_counted_by_the_worker_and_not_by_the_page(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(reach, "LIVE", 2)
    followers(world.bontang, 3, now)
    row = factories.published(world.bontang, now=now)
    told_all(now)
    sending = Telling.objects.get()
    with django_assert_num_queries(0):
        assert reach.reached(sending) == ([], None)
    assert reach.count_due(now) == 1
    assert reach.count_due(now) == 0  # not again at once
    sending = Telling.objects.get()
    with django_assert_num_queries(0):
        (kept,), counted_at = reach.reached(sending)
    assert ([kept], counted_at) == (reach.count(sending), now)
    OutboxMessage.objects.filter(pk=told(row)[0].pk).update(state="failed")
    assert reach.count_due(now + timedelta(seconds=11)) == 1
    assert reach.reached(Telling.objects.get())[0][0].failed == 1
    assert reach.count_due(now + timedelta(days=31)) == 1
    assert Telling.objects.get().count_at is None  # nothing moves any more


@pytest.mark.parametrize(
    ("age", "took", "wait"),
    [
        (timedelta(), 0.01, timedelta(seconds=10)),
        (timedelta(), 2.0, timedelta(seconds=100)),
        (timedelta(hours=2), 0.01, timedelta(minutes=5)),
        (timedelta(days=2), 0.01, timedelta(hours=6)),
        (timedelta(days=30, seconds=1), 0.01, None),
    ],
)
def test_counts_come_more_rarely_the_older_and_the_dearer(age: timedelta, took: float, wait: timedelta | None) -> None:
    assert rules.wait_before_count(age, took=took) == wait


# --- following by page ------------------------------------------------------------------------------------------------
FOLLOW = "/pengumuman/ikuti/kantor/disdukcapil-bontang/"


def code_in(outbox: OutboxMessage) -> str:
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", outbox.body)
    assert found is not None
    return "".join(found.groups())


def test_follow_with_a_code_and_leave_with_one_click(world: World, client: Client, now: datetime) -> None:
    assert client.get(FOLLOW).status_code == 200
    contact = {"email": "baru@contoh.id", "phone": ""}
    assert client.post(FOLLOW, {"email": "", "phone": ""}).status_code == 422
    assert client.post(FOLLOW, contact).status_code == 200
    assert not Subscription.objects.exists()
    wrong = client.post(FOLLOW, {**contact, "step": "code", "code": "000000"})
    assert wrong.status_code == 422
    code = code_in(OutboxMessage.objects.get())
    assert client.post(FOLLOW, {**contact, "step": "code", "code": code}).status_code == 302
    row = Subscription.objects.get()
    consent = Consent.objects.get(purpose=f"announcements:unit:{world.bontang.pk}")
    assert Consent.objects.get(purpose="announcements").given
    assert (consent.given, consent.by, "Bontang" in consent.words) == (True, "web", True)
    path = f"/pengumuman/berhenti/{access.leave_token(row.contact_id, row.pk)}/"
    assert client.get(path).status_code == 200
    assert Subscription.objects.exists()  # a program that looks at links presses nothing
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert not Consent.objects.order_by("-pk")[0].given
    assert Consent.objects.order_by("-pk")[0].purpose == consent.purpose
    assert strict.post(path, {"semua": "1"}).status_code == 200
    row.contact.refresh_from_db()
    assert row.contact.opted_out_at is not None


@pytest.mark.parametrize("change", [lambda t: t[:-1] + "0x"[t[-1] == "0"], lambda t: "9" + t, lambda t: t[:9]])
def test_a_made_up_link_stops_nobody(world: World, client: Client, now: datetime, change: Callable[[str], str]) -> None:
    row = factories.follower(world.bontang, now=now)
    token = change(access.leave_token(row.contact_id, row.pk))
    assert client.post(f"/pengumuman/berhenti/{token}/").status_code == 404
    assert Subscription.objects.exists()


def test_what_cannot_be_followed_is_not_there(world: World, client: Client) -> None:
    for path in ("kantor/tidak-ada", "layanan/tidak-ada", "wilayah/99", "orang/disdukcapil-bontang"):
        assert client.get(f"/pengumuman/ikuti/{path}/").status_code == 404


def test_a_code_for_something_else_follows_nothing(world: World, client: Client, now: datetime) -> None:
    contact = keep_contact(email="baru@contoh.id", now=now)
    send_code(contact=contact, purpose="lain", address="192.0.2.1", now=now)
    code = code_in(OutboxMessage.objects.get())
    answer = client.post(FOLLOW, {"email": "baru@contoh.id", "phone": "", "step": "code", "code": code})
    assert answer.status_code == 422
    assert not Subscription.objects.exists()
