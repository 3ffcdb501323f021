"""E-mail against a real SMTP server in this process, and what its answers lead to."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from io import StringIO
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core.management import call_command
from django.core.management.base import CommandError

from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging import threads
from melayani.foundation.messaging.channels.email.checks import check_mail_settings
from melayani.foundation.messaging.channels.email.server import BadServerAddress, read_server
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import MessageState, OutboxMessage
from melayani.foundation.messaging.tests import factories
from melayani.foundation.messaging.tests.factories import queued
from melayani.foundation.organisations.actions import create_organisation


class Postbox:
    """Keeps what arrives; answers each RCPT or DATA with what the test put in."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.at_recipient = self.at_data = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.at_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.at_data.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.arrived.append(message)
            self.recipients += envelope.rcpt_tos
        return self.at_data


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
    settings.EMAIL_FROM = "Melayani <jangan-balas@contoh.go.id>"
    settings.PUBLIC_URL = "https://layanan.contoh.go.id"
    yield box
    controller.stop()


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.django_db
def test_a_message_arrives_as_plain_text_with_its_marks(postbox: Postbox, now: datetime) -> None:
    agency = create_organisation(
        actor=SYSTEM, kind="ministry", name="Dinas Uji", parent=None, now=now, email="loket@contoh.go.id"
    )
    message = queued(now, to=factories.foreigner(now), organisation=agency)
    assert postbox.arrived == []
    assert send_due(now) == 1
    (mail,) = postbox.arrived
    assert postbox.recipients == ["visitor@contoh.id"]
    assert mail["Subject"] == "Trial message from Melayani"
    assert mail["From"] == "Melayani <jangan-balas@contoh.go.id>"
    assert (mail["To"], mail["Reply-To"]) == ("visitor@contoh.id", "loket@contoh.go.id")
    assert mail["Message-ID"] == threads.message_id(message)
    assert mail["Message-ID"].startswith(f"<melayani-{message.pk}-")
    assert mail["Message-ID"].endswith("@layanan.contoh.go.id>")
    assert {mail["In-Reply-To"].strip(), mail["References"].strip()} == {threads.thread_id(message)}  # folded
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "en")
    assert mail.get_content_type() == "text/plain"
    assert "If you can read it" in mail.get_content()
    row = fresh(message)
    assert (row.state, row.channel, row.sent_at, row.attempts) == (MessageState.SENT, "email", now, 1)
    assert send_due(now + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_refused_recipient_is_final_and_the_address_is_not_repeated(postbox: Postbox, now: datetime) -> None:
    postbox.at_recipient = "550 5.1.1 <sari@contoh.id> no such user"
    message = queued(now)
    send_due(now)
    row = fresh(message)
    assert (row.state, row.attempts) == (MessageState.FAILED, 0)
    assert row.last_error == "550 5.1.1 <…> no such user"
    assert send_due(now + timedelta(days=2)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["at_recipient", "at_data"])
def test_a_temporary_refusal_is_retried_and_arrives_once(postbox: Postbox, now: datetime, where: str) -> None:
    setattr(postbox, where, "451 4.7.1 greylisted, try again later")
    message = queued(now)
    send_due(now)
    row = fresh(message)
    assert (row.state, row.next_attempt_at, row.channel_away) == (
        MessageState.QUEUED,
        now + timedelta(seconds=30),
        False,
    )
    setattr(postbox, where, "250 OK")
    assert send_due(now + timedelta(seconds=29)) == 0
    assert send_due(now + timedelta(seconds=30)) == 1
    assert (fresh(message).state, len(postbox.arrived)) == (MessageState.SENT, 1)


@pytest.mark.django_db
def test_a_refused_text_is_final(postbox: Postbox, now: datetime) -> None:
    postbox.at_data = "554 5.7.1 content rejected"
    message = queued(now)
    send_due(now)
    assert fresh(message).state == MessageState.FAILED


@pytest.mark.django_db
def test_one_refused_recipient_does_not_hold_up_the_next(postbox: Postbox, now: datetime) -> None:
    postbox.at_recipient = "451 busy"
    first = queued(now)
    send_due(now)
    postbox.at_recipient = "250 OK"
    second = queued(now + timedelta(seconds=5), to=factories.foreigner(now))
    send_due(now + timedelta(seconds=5))
    assert (fresh(first).state, fresh(second).state) == (MessageState.QUEUED, MessageState.SENT)


@pytest.mark.django_db
def test_a_server_that_is_away_is_waited_for(settings: Any, postbox: Postbox, now: datetime) -> None:
    there = settings.SMTP_URL
    settings.SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    messages = [queued(now) for _ in range(3)]
    assert send_due(now) == 1
    first = fresh(messages[0])
    assert (first.state, first.channel_away) == (MessageState.QUEUED, True)
    assert first.last_error.startswith("ConnectionRefusedError")
    settings.SMTP_URL = there
    for _ in range(2):
        send_due(now + timedelta(minutes=6))
    assert [fresh(message).state for message in messages] == [MessageState.SENT] * 3
    assert len(postbox.arrived) == 3


@pytest.mark.django_db
def test_a_wrong_password_waits_for_the_operator(settings: Any, now: datetime) -> None:
    box = Postbox()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=lambda server, session, envelope, mechanism, data: AuthResult(
            success=data.password == b"benar sekali", handled=False
        ),
        auth_require_tls=False,
    )
    controller.start()
    try:
        settings.EMAIL_FROM = "a@contoh.id"
        settings.SMTP_URL = f"smtp://melayani:salah@127.0.0.1:{controller.port}?tls=none"
        message = queued(now)
        send_due(now)
        assert fresh(message).channel_away
        assert "535" in fresh(message).last_error
        settings.SMTP_URL = f"smtp://melayani:benar%20sekali@127.0.0.1:{controller.port}?tls=none"
        send_due(now + timedelta(minutes=5))
        assert fresh(message).state == MessageState.SENT
    finally:
        controller.stop()


