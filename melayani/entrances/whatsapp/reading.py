"""Read what Meta sent: states of our messages, news of templates, what citizens write; each part once."""

from __future__ import annotations

from datetime import datetime

from melayani.entrances.whatsapp import hearing
from melayani.foundation.messaging import inbound
from melayani.foundation.messaging.channels.whatsapp import forms, statuses
from melayani.foundation.messaging.channels.whatsapp.wire import parse
from melayani.foundation.messaging.models import InboundPayload


@inbound.reader(hearing.CHANNEL)
def read(payload: InboundPayload, now: datetime) -> None:
    """Messages in the order in which they were written. What could be read is done before what could not is told.

    A call with an answer to a survey is forgotten at once.
    """
    parsed = parse(payload.body)
    for status in parsed.statuses:
        statuses.note(status, now)
    for news in parsed.templates:
        forms.note(news, now)
    heard = [hearing.hear(message, now) for message in sorted(parsed.messages, key=lambda one: one.at)]
    if any(heard):
        inbound.forget(payload, now)
    if parsed.unknown:
        raise inbound.NotUnderstood("; ".join(parsed.unknown))
