"""Contacts and messages of the standing citizens Sari (e-mail) and Tono (phone), and of a foreigner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.foundation.messaging.actions import keep_contact, keep_normalised, opt_out
from melayani.foundation.messaging.models import (
    Contact,
    ContactKind,
    Conversation,
    MessageState,
    MessageTemplate,
    OutboxMessage,
    TemplateCategory,
    TemplateState,
)
from melayani.foundation.messaging.outbox import queue
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.actions import mark_installation

CASE = Reference(kind="application", number="PMH-7K3Q9XBT-W", url="/lacak/abc/")


def sari(now: datetime) -> Contact:
    return keep_contact(email="sari@contoh.id", now=now)


def tono_by_phone(now: datetime) -> Contact:
    return keep_contact(phone="0812 0000 0002", now=now)


def tono_by_user_id(now: datetime) -> Contact:
    """Tono as WhatsApp knows him where he hides his number."""
    return keep_normalised(kind=ContactKind.WHATSAPP, value="ID.77", language="id", now=now)


def foreigner(now: datetime) -> Contact:
    return keep_contact(email="visitor@contoh.id", language="en", now=now)


def queued(now: datetime, *, to: Contact | None = None, **options: Any) -> OutboxMessage:
    """A message about CASE that waits for the worker."""
    message = queue(
        "message.trial",
        to=to or sari(now),
        template="messaging/trial",
        context={"site": "Melayani"} | options.pop("context", {}),
        reference=CASE,
        now=now,
        **options,
    )
    assert message is not None
    return message


def approved_form(
    now: datetime,
    *,
    template: str = "messaging/trial",
    name: str = "pesan_percobaan",
    language: str = "id",
    category: str = TemplateCategory.UTILITY,
    parameters: tuple[str, ...] = ("site", "number"),
) -> MessageTemplate:
    """A form of WhatsApp that stands for one of our texts."""
    return MessageTemplate.objects.create(
        name=name,
        language=language,
        category=category,
        template=template,
        parameters=list(parameters),
        state=TemplateState.APPROVED,
        changed_at=now,
    )


def wrote_lately(contact: Contact, at: datetime) -> Conversation:
    """The contact's last words by WhatsApp came at this moment."""
    return Conversation.objects.create(contact=contact, channel="whatsapp", last_in_at=at, updated_at=at)


def failed_message(now: datetime, organisation: Any) -> OutboxMessage:
    """A message of this unit that no channel could deliver."""
    message = queued(now, organisation=organisation)
    message.settle(state=MessageState.FAILED, channel="email", last_error="550 no such mailbox", error_code="550")
    return message


def opted_out(contact: Contact, now: datetime) -> Contact:
    return opt_out(contact=contact, by="whatsapp", words="BERHENTI", now=now)


def in_a_demonstration(now: datetime) -> None:
    """From here on this database is marked as a demonstration."""
    mark_installation(demonstration=True, now=now)


def push_on(settings: Any) -> None:
    """Web push is configured, with a push service that is made up."""
    settings.PUSH_CONTACT, settings.PUSH_KEY, settings.PUSH_HOSTS = "mailto:a@contoh.id", "rahasia", [".push.example"]
    settings.PUBLIC_URL = "https://layanan.contoh.go.id"
