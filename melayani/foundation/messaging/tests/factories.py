"""Contacts and messages of the standing citizens Sari (e-mail) and Tono (phone), and of a foreigner."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact, OutboxMessage
from melayani.foundation.messaging.outbox import queue
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.actions import mark_installation

CASE = Reference(kind="application", number="PMH-7K3Q9XBT-W", url="/lacak/abc/")


def sari(now: datetime) -> Contact:
    return keep_contact(email="sari@contoh.id", now=now)


def tono_by_phone(now: datetime) -> Contact:
    return keep_contact(phone="0812 0000 0002", now=now)


def foreigner(now: datetime) -> Contact:
    return keep_contact(email="visitor@contoh.id", language="en", now=now)


def queued(now: datetime, *, to: Contact | None = None, **options: Any) -> OutboxMessage:
    """A message about CASE that waits for the worker."""
    message = queue(
        "message.trial",
        to=to or sari(now),
        template="messaging/trial",
        context={"site": "Melayani"},
        reference=CASE,
        now=now,
        **options,
    )
    assert message is not None
    return message


def in_a_demonstration(now: datetime) -> None:
    """From here on this database is marked as a demonstration."""
    mark_installation(demonstration=True, now=now)
