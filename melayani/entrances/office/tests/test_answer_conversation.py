"""Officers answer citizens: who may, in which order, while the window is open and when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging import conversations, queries
from melayani.foundation.messaging.models import Conversation, OutboxMessage, Turn
from melayani.foundation.messaging.ticks import forget_what_was_said
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World

SignIn = Callable[[Officer], Client]
LIST = "/kantor/percakapan/"
QUERIES = 6


def handed_over(
    world: World, now: datetime, *, phone: str = "+6281210000001", words: str = "Kapan jadi?"
) -> Conversation:
    row = conversations.begin(channel="whatsapp", phone=phone, user_id="", now=now)
    conversations.hear(conversation=row, text="Laporan saya tentang kantor ini", at=now, now=now)
    citizen = Citizen(contact_id=row.contact_id)
    conversations.hand_over(actor=citizen, conversation=row, organisation=world.bontang, now=now)
    conversations.hear(conversation=row, text=words, at=now, now=now)
    return row


@pytest.fixture
def row(world: World) -> Conversation:
    return handed_over(world, timezone.now() - timedelta(minutes=5))


def test_who_waits_longest_stands_first_and_is_masked(world: World, row: Conversation, sign_in: SignIn) -> None:
    older = handed_over(world, timezone.now() - timedelta(hours=2), phone="+6281210000002")
    page = sign_in(world.bontang_counter).get(LIST).text
    assert page.index(f"{LIST}{older.pk}/") < page.index(f"{LIST}{row.pk}/")
    assert "0812••••••01" in page
    assert "6281210000001" not in page
    assert "Lebih dari satu jam" in page


def test_an_answer_goes_out_and_nobody_waits_any_more(world: World, row: Conversation, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_counter)
    page = client.get(f"{LIST}{row.pk}/").text
    assert "Kapan jadi?" in page
    assert "Laporan saya" not in page  # said to the menu, perhaps about this very unit
    page = client.post(f"{LIST}{row.pk}/jawab/", {"text": "Besok pagi, bawa KK."}, follow=True).text
    assert "Besok pagi, bawa KK." in page
    assert world.bontang_counter.name in page
    row.refresh_from_db()
    assert row.waiting_since is None
    sent = OutboxMessage.objects.get(event=conversations.REPLY)
    assert (sent.body, sent.channel, sent.contact) == ("Besok pagi, bawa KK.", "whatsapp", row.contact)
    event = Event.objects.get(name="conversation.answered")
    assert (event.person_id, event.organisation) == (world.bontang_counter.person_id, world.bontang)
    assert client.post(f"{LIST}{row.pk}/jawab/", {"text": " "}).status_code == 422


def test_given_back_it_is_gone_from_the_office(world: World, row: Conversation, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    client.post(f"{LIST}{row.pk}/kembalikan/")
    assert client.get(f"{LIST}{row.pk}/").status_code == 404
    assert "Petugas sudah selesai" in OutboxMessage.objects.get().body
    assert Event.objects.filter(name="conversation.given_back").count() == 1


def test_when_the_window_is_closed_the_page_says_what_works(world: World, sign_in: SignIn) -> None:
    row = handed_over(world, timezone.now() - timedelta(hours=25))
    client = sign_in(world.bontang_counter)
    page = client.get(f"{LIST}{row.pk}/").text
    assert "Jawaban bebas sudah tertutup" in page
    assert "Kirim jawaban" not in page
    client.post(f"{LIST}{row.pk}/jawab/", {"text": "Terlambat"})
    assert not OutboxMessage.objects.exists()
    client.post(f"{LIST}{row.pk}/undang/")
    assert "sudah diminta" in client.post(f"{LIST}{row.pk}/undang/", follow=True).text
    sent = OutboxMessage.objects.get()
    assert (sent.template, sent.contact) == ("messaging/call_back", row.contact)


def test_for_strangers_it_is_not_there(world: World, row: Conversation, sign_in: SignIn) -> None:
    client = sign_in(world.bengkalis_counter)
    assert f"{LIST}{row.pk}/" not in client.get(LIST).text
    for method, path in (("get", ""), ("post", "jawab/"), ("post", "kembalikan/"), ("post", "undang/")):
        assert getattr(client, method)(f"{LIST}{row.pk}/{path}", {"text": "Halo"}).status_code == 404
    assert sign_in(world.bontang_approver).get(LIST).status_code == 404
    assert not OutboxMessage.objects.exists()


def test_a_photo_is_opened_by_officers_of_the_unit_only(world: World, row: Conversation, sign_in: SignIn) -> None:
    now, citizen = timezone.now(), Citizen(contact_id=row.contact_id)
    turn = conversations.hear(conversation=row, text="[foto] Ini KTP saya", at=now, now=now)
    earlier = Turn.objects.earliest("pk")
    shown, hidden = uploaded(citizen, now=now), uploaded(citizen, now=now)
    conversations.keep_file(turn=turn.pk, file=shown, actor=citizen, now=now)
    conversations.keep_file(turn=earlier.pk, file=hidden, actor=citizen, now=now)
    client = sign_in(world.bontang_counter)
    assert f'href="{LIST}{row.pk}/berkas/{shown}/"' in client.get(f"{LIST}{row.pk}/").text
    answer = client.get(f"{LIST}{row.pk}/berkas/{shown}/")
    assert isinstance(answer, FileResponse)
    assert b"".join(answer).startswith(b"\xff\xd8")
    other = handed_over(world, now, phone="+6281210000003")
    for number, file in ((row.pk, hidden), (other.pk, shown), (row.pk, uploaded(citizen, now=now))):
        assert client.get(f"{LIST}{number}/berkas/{file}/").status_code == 404
    assert sign_in(world.bengkalis_counter).get(f"{LIST}{row.pk}/berkas/{shown}/").status_code == 404


def test_what_was_said_is_forgotten_with_its_photo(world: World, row: Conversation) -> None:
    now, citizen = timezone.now(), Citizen(contact_id=row.contact_id)
    turn = conversations.hear(conversation=row, text="[foto]", at=now, now=now)
    file = uploaded(citizen, now=now)
    conversations.keep_file(turn=turn.pk, file=file, actor=citizen, now=now)
    assert forget_what_was_said(now + timedelta(days=366)) > 0
    assert Attachment.objects.get(pk=file).state == State.REMOVED
    assert queries.files_of_turns([turn.pk]) == []


def test_an_unknown_verb_is_no_page(world: World, row: Conversation, sign_in: SignIn) -> None:
    assert sign_in(world.bontang_counter).post(f"{LIST}{row.pk}/hapus/").status_code == 404


def test_it_is_counted_on_the_rail_and_stands_on_the_desk(world: World, row: Conversation, sign_in: SignIn) -> None:
    page = sign_in(world.bontang_counter).get("/kantor/").text
    assert "Warga menunggu jawaban di WhatsApp" in page
    assert f'href="{LIST}"' in page
    assert "Warga menunggu" not in sign_in(world.bengkalis_counter).get("/kantor/").text


def test_the_list_costs_the_same_for_many(
    world: World, row: Conversation, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(world.bontang_counter)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
    for number in range(3, 9):
        handed_over(world, timezone.now(), phone=f"+628121000000{number}")
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
