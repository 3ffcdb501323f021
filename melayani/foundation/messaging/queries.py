"""Reads over the outbox, and whether anybody can be reached at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Min, Q

from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.messaging.channels import channels_on
from melayani.foundation.messaging.channels.whatsapp.limits import people_of_the_day
from melayani.foundation.messaging.channels.whatsapp.sender import WhatsApp
from melayani.foundation.messaging.inbound import UNKNOWN_STATUSES
from melayani.foundation.messaging.models import (
    Contact,
    Conversation,
    InboundMark,
    MessageState,
    OutboxMessage,
    Turn,
    hash_of,
)
from melayani.foundation.messaging.talks import TURN
from melayani.foundation.numbers.rules import Reference

CONVERSATIONS, TURNS = 20, 40  # on a page
WAITS_TOO_LONG = timedelta(hours=1)


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


def outbox_of(reference: Reference, *, limit: int = 100, without: str = "") -> list[OutboxMessage]:
    """Messages about one case, newest first, but for those whose event begins with `without`; one query."""
    rows = OutboxMessage.objects.about(reference.kind, reference.number).select_related("contact")
    if without:
        rows = rows.exclude(event__startswith=without)
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


def conversations_within(paths: Iterable[str], page: str) -> Page[Conversation]:
    """Conversations handed over to organisations at or below `paths`: who waits longest first, then the newest."""
    rows = Conversation.objects.within(paths).select_related("contact", "organisation")
    return Paginator(
        rows.order_by(F("waiting_since").asc(nulls_last=True), "-updated_at", "pk"), CONVERSATIONS
    ).get_page(page)


def turns_of(conversation: Conversation, page: str) -> Page[Turn]:
    """What was said since it was handed over, newest first, with what became of each answer; paged."""
    since = conversation.handed_over_after or 0
    rows = Turn.objects.filter(conversation=conversation, pk__gt=since).select_related("message")
    return Paginator(rows.order_by("-pk"), TURNS).get_page(page)


def files_of_turns(turns: Iterable[int]) -> list[Attachment]:
    """What citizens sent with the words of these turns; `owner_number` is the key of the turn. One query at most."""
    wanted = [str(pk) for pk in turns]
    rows = Attachment.objects.filter(owner_kind=TURN, owner_number__in=wanted, state=State.CLAIMED)
    return list(rows.order_by("created_at", "pk")) if wanted else []


def file_in(conversation: Conversation, file: UUID) -> Attachment | None:
    """A file that was sent in this conversation since it was handed over; None for any other."""
    found = Attachment.objects.filter(pk=file, owner_kind=TURN).first()
    since = conversation.handed_over_after or 0
    if found is None or not (found.owner_number.isascii() and found.owner_number.isdigit()):
        return None
    turn = Turn.objects.filter(conversation=conversation, pk=int(found.owner_number), pk__gt=since)
    return found if turn.exists() else None


def conversation_counts(paths: Iterable[str], now: datetime) -> dict[str, int]:
    """How many wait for an officer there, and how many of them for more than WAITS_TOO_LONG; one query."""
    late = Count("pk", filter=Q(waiting_since__lt=now - WAITS_TOO_LONG))
    return Conversation.objects.within(paths).waiting().order_by().aggregate(open=Count("pk"), late=late)


def conversation_with(channel: str, kind: str, value: str) -> Conversation | None:
    """The conversation with the contact of this normalised value, or None; one query."""
    rows = Conversation.objects.filter(channel=channel, contact__kind=kind, contact__value_hash=hash_of(kind, value))
    return rows.select_related("contact").first()


def heard_in(conversation: Conversation, limit: int) -> list[Turn]:
    """What the citizen said, newest first; one query."""
    return list(Turn.objects.filter(conversation=conversation, inward=True).order_by("-pk")[:limit])


def newest_to(contact: Contact, limit: int) -> list[OutboxMessage]:
    """Messages to this contact, newest first; one query."""
    return list(OutboxMessage.objects.filter(contact=contact).order_by("-pk")[:limit])
