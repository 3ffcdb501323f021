"""A message that was sent and came back: the channel turns out not to reach the person, so the next one is taken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.messaging.afterwards import bounced
from melayani.foundation.messaging.models import MessageState, OutboxMessage
from melayani.foundation.messaging.outcomes import Refused


def came_back(message: OutboxMessage, *, words: str, now: datetime) -> bool:
    """Note that a sent message was not delivered (`words`: what the server said); the worker tries the next channel.

    False when the message is not in a state to come back: a report that comes twice changes nothing more.
    """
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(of=("self",))
        row = rows.select_related("contact", "instead", "organisation").get(pk=message.pk)
        if row.state != MessageState.SENT:
            return False
        bounced(row, Refused(words), now=now)
    return True
