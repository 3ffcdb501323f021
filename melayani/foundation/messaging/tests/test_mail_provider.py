"""E-mail by a provider's own interface (django-anymail), against a server that speaks Postmark's wire format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from melayani.foundation.messaging.channels.email.checks import check_mail_settings
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import MessageState, OutboxMessage
from melayani.foundation.messaging.tests.factories import queued
from melayani.foundation.messaging.tests.providers import Answer, Provider, mail_provider

WHOM = "sari@contoh.id"
INACTIVE = f"You tried to send to somebody. Found inactive addresses: {WHOM}. Inactive recipients are ones …"


@pytest.fixture
def postmark(settings: Any) -> Iterator[Provider]:
    """Postmark's send interface (POST /email): 200 with ErrorCode 0, 422 with a code of its own, 401 for the key."""
    with mail_provider(settings, to=WHOM) as provider:
        settings.PUBLIC_URL = "https://layanan.contoh.go.id"
        yield provider


def fresh(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.django_db
def test_a_provider_gets_the_same_letter_by_its_own_interface(postmark: Provider, now: datetime) -> None:
    message = queued(now)
    assert send_due(now=now) == 1
    (letter,) = postmark.received
    assert postmark.headers[0]["X-Postmark-Server-Token"] == "kunci-uji"
    assert (letter["To"], letter["Subject"]) == (message.address, message.subject)
    assert letter["From"] == "Melayani <jangan-balas@contoh.go.id>"
    assert message.body in letter["TextBody"]
    assert {"Name": "Auto-Submitted", "Value": "auto-generated"} in letter["Headers"]
    assert (fresh(message).state, fresh(message).external_id) == (MessageState.SENT, "b7bc2f4a")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (Answer(422, {"ErrorCode": 406, "Message": INACTIVE}), "failed"),
        (Answer(422, {"ErrorCode": 300, "Message": f"Invalid 'To' address: '{WHOM}'."}), "failed"),
        (Answer(422, {"ErrorCode": 300, "Message": "Error parsing 'Reply-To': Illegal email domain 'x'."}), "failed"),
        (Answer(422, {"ErrorCode": 406, "Message": "You tried to send to somebody."}), "waiting"),
        (Answer(200, {"ErrorCode": 0, "Message": "OK", "MessageID": "1"}), "waiting"),
        (Answer(429, {"ErrorCode": 429, "Message": "Rate limit exceeded"}), "waiting"),
        (Answer(401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}), "waiting"),
        (Answer(500, {"ErrorCode": 500, "Message": "Internal Server Error"}), "waiting"),
        (Answer(200, "no json"), "waiting"),
        (Answer(hangs_up=True), "waiting"),
    ],
)
def test_what_a_provider_answers_is_understood(postmark: Provider, now: datetime, answer: Answer, state: str) -> None:
    message = queued(now)
    postmark.answers.append(answer)
    send_due(now=now)
    row = fresh(message)
    assert (row.state == MessageState.FAILED) == (state == "failed"), row.last_error
    assert row.last_error
    assert message.body not in row.last_error  # a log is no place for a letter
    if state == "waiting":
        send_due(now=now + timedelta(hours=1))
        assert fresh(message).state == MessageState.SENT


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("{", "messaging.E006"),
        ("[]", "messaging.E006"),
        ('{"name": "../x"}', "messaging.E006"),
        ('{"name": "merpati"}', "messaging.E006"),
        ('{"name": "postmark", "server_token": "x"}', ""),
    ],
)
def test_a_provider_that_cannot_be_used_is_told_at_start(settings: Any, written: str, fault: str) -> None:
    settings.SMTP_URL, settings.MAIL_PROVIDER, settings.EMAIL_FROM = "", written, "x@contoh.id"
    assert [found.id for found in check_mail_settings(None)] == [fault] * bool(fault)
    settings.EMAIL_FROM = ""
    assert [found.id for found in check_mail_settings(None)] == ["messaging.E005"]
    settings.SMTP_URL = "smtp://localhost"
    assert [found.id for found in check_mail_settings(None)] == ["messaging.E004"]


@pytest.mark.django_db
def test_an_option_that_the_provider_does_not_know_stops_the_channel_only(settings: Any, now: datetime) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = "", "x@contoh.id"
    settings.MAIL_PROVIDER = '{"name": "postmark"}'  # no token
    message = queued(now)
    send_due(now=now)
    assert (fresh(message).state, message.attempts) == (MessageState.QUEUED, 0)
    assert "POSTMARK_SERVER_TOKEN" in fresh(message).last_error
