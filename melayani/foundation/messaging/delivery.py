"""The worker's part: take due messages, hand each to a channel, write down what came of it.

Messages are reserved for LEASE some at a time, in a short transaction, sent outside any transaction, then settled one
by one. A worker that dies in between leaves reservations that run out: nothing is lost, and of each channel at most
the one message goes out again that was under way. A channel that takes long goes on beside the others (lanes.py).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from melayani.foundation.messaging import lanes
from melayani.foundation.messaging.afterwards import goes_on
from melayani.foundation.messaging.channels import Channel, channels_on
from melayani.foundation.messaging.models import Contact, MessageKind, MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import ChannelAway, Elsewhere, Refused, Stopped, TryLater
from melayani.foundation.messaging.rules import PATIENCE, by_choice, can_wait, end_of_quiet, wait_before_next

log = structlog.get_logger()
LEASE = timedelta(minutes=2)
BATCH = 50  # reserved at once
ROUND = 500  # tried in one round
ROUND_SECONDS = 1.0
CHANNEL_SECONDS = 0.5  # of a round for one channel: whoever takes longer goes on beside the others
HOME_ZONE = "Asia/Jakarta"


@dataclass
class Round:
    """One pass over the outbox: the channels that are on, and which of them take nothing more for now."""

    now: datetime
    channels: list[Channel]
    resting: dict[str, datetime]  # away, until then
    spent: set[str] = field(default_factory=set)  # had their share of this round
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    aside: dict[tuple[str, datetime], list[int]] = field(default_factory=lambda: defaultdict(list))

    def choose(self, message: OutboxMessage, contact: Contact) -> Channel | None:
        """The first channel of the contact's choice that is on, reaches it and has not given up on this message.

        What is urgent does not wait for a channel that is away while another one works.
        """
        fitting = {one.kind: one for one in self.channels if one.accepts(contact) and one.kind not in message.tried}
        if not message.template and message.channel in fitting:  # words of a conversation stay on its channel
            return fitting[message.channel]
        kinds = by_choice(fitting, contact.channels)
        if message.urgent:
            kinds.sort(key=lambda kind: kind in self.resting)
        return fitting[kinds[0]] if kinds else None

    def leave(self, message: OutboxMessage, channel: Channel, at: datetime) -> None:
        """Give the message back untried at the end of the batch."""
        self.aside[channel.kind, at].append(message.pk)


def send_due(now: datetime, *, limit: int = ROUND) -> int:
    """Try at most `limit` messages that are due at `now`, for a bounded time; return how many were tried.

    What is urgent comes first, then cases, then announcements; what still runs from earlier rounds is settled before.
    """
    tried = settle_finished(now)
    current: Round | None = None
    started = monotonic()
    while tried < limit and monotonic() - started < ROUND_SECONDS:
        closed = lanes.busy() | (current.spent if current else set())
        due = OutboxMessage.objects.waiting(now, not_by=closed).values_list("pk", flat=True)
        pks = list(due[: min(BATCH, limit - tried)])
        if not pks:
            break
        current = current or _begin(now)
        tried += _work_through(_take(pks, now), current)
    return tried


def settle_finished(now: datetime) -> int:
    """Write down what the messages came to that took longer than their round; return how many."""
    ended = lanes.finished()
    if ended:
        current = _begin(now)
        for one in ended:
            state = OutboxMessage.objects.filter(pk=one.message.pk).values_list("state", flat=True).first()
            if state == MessageState.QUEUED:  # else the provider told it before, by a status, or the row is gone
                _settle(one.message, one.channel, current, one.answer)
    return len(ended)


@goes_on
def go_on_after_failure(message: OutboxMessage, problem: Exception, *, now: datetime) -> None:
    """What `afterwards.bounced` does: as for a refusal at once; a forgotten text is not sent again."""
    current = _begin(now)
    channel = next((one for one in current.channels if one.kind == message.channel), None)
    if channel is None or not message.body:
        _finish(message, MessageState.FAILED, _words(problem, message), sent_at=None)
        return
    message.settle(state=MessageState.QUEUED, sent_at=None, external_id="", attempts=max(message.attempts, 1))

    def tell() -> str:
        raise problem

    _settle(message, channel, current, tell)


def _begin(now: datetime) -> Round:
    resting = OutboxMessage.objects.probing(now).values_list("channel").annotate(until=Max("next_attempt_at"))
    return Round(now=now, channels=channels_on(), resting=dict(resting.order_by()))


def _take(pks: list[int], now: datetime) -> list[OutboxMessage]:
    """Reserve these messages; those that another worker has, or that are no longer due, are left out."""
    with transaction.atomic():
        rows = OutboxMessage.objects.due(now).filter(pk__in=pks).select_related("contact", "instead", "organisation")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        taken = sorted(rows, key=lambda message: pks.index(message.pk))
        OutboxMessage.objects.reserve([message.pk for message in taken], until=now + LEASE)
    for message in taken:
        message.attempts += 1
    return taken


def _work_through(taken: list[OutboxMessage], current: Round) -> int:
    tried = sum(_handle(message, current) for message in taken)
    for (kind, at), pks in current.aside.items():
        OutboxMessage.objects.put_aside(pks, channel=kind, at=at)
    current.aside.clear()
    return tried


def _handle(message: OutboxMessage, current: Round) -> int:
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
    quiet_until = _quiet_until(message, contact, current.now)
    if quiet_until:
        message.settle(attempts=message.attempts - 1, next_attempt_at=quiet_until)
        return 0
    channel = current.choose(message, contact)
    if channel is None and _turn_to_other_contact(message):
        message.settle(next_attempt_at=current.now)
        return 1
    if channel is None:
        # a channel that gave up is a failure; never having had one is a matter of configuration
        _finish(message, MessageState.FAILED if message.tried else MessageState.NO_CHANNEL, message.last_error)
        return 1
    return _attempt(message, channel, current)


def _quiet_until(message: OutboxMessage, contact: Contact, now: datetime) -> datetime | None:
    zone = message.organisation.time_zone if message.organisation else HOME_ZONE
    until = end_of_quiet(now, begins=contact.quiet_from, ends=contact.quiet_until, zone=zone)
    return until if until and can_wait(urgent=message.urgent, expires_at=message.expires_at, until=until) else None


def _attempt(message: OutboxMessage, channel: Channel, current: Round) -> int:
    kind = channel.kind
    if kind in current.resting:  # the server is known to be away, the message that found out will ask again
        current.leave(message, channel, current.resting[kind])
        return 0
    if kind in current.spent or kind in lanes.busy():
        current.leave(message, channel, current.now)
        return 0
    started = monotonic()
    try:
        _settle(message, channel, current, lambda: _hand_over(message, channel, current))
    except lanes.StillRunning:
        message.channel = kind
    finally:
        current.seconds[kind] += monotonic() - started
        if current.seconds[kind] >= CHANNEL_SECONDS:
            current.spent.add(kind)
    return 1


def _hand_over(message: OutboxMessage, channel: Channel, current: Round) -> str:
    prepare = getattr(channel, "prepare", None)
    if prepare is None:
        return channel.send(message)
    left = CHANNEL_SECONDS - current.seconds[channel.kind]
    return lanes.hand_over(channel, message, prepare(message, current.now), seconds=max(left, 0.05))


def _settle(message: OutboxMessage, channel: Channel, current: Round, answer: Any) -> None:
    """Ask for the answer and write down what follows from it."""
    try:
        external_id = answer()
    except lanes.StillRunning:
        raise
    except Exception as problem:
        note = getattr(channel, "note_problem", None)
        if note:
            note(message, problem, current.now)
        message.error_code = getattr(problem, "code", "")[:16]
        _go_on(message, channel, current, problem)
    else:
        message.mark_sent(channel=channel.kind, external_id=external_id, now=current.now)


def _go_on(message: OutboxMessage, channel: Channel, current: Round, problem: Exception) -> None:
    """What follows from a problem: stop, the next channel, or another try."""
    match problem:
        case Stopped():
            log.warning("message_stopped", message=message.pk, channel=channel.kind, code=problem.code)
            _finish(message, MessageState.FAILED, _words(problem, message), channel=channel.kind)
        case Refused():
            _next_channel(message, channel, current, problem)
        case Elsewhere() if _has_another_way(message, channel, current):
            _next_channel(message, channel, current, problem)
        case TryLater():
            if current.now - message.created_at >= PATIENCE:
                _next_channel(message, channel, current, problem)
            else:
                _postpone(message, channel, current, problem, away=False)
        case ChannelAway():
            if message.urgent and _has_another_way(message, channel, current):
                _next_channel(message, channel, current, problem)
            else:
                current.resting[channel.kind] = _postpone(message, channel, current, problem, away=True)
        case _:  # a fault of ours in one message must not stop the others
            log.error("message_fault", message=message.pk, channel=channel.kind, problem=type(problem).__name__)
            _postpone(message, channel, current, problem, away=False)


def _has_another_way(message: OutboxMessage, channel: Channel, current: Round) -> bool:
    contact = message.contact
    others = [one for one in current.channels if one is not channel and one.kind not in message.tried]
    return message.instead is not None or any(contact is not None and one.accepts(contact) for one in others)


def _postpone(message: OutboxMessage, channel: Channel, current: Round, problem: Exception, *, away: bool) -> datetime:
    """Try later, with growing waits. A channel that is away is waited for without end: the messages are not lost."""
    asked = getattr(problem, "wait", None)
    at = current.now + (wait_before_next(message.attempts, away=away) if asked is None else asked)
    message.settle(
        channel=channel.kind,
        next_attempt_at=at,
        attempts=message.attempts - (asked is not None),
        channel_away=away,
        last_error=_words(problem, message),
        error_code=message.error_code,
    )
    return at


def _next_channel(message: OutboxMessage, channel: Channel, current: Round, problem: Exception) -> None:
    """This channel gives up: the next round takes the following one, or writes the failure down."""
    log.warning("message_given_up", message=message.pk, channel=channel.kind, problem=type(problem).__name__)
    tried = [*message.tried, channel.kind]
    message.settle(
        channel="",
        tried=tried,
        next_attempt_at=current.now,
        attempts=0,
        channel_away=False,
        opened_at=None,
        last_error=_words(problem, message),
        error_code=message.error_code,
    )
    following = current.choose(message, message.contact) if message.contact else None
    if following is None and not _turn_to_other_contact(message):
        _finish(message, MessageState.FAILED, message.last_error, channel=channel.kind)


def _turn_to_other_contact(message: OutboxMessage) -> bool:
    """Every channel to the first contact gave up: the other way to the same person is next, once."""
    other = message.instead
    if other is None:
        return False
    message.settle(contact=other, address=other.value, instead=None, tried=[])
    return True


def _finish(message: OutboxMessage, state: str, reason: str, **more: Any) -> None:
    message.settle(state=state, last_error=reason, error_code=message.error_code, channel_away=False, **more)


def _words(problem: Exception, message: OutboxMessage) -> str:
    """What the server said, without the address it repeats."""
    return str(problem).replace(message.address, "…")[:1000] if message.address else str(problem)[:1000]


def settle_last() -> None:
    """When the worker ends: wait for what is under way and write down what it came to."""
    if lanes.busy():
        lanes.wait_for_all()
        settle_finished(timezone.now())


lanes.at_exit(settle_last)
