"""Reads over the outbox, and whether anybody can be reached at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from melayani.foundation.messaging.channels import channels_on
from melayani.foundation.messaging.channels.whatsapp.limits import people_of_the_day
from melayani.foundation.messaging.channels.whatsapp.sender import WhatsApp
from melayani.foundation.messaging.models import Contact, InboundMark, MessageState, OutboxMessage
from melayani.foundation.numbers.rules import Reference

UNKNOWN_STATUSES = "whatsapp.unknown"  # channel of the marks by which they are counted


@dataclass(frozen=True)
class OutboxHealth:
    """How many messages wait and since when the oldest is overdue, how many failed or found no channel."""

    queued: int
    oldest_due_at: datetime | None
    failed: int
    no_channel: int
    unknown_statuses: int = 0  # of a provider, about messages that are not ours


def can_reach(kind: str) -> bool:
    """Whether a channel that is on now reaches contacts of `kind` (email, phone); at most two queries.

    A demonstration reaches everybody. A page asks before it promises a message that nobody could send.
    """
    contact = Contact(kind=kind)
    on = channels_on()
    return any(one.promises(kind) if hasattr(one, "promises") else one.accepts(contact) for one in on)


def outbox_of(reference: Reference, *, limit: int = 100) -> list[OutboxMessage]:
    """Messages about one case, newest first; one query."""
    rows = OutboxMessage.objects.about(reference.kind, reference.number).select_related("contact")
    return list(rows.order_by("-created_at", "-id")[:limit])


def recent(*, limit: int = 50, before: int | None = None, channel: str = "", state: str = "") -> list[OutboxMessage]:
    """The newest messages, at most `limit`, older than the message id `before`; one query."""
    rows = OutboxMessage.objects.select_related("contact", "organisation")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if channel:
        rows = rows.filter(channel=channel)
    if state:
        rows = rows.filter(state=state)
    return list(rows.order_by("-id")[:limit])


def people_written_to_first(now: datetime) -> int | None:
    """How many people got a form by WhatsApp within a day: the provider limits them. None while it is off."""
    return people_of_the_day(now) if WhatsApp().is_on() else None


def health(now: datetime) -> OutboxHealth:
    """What an operator wants to know about the outbox; three queries."""
    unfinished = [MessageState.QUEUED, MessageState.FAILED, MessageState.NO_CHANNEL]
    rows = OutboxMessage.objects.filter(state__in=unfinished).values_list("state").annotate(n=Count("pk")).order_by()
    counts = {str(state): n for state, n in rows}
    return OutboxHealth(
        queued=counts.get(MessageState.QUEUED, 0),
        oldest_due_at=OutboxMessage.objects.due(now).aggregate(at=Min("next_attempt_at"))["at"],
        failed=counts.get(MessageState.FAILED, 0),
        no_channel=counts.get(MessageState.NO_CHANNEL, 0),
        unknown_statuses=InboundMark.objects.filter(channel=UNKNOWN_STATUSES).count(),
    )
