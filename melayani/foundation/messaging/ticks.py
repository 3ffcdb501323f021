"""What the worker does for messages at each tick."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import SYSTEM, tick
from melayani.foundation.messaging import queries
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.forgetting import let_go
from melayani.foundation.messaging.inbound import read_due
from melayani.foundation.messaging.models import InboundMark, InboundPayload, OutboxMessage, Turn

RETENTION_DAYS = 365
EXPIRED_AFTER = timedelta(days=1)
PURGE_BATCH = 1000
INBOUND_KEPT = timedelta(days=30)  # providers repeat for a week; after that a body has led to what it leads to


@tick("messaging.outbox", every=timedelta(seconds=1), prompt=True)
def send_messages(now: datetime) -> int:
    return send_due(now)


@tick("messaging.inbound", every=timedelta(seconds=1))
def read_what_came(now: datetime) -> int:
    return read_due(now)


@tick("messaging.purge", every=timedelta(hours=1))
def forget_old_texts(now: datetime) -> int:
    """Empty address and text of finished messages older than MESSAGE_RETENTION_DAYS; that they were sent stays.

    A message with an end of its own (a one-time code) keeps its text for EXPIRED_AFTER beyond that end only. With the
    last message to somebody whose data was erased the contact goes, unless something else needs it.
    """
    days = int(getattr(settings, "MESSAGE_RETENTION_DAYS", RETENTION_DAYS))
    old = OutboxMessage.objects.readable_before(now - timedelta(days=days), expired_before=now - EXPIRED_AFTER)
    pks = list(old.order_by("id").values_list("pk", flat=True)[:PURGE_BATCH])
    emptied = OutboxMessage.objects.empty_texts(pks, now)
    let_go(pks)
    return emptied


@tick("messaging.purge_inbound", every=timedelta(hours=1))
def forget_what_came(now: datetime) -> int:
    """Empty bodies that were read and remove marks, both older than INBOUND_KEPT; what was not understood stays."""
    before = now - INBOUND_KEPT
    read = list(InboundPayload.objects.readable_before(before).values_list("pk", flat=True)[:PURGE_BATCH])
    marks = list(InboundMark.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:PURGE_BATCH])
    removed, _ = InboundMark.objects.filter(pk__in=marks).delete()
    return InboundPayload.objects.forget(read, now) + removed


@tick("messaging.purge_turns", every=timedelta(hours=1))
def forget_what_was_said(now: datetime) -> int:
    """Empty the words of conversations older than MESSAGE_RETENTION_DAYS, as those of messages, and their files."""
    days = int(getattr(settings, "MESSAGE_RETENTION_DAYS", RETENTION_DAYS))
    old = Turn.objects.readable_before(now - timedelta(days=days)).order_by("at")
    turns = list(old.values_list("pk", flat=True)[:PURGE_BATCH])
    for file in queries.files_of_turns(turns):
        attachments.remove(attachment=file, actor=SYSTEM, now=now)
    return Turn.objects.forget(turns, now)
