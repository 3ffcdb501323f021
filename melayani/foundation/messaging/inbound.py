"""What comes in: the raw payload is written down before it is answered, and read by the worker.

A door verifies and calls `store`; the module or door that understands a channel registers a reader. A payload that
cannot be read stays, is counted, and can be read again after the reader was mended.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, connection, transaction

from melayani.foundation.messaging.models import InboundMark, InboundPayload, InboundState
from melayani.foundation.messaging.rules import wait_before_next

log = structlog.get_logger()
ATTEMPTS = 8
BATCH = 50
LEASE = timedelta(minutes=5)
UNKNOWN_STATUSES = "whatsapp.unknown"  # channel of the marks by which statuses of nobody's messages are counted
Reader = Callable[[InboundPayload, datetime], None]
_READERS: dict[str, Reader] = {}


class NotUnderstood(Exception):
    """The payload has a shape that its reader does not know; it is kept as it is and counted."""


def reader(channel: str) -> Callable[[Reader], Reader]:
    """Register the function that reads payloads of `channel`; it may run twice for one payload (`first_time`)."""

    def register(function: Reader) -> Reader:
        _READERS[channel] = function
        return function

    return register


def store(channel: str, body: str, *, now: datetime) -> InboundPayload | None:
    """Write down a payload whose sender was verified; None when the very same one was stored before."""
    digest = hashlib.sha256(f"{channel}\n{body}".encode()).hexdigest()
    if InboundPayload.objects.filter(digest=digest).exists():
        return None
    try:
        with transaction.atomic():
            return InboundPayload.objects.create(
                channel=channel, body=body, digest=digest, received_at=now, next_attempt_at=now
            )
    except IntegrityError:  # the same payload came twice at once
        return None


def first_time(channel: str, external_id: str, *, now: datetime) -> bool:
    """Whether this message or status of the provider is new; call it in the transaction of what it leads to."""
    try:
        with transaction.atomic():
            InboundMark.objects.create(channel=channel, external_id=external_id[:200], at=now)
    except IntegrityError:
        return False
    return True


def read_due(now: datetime, *, limit: int = BATCH) -> int:
    """Hand payloads that are due to their readers, oldest first; return how many were tried."""
    due = InboundPayload.objects.due(now).order_by("next_attempt_at", "id").values_list("pk", flat=True)
    return sum(_read(pk, now) for pk in list(due[:limit]))


def forget(payload: InboundPayload, now: datetime) -> None:
    """Empty what the payload said, because nobody may keep it; that it came stays. For readers, when all is done."""
    InboundPayload.objects.forget([payload.pk], now)


def _read(pk: int, now: datetime) -> int:
    payload = _take(pk, now)
    if payload is None:
        return 0
    function = _READERS.get(payload.channel)
    try:
        if function is None:
            raise NotUnderstood(f"nobody reads {payload.channel}")
        function(payload, now)
    except NotUnderstood as problem:
        _settle(payload, InboundState.NOT_UNDERSTOOD, str(problem), now)
    except Exception as problem:  # a fault of ours in one payload must not stop the others
        log.error("inbound_fault", payload=pk, channel=payload.channel, problem=type(problem).__name__)
        words = "".join(traceback.format_exception_only(problem))
        state = InboundState.FAILED if payload.attempts >= ATTEMPTS else InboundState.NEW
        _settle(payload, state, words, now)
    else:
        _settle(payload, InboundState.READ, "", now)
    return 1


def _take(pk: int, now: datetime) -> InboundPayload | None:
    """Reserve one payload for LEASE; None when another worker has it."""
    with transaction.atomic():
        rows = InboundPayload.objects.due(now).filter(pk=pk)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        payload = rows.first()
        if payload is None or not InboundPayload.objects.take(pk, seen=payload.attempts, until=now + LEASE):
            return None
        payload.attempts += 1
    return payload


def _settle(payload: InboundPayload, state: str, problem: str, now: datetime) -> None:
    payload.state = state
    payload.problem = problem[:1000]
    payload.next_attempt_at = now + wait_before_next(payload.attempts, away=False)
    payload.handled_at = None if state == InboundState.NEW else now
    payload.save(update_fields=["state", "problem", "next_attempt_at", "handled_at"])
