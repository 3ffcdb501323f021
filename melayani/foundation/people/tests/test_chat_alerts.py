"""An officer's alerts in Telegram, against a server that speaks the Bot API."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.messaging import connections, following
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.channels.chat.checks import check_chat_settings
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Contact, ContactKind, MessageState, OutboxMessage
from melayani.foundation.messaging.tests.factories import queued
from melayani.foundation.people import Officer, chat_alerts
from melayani.foundation.people.tests.factories import World

PAGE = "/kantor/akun/obrolan/"
TOKEN = "123456:abcdefghijklmnopqrstuvwxyz"


class Telegram(ThreadingHTTPServer):
    """The Bot API with the one method that is used."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        self.status, self.answer = 200, {"ok": True, "result": {"message_id": 42}}
        self.got: list[dict[str, Any]] = []
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


class Door(BaseHTTPRequestHandler):
    server: Telegram

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == f"/bot{TOKEN}/sendMessage"
        if self.server.status == 200:
            self.server.got.append(told)
        body = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def telegram(settings: Any) -> Iterator[Telegram]:
    server = Telegram()
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_URL = TOKEN, f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    connections.close("chat")
    server.shutdown()
    server.server_close()


def installed(client: Client, telegram: Telegram, number: str = "987654") -> None:
    """The officer types the number of the chat and brings back the code that came there."""
    assert "Kode 6 angka" in client.post(PAGE, {"step": "chat", "number": number}).content.decode()
    send_due(timezone.now())
    code = re.search(r"\b\d{3} \d{3}\b", telegram.got[-1]["text"])
    assert code
    assert telegram.got[-1]["chat_id"] == number
    assert client.post(PAGE, {"step": "code", "number": number, "code": code[0]}).status_code == 302


@pytest.mark.django_db
def test_a_proven_chat_gets_what_the_mail_of_the_officer_gets(
    telegram: Telegram, world: World, sign_in: Callable[[Officer], Client]
) -> None:
    officer = world.bontang_processor
    client = sign_in(officer)
    installed(client, telegram)
    chat = Contact.objects.get(kind=ContactKind.CHAT)
    assert (chat.quiet_from, chat.quiet_until) == (time(20), time(6))
    assert "Kini dikirim ke obrolan 987654" in client.get(PAGE).content.decode()
    now = timezone.now()
    message = queued(now, to=keep_contact(email=officer.person.email, now=now))
    queued(now, to=keep_contact(email=world.bengkalis_processor.person.email, now=now))
    assert following.copy_for_devices(now) == 1
    noon = now + timedelta(days=1)
    send_due(noon.replace(hour=5, minute=0))  # noon in Jakarta: no quiet hour
    assert telegram.got[-1]["text"].startswith(message.subject)
    copy = OutboxMessage.objects.get(contact=chat, event=message.event)
    assert (copy.state, copy.channel, copy.external_id) == (MessageState.SENT, "chat", "42")
    assert client.post(PAGE, {"step": "try"}).status_code == 302
    assert client.post(PAGE, {"step": "stop"}).status_code == 302
    queued(now, to=keep_contact(email=officer.person.email, now=now))
    assert following.copy_for_devices(now) == 0


@pytest.mark.django_db
def test_without_the_code_nothing_is_installed(
    telegram: Telegram, world: World, sign_in: Callable[[Officer], Client]
) -> None:
    client = sign_in(world.bontang_processor)
    client.post(PAGE, {"step": "chat", "number": "987654"})
    answer = client.post(PAGE, {"step": "code", "number": "987654", "code": "000 000"}).content.decode()
    assert "tidak cocok" in answer
    for number in ("", "abc", "1" * 40, "-"):
        assert client.post(PAGE, {"step": "chat", "number": number}).status_code == 200
    client.post(PAGE, {"step": "stop"})
    assert chat_alerts.known_chat(world.bontang_processor) is None


@pytest.mark.django_db
def test_another_chat_takes_the_place_of_the_first(
    telegram: Telegram, world: World, sign_in: Callable[[Officer], Client]
) -> None:
    client = sign_in(world.bontang_processor)
    installed(client, telegram)
    installed(client, telegram, "-1001234")
    chat = chat_alerts.known_chat(world.bontang_processor)
    assert chat is not None
    assert chat.value == "-1001234"
    now = timezone.now()
    queued(now, to=keep_contact(email=world.bontang_processor.person.email, now=now))
    assert following.copy_for_devices(now) == 1


@pytest.mark.django_db
def test_while_off_the_page_is_not_there(settings: Any, world: World, sign_in: Callable[[Officer], Client]) -> None:
    settings.TELEGRAM_TOKEN = ""
    client = sign_in(world.bontang_processor)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"step": "chat", "number": "987654"}).status_code == 404
    assert "Telegram" not in client.get("/kantor/akun/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "answer", "state", "away", "wait"),
    [
        (400, {"ok": False, "description": "chat not found"}, MessageState.FAILED, False, None),
        (403, {"ok": False, "description": "bot was blocked by the user"}, MessageState.FAILED, False, None),
        (429, {"ok": False, "parameters": {"retry_after": 90}}, MessageState.QUEUED, False, timedelta(seconds=90)),
        (429, {"ok": False, "parameters": {"retry_after": 10**9}}, MessageState.QUEUED, False, timedelta(hours=1)),
        (401, {"ok": False}, MessageState.QUEUED, True, timedelta(seconds=30)),
        (502, [], MessageState.QUEUED, True, timedelta(seconds=30)),
    ],
)
def test_what_telegram_answers_decides(
    telegram: Telegram, now: datetime, status: int, answer: Any, state: str, away: bool, wait: timedelta | None
) -> None:
    telegram.status, telegram.answer = status, answer
    message = queued(now, to=chat_alerts.typed_chat("987654", now))
    send_due(now)
    row = OutboxMessage.objects.get(pk=message.pk)
    assert (row.state, row.channel_away) == (state, away)
    if wait:
        assert row.next_attempt_at == now + wait


@pytest.mark.django_db
def test_the_token_stands_in_no_error(settings: Any, telegram: Telegram, now: datetime) -> None:
    settings.TELEGRAM_URL = "http://127.0.0.1:9"
    message = queued(now, to=chat_alerts.typed_chat("987654", now))
    send_due(now)
    row = OutboxMessage.objects.get(pk=message.pk)
    assert (row.state, row.channel_away) == (MessageState.QUEUED, True)
    assert TOKEN not in row.last_error


@pytest.mark.parametrize(
    ("token", "url", "ids"),
    [
        ("", "", []),
        ("rahasia", "https://api.telegram.org", ["messaging.E041"]),
        (TOKEN, "http://api.telegram.org", ["messaging.E042"]),
        (TOKEN, "https://api.telegram.org", []),
    ],
)
def test_a_half_configured_channel_is_refused(settings: Any, token: str, url: str, ids: list[str]) -> None:
    settings.TELEGRAM_TOKEN, settings.TELEGRAM_URL = token, url
    assert [one.id for one in check_chat_settings(None)] == ids
