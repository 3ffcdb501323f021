"""What became of a message after Meta took it: delivered, read, failed. Statuses come late, twice, out of order."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.messaging import delivery
from melayani.foundation.messaging.channels.whatsapp.graph import WINDOW_CLOSED, meaning_of
from melayani.foundation.messaging.channels.whatsapp.wire import Status
from melayani.foundation.messaging.inbound import first_time
from melayani.foundation.messaging.models import MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import Refused
from melayani.foundation.messaging.queries import UNKNOWN_STATUSES

CHANNEL = "whatsapp"
UNKNOWN = UNKNOWN_STATUSES


def note(status: Status, now: datetime) -> bool:
    """Write one status down; False when it belongs to no message of ours (it is counted). May come twice.

    Delivered and read never fall back; failed goes on by the next channel as the error orders, unless the message had
    arrived before.
    """
    with transaction.atomic():
        message = _message_of(status, now)
        if message is None:
            first_time(UNKNOWN, f"{status.wamid[:180]}:{status.state}", now=now)
            return False
        if status.state == "failed":
            _failed(message, status, now)
        else:
            _arrived(message, status)
    return True


def _message_of(status: Status, now: datetime) -> OutboxMessage | None:
    """The message with this name; else the one whose tag came back, whose sending was not noted."""
    rows = OutboxMessage.objects.select_for_update(of=("self",)).select_related("contact", "instead", "organisation")
    message = rows.filter(external_id=status.wamid, channel=CHANNEL).first()
    if message or not status.tag[1:].isdigit() or len(status.tag) > 19:
        return message
    unnoted = rows.filter(pk=int(status.tag[1:]), state=MessageState.QUEUED, external_id="", attempts__gt=0).first()
    if unnoted is None or CHANNEL in unnoted.tried:
        return None
    unnoted.settle(
        state=MessageState.SENT, channel=CHANNEL, sent_at=now, external_id=status.wamid[:200], channel_away=False
    )
    return unnoted


def _arrived(message: OutboxMessage, status: Status) -> None:
    """Keep the earliest moment of each; who has read it has got it."""
    if status.state in {"delivered", "read"} and (message.delivered_at is None or message.delivered_at > status.at):
        message.settle(delivered_at=status.at)
    if status.state == "read" and (message.read_at is None or message.read_at > status.at):
        message.settle(read_at=status.at)


def _failed(message: OutboxMessage, status: Status, now: datetime) -> None:
    if message.state != MessageState.SENT or message.delivered_at:
        return
    code = str(status.code or "")
    problem = meaning_of(code, status.title or code)
    if code == WINDOW_CLOSED and message.opened_at:  # a form had been sent: the same again would come back the same
        problem = Refused(status.title, code=code)
    delivery.bounced(message, problem, now=now)
