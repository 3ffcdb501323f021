"""Read what Meta sent: states of our messages, news of templates, what citizens write; each part once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from melayani.entrances.whatsapp import hearing
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging.channels.whatsapp import forms, statuses
from melayani.foundation.messaging.channels.whatsapp.wire import REACTION, Incoming, parse
from melayani.foundation.messaging.models import InboundPayload


@inbound.reader(hearing.CHANNEL)
def read(payload: InboundPayload, now: datetime) -> None:
    """Messages in the order in which they were written. What could be read is done before what could not is told.

    An emoji upon a message asks for no answer. A call with an answer to a survey is forgotten at once.
    """
    parsed = parse(payload.body)
    for status in parsed.statuses:
        statuses.note(status, now)
    for news in parsed.templates:
        forms.note(news, now)
    ours = [one for one in parsed.messages if one.kind != REACTION and _is_to_us(one)]
    heard = [hearing.hear(message, now) for message in sorted(ours, key=lambda one: one.at)]
    if any(heard):
        inbound.forget(payload, now)
    if parsed.unknown:
        raise inbound.NotUnderstood("; ".join(parsed.unknown))


def _is_to_us(message: Incoming) -> bool:
    """Whether it was written to our number: Meta sends what comes to any number of the account to the same address."""
    return not message.to or message.to == (settings.WHATSAPP_NUMBER_ID or message.to)
