"""The way into the library and out of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.oversight.innovations import access, news, queries
from melayani.oversight.innovations.models import Innovation
from melayani.oversight.innovations.telling import (
    InnovationRefused,
    demand,
    demand_keeper,
    locked,
    record_step,
    step,
)

REASON_MAX = 300


def submit_innovation(*, actor: Actor, innovation: Innovation, now: datetime) -> Innovation:
    """Send a complete draft to the bureau, which hears of it.

    Raises InnovationRefused, which names the first thing that is missing.
    """
    demand_keeper(actor, innovation)
    with transaction.atomic():
        row = locked(innovation)
        after = step(row, "submit")
        if lacks := queries.missing(row):
            raise InnovationRefused(lacks[0].words, lacks[0].field)
        row.state = after
        row.save(update_fields=["state"])
        record_step("innovation.submitted", actor, row, now)
        news.tell_bureau(row, news.SUBMITTED, actor, now)
    return row


def send_back(*, actor: Actor, innovation: Innovation, reason: str, now: datetime) -> Innovation:
    """Give a record back to its unit, which hears what to mend. Raises InnovationRefused."""
    said = _reason(reason)
    with transaction.atomic():
        row = _decide(actor, innovation, "send_back", "innovation.sent_back", now, reason=said)
        news.tell_keepers(row, news.SENT_BACK, actor, now, reason=said)
    return row


def publish_innovation(*, actor: Actor, innovation: Innovation, now: datetime) -> Innovation:
    """Let a record into the library; anybody reads it from now on, and its unit hears so. Raises InnovationRefused."""
    with transaction.atomic():
        row = _decide(actor, innovation, "publish", "innovation.published", now)
        news.tell_keepers(row, news.PUBLISHED, actor, now)
    return row


def withdraw_innovation(*, actor: Actor, innovation: Innovation, reason: str, now: datetime) -> Innovation:
    """Take a record out for good, with the reason; its history stays. Raises InnovationRefused."""
    said = _reason(reason)
    demand_keeper(actor, innovation)
    with transaction.atomic():
        row = locked(innovation)
        row.state = step(row, "withdraw")
        row.save(update_fields=["state"])
        record_step("innovation.withdrawn", actor, row, now, reason=said)
    return row


def _decide(actor: Actor, innovation: Innovation, action: str, event: str, now: datetime, **data: str) -> Innovation:
    may = access.may_look_over(actor, innovation.organisation)
    demand(may, "Hanya biro organisasi yang memeriksa catatan ini.")
    with transaction.atomic():
        row = locked(innovation)
        row.state = step(row, action)
        if action == "publish":
            row.published_at = now
        row.save(update_fields=["state", "published_at"])
        record_step(event, actor, row, now, **data)
    return row


def _reason(text: str) -> str:
    said = text.strip()
    demand(bool(said), "Tulis alasannya.", "reason")
    demand(len(said) <= REASON_MAX, f"Alasan paling panjang {REASON_MAX} huruf.", "reason")
    return said
