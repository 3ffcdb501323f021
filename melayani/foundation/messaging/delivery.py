"""The worker's part: take due messages one by one, hand each to a channel, write down what came of it.

A message is reserved for LEASE in a transaction of its own, sent outside any transaction, then settled. A worker that
dies in between leaves a reservation that runs out: nothing is lost, and at most that one message goes out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Max

from melayani.foundation.messaging.channels import Channel, channels_on
from melayani.foundation.messaging.models import Contact, MessageKind, MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Refused, TryLater
from melayani.foundation.messaging.rules import PATIENCE, wait_before_next

log = structlog.get_logger()
LEASE = timedelta(minutes=5)
BATCH = 50


@dataclass
class Round:
    """One pass over the outbox: the channels that are on, and until when a channel rests because it is away."""

    now: datetime
    channels: list[Channel]
    resting: dict[str, datetime]

    def choose(self, message: OutboxMessage, contact: Contact) -> Channel | None:
        """The first channel that is on, can reach the contact and has not given up on this message."""
        fitting = (channel for channel in self.channels if channel.accepts(contact))
        return next((channel for channel in fitting if channel.kind not in message.tried), None)


def send_due(now: datetime, *, limit: int = BATCH) -> int:
    """Try at most `limit` messages that are due at `now`; return how many were tried."""
    due = OutboxMessage.objects.due(now).order_by("next_attempt_at", "id").values_list("pk", flat=True)
    waiting = list(due[:limit])
    if not waiting:
        return 0
    channels = channels_on()
    resting = OutboxMessage.objects.probing(now).values_list("channel").annotate(until=Max("next_attempt_at"))
    current = Round(now=now, channels=channels, resting=dict(resting.order_by()))
    return sum(_handle(pk, current) for pk in waiting)


def _handle(pk: int, current: Round) -> int:
    message = _take(pk, current.now)
    if message is None:
        return 0
    contact = message.contact
    if contact is None:
        _finish(message, MessageState.FAILED, "the contact was erased")
        return 1
    if message.expires_at and message.expires_at <= current.now:
        _finish(message, MessageState.FAILED, "too late to be of use")
        return 1
    if message.kind == MessageKind.ANNOUNCEMENT and contact.opted_out_at:
        _finish(message, MessageState.SUPPRESSED, "")
        return 1
    channel = current.choose(message, contact)
    if channel is None and _turn_to_other_contact(message):
        message.settle(next_attempt_at=current.now)
        return 1
    if channel is None:
        # a channel that gave up is a failure; never having had one is a matter of configuration
        _finish(message, MessageState.FAILED if message.tried else MessageState.NO_CHANNEL, message.last_error)
        return 1
    return _attempt(message, channel, current)


def _take(pk: int, now: datetime) -> OutboxMessage | None:
    """Reserve one message; None when another worker has it, or it is no longer due."""
    with transaction.atomic():
        rows = OutboxMessage.objects.due(now).filter(pk=pk).select_related("contact", "instead", "organisation")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        message = rows.first()
        if message is None:
            return None
        if not OutboxMessage.objects.take(pk, seen_attempts=message.attempts, until=now + LEASE):
            return None
        message.attempts += 1
    return message


def _attempt(message: OutboxMessage, channel: Channel, current: Round) -> int:
    rest_until = current.resting.get(channel.kind)
    if rest_until:  # not an attempt: the server is known to be away, the message that found out will ask again
        message.settle(channel=channel.kind, attempts=message.attempts - 1, next_attempt_at=rest_until)
        return 0
    try:
        external_id = channel.send(message)
    except Refused as problem:
        _next_channel(message, channel, current, problem)
    except TryLater as problem:
        if current.now - message.created_at >= PATIENCE:
            _next_channel(message, channel, current, problem)
        else:
            _postpone(message, channel, current, problem, away=False)
    except ChannelAway as problem:
        current.resting[channel.kind] = _postpone(message, channel, current, problem, away=True)
    except Exception as problem:  # a fault of ours in one message must not stop the others
        log.error("message_fault", message=message.pk, channel=channel.kind, problem=type(problem).__name__)
        _postpone(message, channel, current, problem, away=False)
    else:
        message.settle(
            state=MessageState.SENT,
            channel=channel.kind,
            sent_at=current.now,
            external_id=external_id[:200],
            last_error="",
            channel_away=False,
        )
    return 1


def _postpone(message: OutboxMessage, channel: Channel, current: Round, problem: Exception, *, away: bool) -> datetime:
    """Try later, with growing waits. A channel that is away is waited for without end: the messages are not lost."""
    at = current.now + wait_before_next(message.attempts, away=away)
    message.settle(channel=channel.kind, next_attempt_at=at, channel_away=away, last_error=_words(problem, message))
    return at


def _next_channel(message: OutboxMessage, channel: Channel, current: Round, problem: Exception) -> None:
    """This channel gives up: the next round takes the following one, or writes the failure down."""
    log.warning("message_given_up", message=message.pk, channel=channel.kind, problem=type(problem).__name__)
    message.settle(
        channel=channel.kind,
        tried=[*message.tried, channel.kind],
        next_attempt_at=current.now,
        attempts=0,
        channel_away=False,
        last_error=_words(problem, message),
    )
    following = current.choose(message, message.contact) if message.contact else None
    if following is None and not _turn_to_other_contact(message):
        _finish(message, MessageState.FAILED, message.last_error)


def _turn_to_other_contact(message: OutboxMessage) -> bool:
    """Every channel to the first contact gave up: the other way to the same person is next, once."""
    other = message.instead
    if other is None:
        return False
    message.settle(contact=other, address=other.value, instead=None, tried=[])
    return True


def _finish(message: OutboxMessage, state: str, reason: str) -> None:
    message.settle(state=state, last_error=reason, channel_away=False)


def _words(problem: Exception, message: OutboxMessage) -> str:
    """What the server said, without the address it repeats."""
    return str(problem).replace(message.address, "…")[:1000] if message.address else str(problem)[:1000]