@pytest.mark.django_db
def test_a_server_without_the_promised_encryption_gets_nothing(settings: Any, postbox: Postbox, now: datetime) -> None:
    settings.SMTP_URL += "?tls=starttls"
    message = queued(now)
    send_due(now)
    assert (fresh(message).channel_away, postbox.arrived) == (True, [])


@pytest.mark.django_db
def test_the_operator_tries_it_with_one_command(settings: Any, postbox: Postbox) -> None:
    out = StringIO()
    call_command("send_test_message", "kepala@contoh.go.id", stdout=out)
    assert "email" in out.getvalue()
    assert postbox.arrived[0]["Subject"] == "Pesan percobaan dari https://layanan.contoh.go.id"
    with pytest.raises(CommandError, match="Contoh yang benar"):
        call_command("send_test_message", "kepala")
    settings.SMTP_URL = ""
    with pytest.raises(CommandError, match="no channel"):
        call_command("send_test_message", "kepala@contoh.go.id")


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.contoh.id", "mail.contoh.id", 587, "starttls"),
        ("smtp://mail.contoh.id:465", "mail.contoh.id", 465, "implicit"),
        ("smtps://mail.contoh.id", "mail.contoh.id", 465, "implicit"),
        ("smtp://mail.contoh.id:25", "mail.contoh.id", 25, "none"),
        ("smtp://u:p@mail.contoh.id:2525?tls=starttls", "mail.contoh.id", 2525, "starttls"),
    ],
)
def test_reading_the_server_address(url: str, host: str, port: int, tls: str) -> None:
    server = read_server(url)
    assert (server.host, server.port, server.tls) == (host, port, tls)


def test_user_and_password_may_hold_any_sign() -> None:
    server = read_server("smtp://a%40contoh.id:s%2Fe%3Ac@mail.contoh.id")
    assert (server.user, server.password) == ("a@contoh.id", "s/e:c")


@pytest.mark.parametrize(
    "url", ["mail.contoh.id:25", "http://mail.contoh.id", "smtp://", "smtp://a:x:y", "smtp://a?tls=x"]
)
def test_an_unreadable_server_address(url: str) -> None:
    with pytest.raises(BadServerAddress):
        read_server(url)


@pytest.mark.parametrize(
    ("url", "sender", "ids", "words"),
    [
        ("", "", [], ""),
        ("smtp://mail.contoh.id", "a@contoh.id", [], ""),
        ("smtp://mail.contoh.id", "", ["messaging.E001"], "MELAYANI_EMAIL_FROM is missing"),
        ("", "a@contoh.id", ["messaging.E002"], "MELAYANI_SMTP_URL is missing"),
        ("mail.contoh.id", "a@contoh.id", ["messaging.E003"], "cannot be used"),
        ("smtp://u:p@mail.contoh.id:25", "a@contoh.id", ["messaging.W001"], "unencrypted"),
        ("smtp://u:p@127.0.0.1:25", "a@contoh.id", [], ""),
    ],
)
def test_half_a_configuration_is_told_what_is_missing(
    settings: Any, url: str, sender: str, ids: list[str], words: str
) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = url, sender
    problems = check_mail_settings(None)
    assert [problem.id for problem in problems] == ids
    assert words in "".join(problem.msg for problem in problems)
