"""Queue a message in the transaction of the news it tells. Nothing is sent here: the worker sends (delivery.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from melayani.foundation.audit import insert, insert_unknown
from melayani.foundation.messaging.models import Contact, MessageKind, OutboxMessage, Rank
from melayani.foundation.messaging.texts import render_message
from melayani.foundation.messaging.values import values_for_forms
from melayani.foundation.numbers.rules import Reference


def queue(
    event: str,
    *,
    to: Contact,
    template: str,
    context: dict[str, Any],
    reference: Reference,
    now: datetime,
    organisation: Any = None,
    dedupe_key: str | None = None,
    kind: str = MessageKind.CASE,
    language: str = "",
    life: timedelta | None = None,
    instead: Contact | None = None,
    urgent: bool = False,
    offers: Mapping[str, Any] | None = None,
) -> OutboxMessage | None:
    """Write a message about `reference` for `to`; return None when one with the same `dedupe_key` was written before.

    `template` is `module/name` (texts.py); `language` defaults to the contact's; after `life` it is not sent any more.
    `instead` is another way to the same person, taken when `to` cannot be reached; `urgent` breaks quiet hours;
    `offers` are buttons or a list (docs/modules/messaging.md), for channels that have them.
    Call it inside the transaction of the change. Raises TemplateDoesNotExist, BadMessageText for a text not fit.
    """
    if dedupe_key and _is_known(dedupe_key):
        return None
    message = OutboxMessage(
        event=event,
        **_manner(kind, urgent, offers),
        **_recipient(to, instead),
        **_content(to, instead, template, context, reference, language or to.language),
        reference_kind=reference.kind,
        reference_number=reference.number,
        organisation=organisation,
        dedupe_key=dedupe_key,
        **_times(now, life),
    )
    return _insert_once(message)


def withdraw(reference: Reference, *, now: datetime) -> None:
    """What waits to be sent about `reference` is of no use any more: whoever it concerned has come, or is gone."""
    OutboxMessage.objects.about(reference.kind, reference.number).end(now)


class Addressee(NamedTuple):
    """One of many: the key under which this message is queued at most once, and the value that is this person's own."""

    contact: Contact
    dedupe_key: str
    own: str


def queue_to_many(
    event: str,
    *,
    to: Sequence[Addressee],
    template: str,
    context: dict[str, Any],
    own: str,
    reference: Reference,
    now: datetime,
    language: str,
    organisation: Any = None,
    kind: str = MessageKind.CASE,
    life: timedelta | None = None,
    urgent: bool = False,
) -> int:
    """Write one text to many; return how many were written, each key once for good. `own` names the value in which the
    texts differ (a link to stop): a plain text without blanks.

    The text is rendered once, the rows are written fifty at a time. What goes to many stands behind what one person
    waits for: urgent ones behind one-time codes, beside cases. Call it inside the transaction of the change.
    """
    place = f"own-{token_hex(12)}"  # nobody wrote this into a title
    kinds = {one.contact.kind: one.contact for one in to}
    given = {**context, own: place}
    contents = {kind: _content(one, None, template, given, reference, language) for kind, one in kinds.items()}
    rank = Rank.CASE if urgent else Rank.ANNOUNCEMENT
    same = {"event": event, "kind": kind, "urgent": urgent, "rank": rank, "organisation": organisation}
    same |= {"reference_kind": reference.kind, "reference_number": reference.number, **_times(now, life)}
    messages = []
    for one in to:
        texts = {name: text.replace(place, one.own) for name, text in contents[one.contact.kind].items()}
        recipient = _recipient(one.contact, None)
        messages.append(OutboxMessage(**same, **recipient, **texts, dedupe_key=one.dedupe_key))
    return insert_unknown(messages)


def _times(now: datetime, life: timedelta | None) -> dict[str, datetime | None]:
    return {"next_attempt_at": now, "expires_at": now + life if life else None, "created_at": now}


def _recipient(to: Contact, instead: Contact | None) -> dict[str, Any]:
    another = instead if instead and instead.pk != to.pk else None
    return {"contact": to, "address": to.value, "instead": another}


def _content(
    to: Contact, instead: Contact | None, template: str, context: dict[str, Any], reference: Reference, language: str
) -> dict[str, Any]:
    text = render_message(template, language=language, context=context, reference=reference)
    values = values_for_forms(to, instead, context, reference, text, language)
    return {"template": template, "values": values, "language": language, "subject": text.subject, "body": text.body}


def _manner(kind: str, urgent: bool, offers: Mapping[str, Any] | None) -> dict[str, Any]:
    rank = Rank.ANNOUNCEMENT if kind == MessageKind.ANNOUNCEMENT else Rank.CASE
    shown = json.dumps(offers, ensure_ascii=False) if offers else ""
    return {"kind": kind, "urgent": urgent, "rank": Rank.URGENT if urgent else rank, "offers": shown}


def _insert_once(message: OutboxMessage) -> OutboxMessage | None:
    """Two transactions may queue the same key at once: the second finds the row of the first and stays silent."""
    if message.dedupe_key is None:  # nothing can collide: no savepoint, which would cost two round trips
        return insert(message)
    try:
        with transaction.atomic():
            insert(message)
    except IntegrityError:
        if _is_known(message.dedupe_key):
            return None
        raise
    return message


def _is_known(dedupe_key: str) -> bool:
    return OutboxMessage.objects.filter(dedupe_key=dedupe_key).exists()
