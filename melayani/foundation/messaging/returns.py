"""A message that was sent and came back: the channel turns out not to reach the person, so the next one is taken."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction

from melayani.foundation.messaging.models import MessageState, OutboxMessage

log = structlog.get_logger()


def came_back(message: OutboxMessage, *, words: str, now: datetime) -> bool:
    """Note that a sent message was not delivered (`words`: what the server said); the worker tries the next channel.

    False when the message is not in a state to come back: a report that comes twice changes nothing more. A text that
    was forgotten meanwhile can go nowhere: it ends as failed.
    """
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if row.state != MessageState.SENT:
            return False
        said = words.replace(row.address, "…") if row.address else words
        row.settle(
            state=MessageState.QUEUED if row.body else MessageState.FAILED,
            sent_at=None,
            tried=[*row.tried, row.channel],
            attempts=0,
            next_attempt_at=now,
            channel_away=False,
            last_error=said[:1000],
        )
    log.warning("message_came_back", message=row.pk, channel=row.channel)
    return True
