"""The page of messages that went out: whose, how, whether they arrived, what they cost; and a second try."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.entrances.office import outgoing
from melayani.foundation.messaging.models import MessageState, OutboxMessage
from melayani.foundation.messaging.tests import factories
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
PAGE = "/kantor/pesan/"


def page(client: Client, **filters: str) -> str:
    response = client.get(PAGE, filters)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_head_sees_channel_arrival_cost_and_reason_and_neither_address_nor_words(
    world: World, now: datetime, sign_in: SignIn
) -> None:
    failed = factories.failed_message(now, world.bontang)
    sent = factories.queued(now, to=factories.tono_by_phone(now), organisation=world.bontang)
    sent.settle(state=MessageState.SENT, channel="sms", sent_at=now, delivered_at=now, segments=2, cost=700)
    html = page(sign_in(world.bontang_head))
    for words in ("SMS", "Sampai", "2 bagian", "700", "Kode 550", "no such mailbox", "Kirim ulang"):
        assert words in html
    assert html.count("/ulang/") == 1
    for secret in (failed.address, sent.address, "Pesan percobaan", sent.body.strip()[:20]):
        assert secret not in html
    assert "no such mailbox" not in page(signed_in(Client(), world.bontang_head), keadaan="sent")


def test_another_unit_sees_and_sends_nothing_of_it(world: World, now: datetime, sign_in: SignIn) -> None:
    message = factories.failed_message(now, world.bontang)
    client = sign_in(world.bengkalis_head)
    assert message.reference_number not in page(client)
    assert client.post(f"{PAGE}{message.pk}/ulang/").status_code == 404
    assert OutboxMessage.objects.get(pk=message.pk).state == MessageState.FAILED


def test_a_second_try(world: World, now: datetime, sign_in: SignIn) -> None:
    message = factories.failed_message(now, world.bontang)
    assert sign_in(world.bontang_head).post(f"{PAGE}{message.pk}/ulang/").status_code == 302
    assert OutboxMessage.objects.get(pk=message.pk).state == MessageState.QUEUED


@pytest.mark.parametrize("odd", [{"keadaan": "'"}, {"sebelum": "-1"}, {"sebelum": "x"}, {"sebelum": "9" * 17}])
def test_odd_addresses_are_no_fault(odd: dict[str, str], world: World, now: datetime, sign_in: SignIn) -> None:
    page(sign_in(world.bontang_head), **odd)


def test_pages_at_a_constant_cost(
    world: World,
    now: datetime,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(outgoing, "PAGE_SIZE", 3)
    for _ in range(5):
        factories.queued(now, organisation=world.bontang)
    with django_assert_num_queries(1):
        found = outgoing.page_for(world.bontang_head, state="", before="", now=now)
    assert (len(found.lines), found.older) == (3, found.lines[-1].row.pk)
    html = page(sign_in(world.bontang_head), sebelum=str(found.older))
    assert html.count('<th scope="row"') == 2


def test_the_budget_of_the_day_is_told_where_whatsapp_is_on(
    world: World, now: datetime, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(world.bontang_head)
    assert "WhatsApp memulai" not in page(client)
    settings.WHATSAPP_NUMBER_ID = settings.WHATSAPP_TOKEN = "x"
    assert "0 dari 250 orang" in page(client)


def test_the_forms_of_whatsapp(world: World, now: datetime, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "PAGE_SIZE", 1)
    factories.approved_form(now, name="umum", template="*", parameters=())
    factories.approved_form(now, name="pesan_percobaan")
    administrator = signed_in(Client(), officer(Role.ADMINISTRATOR, world.bontang, name="Contoh Admin"))
    html = administrator.get(f"{PAGE}templat/").content.decode()
    for words in ("pesan_percobaan", "site, number", "Disetujui", "messaging/trial", "Lebih lama"):
        assert words in html
    older = outgoing.forms_page("")[1]
    assert "semua pesan lain" in administrator.get(f"{PAGE}templat/", {"sebelum": str(older)}).content.decode()
    assert sign_in(world.bontang_head).get(f"{PAGE}templat/").status_code == 404
