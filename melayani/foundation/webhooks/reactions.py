"""News for endpoints: each published event becomes one delivery for each endpoint that asked for it."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.webhooks.queries import somebody_hears
from melayani.foundation.webhooks.queueing import queue_news
from melayani.foundation.webhooks.rules import EVENTS


@on_event(*EVENTS, consumer="webhooks.queue", wanted=somebody_hears)
def tell_endpoints(event: Event, now: datetime) -> None:
    queue_news(event, now=now)
