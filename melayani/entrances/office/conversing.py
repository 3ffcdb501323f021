"""Conversations among all that waits for an officer: who waits longest, as lines of the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from melayani.entrances.office import access
from melayani.foundation.messaging import queries
from melayani.foundation.messaging.models import ContactKind, Conversation
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import CONVERSES
from melayani.foundation.ui.format import mask_email, mask_phone
from melayani.foundation.ui.work import ACT, Key, Line, group_of

KIND = "Percakapan"


def counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """How many citizens wait for an answer, and how many of them for more than an hour; one query."""
    return queries.conversation_counts(officer.reach(*CONVERSES), now)


def first_due(officer: Officer, most: int) -> list[Key]:
    """The first `most` that wait, the longest first; one query."""
    rows = access.conversations_of(officer).waiting().order_by("waiting_since", "pk")
    found = rows.values_list("waiting_since", "pk")[:most]
    return [Key(ACT, since + queries.WAITS_TOO_LONG if since else None, pk) for since, pk in found]


def lines(keys: Sequence[int], now: datetime) -> Mapping[int, Line]:
    """These conversations as lines, by key; one query."""
    rows = Conversation.objects.select_related("contact", "organisation").in_bulk(list(keys))
    return {pk: _line(row, now) for pk, row in rows.items()}


def who(row: Conversation) -> str:
    """Whose conversation it is, masked."""
    contact = row.contact
    if contact.kind == ContactKind.PHONE:
        return mask_phone(contact.value)
    return mask_email(contact.value) if contact.kind == ContactKind.EMAIL else "Tanpa nomor telepon"


def _line(row: Conversation, now: datetime) -> Line:
    due = row.waiting_since + queries.WAITS_TOO_LONG if row.waiting_since else None
    return Line(
        kind=KIND,
        number=f"#{row.pk}",
        url=reverse("office_conversation", args=[row.pk]),
        what="Warga menunggu jawaban di WhatsApp",
        who=who(row),
        tone="note",
        words="Menunggu jawaban",
        due=due,
        office=row.organisation,
        group=group_of(ACT, due, row.organisation, now),
    )
