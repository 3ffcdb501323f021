"""From an event to one delivery for each endpoint that asked for it, in the transaction in which the news is taken."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings

from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.webhooks import rules
from melayani.foundation.webhooks.models import Delivery, Endpoint


def queue_news(event: Event, *, now: datetime) -> int:
    """One delivery for each endpoint of the event's organisation or above that asked for it; may run twice.

    Returns how many were made. An event from before the endpoint was registered is not told.
    """
    if event.organisation is None:
        return 0
    endpoints = Endpoint.objects.hearing(event.organisation).filter(created_at__lte=event.at)
    wanting = [one for one in endpoints.order_by("pk") if event.name in one.events]
    known = set(Delivery.objects.filter(event_id=event.pk).values_list("endpoint", flat=True)) if wanting else set()
    for endpoint in wanting:
        if endpoint.pk not in known:
            enqueue(endpoint, event.name, place=event.organisation, news=event, at=event.at, now=now)
    return len([one for one in wanting if one.pk not in known])


def enqueue(
    endpoint: Endpoint, name: str, *, place: Organisation, at: datetime, now: datetime, news: Event | None = None
) -> Delivery:
    """Write one delivery; its text is fixed here, so that every attempt and replay sends the same bytes."""
    key, number = uuid4(), news.subject_number if news else ""
    local = at.astimezone(place.zone)
    told = rules.payload(id=str(key), event=name, number=number, unit=place.slug, at=local, link=_link(name, number))
    return Delivery.objects.create(
        endpoint=endpoint,
        key=key,
        event=name,
        event_id=news.pk if news else None,
        number=number,
        body=json.dumps(told, separators=(",", ":"), ensure_ascii=True),
        created_at=now,
        queued_at=now,
        next_attempt_at=now,
    )


def _link(event: str, number: str) -> str:
    """The public page of the number; no secret stands in it."""
    if not number:
        return f"{settings.PUBLIC_URL}/"
    if event.startswith("announcement."):
        return f"{settings.PUBLIC_URL}/pengumuman/{quote(number)}/"
    return f"{settings.PUBLIC_URL}/lacak/?nomor={quote(number)}"
