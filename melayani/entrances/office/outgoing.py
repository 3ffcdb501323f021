"""Messages of my units as they went out: by which channel, whether they arrived, what they cost, what failed and why.

Neither address nor words are shown here: they are on the page of the case, behind its own right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from melayani.foundation.messaging import queries as messaging
from melayani.foundation.messaging.models import MessageState, MessageTemplate, OutboxMessage
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.voice.complaints.access import numbers_hidden_from

PAGE_SIZE = 50
READERS = frozenset({Role.ADMINISTRATOR, Role.HEAD})
KEEPERS = frozenset({Role.ADMINISTRATOR})
STATES = (
    ("", "Semua"),
    (MessageState.QUEUED, "Menunggu"),
    (MessageState.FAILED, "Gagal"),
    (MessageState.NO_CHANNEL, "Tanpa saluran"),
    (MessageState.SENT, "Terkirim"),
)
CHANNELS = {
    "email": "Surel",
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "push": "Gawai",
    "chat": "Obrolan",
    "demonstration": "Peragaan",
}
AGAIN = {MessageState.FAILED, MessageState.NO_CHANNEL}


@dataclass(frozen=True)
class Line:
    """One message as the list shows it."""

    row: OutboxMessage
    channel: str
    may_go_again: bool


@dataclass(frozen=True)
class Page:
    """Messages, newest first; `older` is the id to continue before, None at the end."""

    lines: list[Line]
    older: int | None
    people_today: int | None  # written to first by WhatsApp within 24 hours; None where it is off
    people_limit: int


def page_for(officer: Officer, *, state: str, before: str, now: datetime) -> Page:
    """Messages of the units where the officer reads them; two queries, one more where WhatsApp is on."""
    rows = _visible_to(officer)
    if state in {name for name, _ in STATES if name}:
        rows = rows.filter(state=state)
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("organisation").order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    lines = [Line(row, CHANNELS.get(row.channel, row.channel), row.state in AGAIN and bool(row.body)) for row in shown]
    older = shown[-1].pk if len(found) > PAGE_SIZE else None
    return Page(lines, older, messaging.people_written_to_first(now), settings.WHATSAPP_PER_DAY)


def get_for_officer(officer: Officer, pk: int) -> OutboxMessage:
    """The message, if the officer may read it; else 404."""
    row: OutboxMessage | None = _visible_to(officer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def forms_page(before: str) -> tuple[list[MessageTemplate], int | None]:
    """Forms of WhatsApp, newest first, and the id to continue before; one query."""
    rows = MessageTemplate.objects.order_by("-pk")
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return shown, shown[-1].pk if len(found) > PAGE_SIZE else None


def _visible_to(officer: Officer) -> QuerySet[OutboxMessage, Any]:
    """Messages of the units in reach, without those of cases that are hidden from this officer."""
    rows = OutboxMessage.objects.filter(at_or_below(officer.reach(*READERS), "organisation__"))
    return rows.exclude(reference_kind="complaint", reference_number__in=numbers_hidden_from(officer))
