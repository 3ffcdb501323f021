"""Approved forms: which one fits a message, what Meta says of them, and how an operator brings them in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from melayani.foundation.messaging.channels.whatsapp.wire import TemplateNews
from melayani.foundation.messaging.models import (
    MessageKind,
    MessageTemplate,
    OutboxMessage,
    TemplateCategory,
    TemplateState,
)

log = structlog.get_logger()
ANY = "*"
EVENTS = {
    "APPROVED": TemplateState.APPROVED,
    "REINSTATED": TemplateState.APPROVED,
    "PAUSED": TemplateState.PAUSED,
    "FLAGGED": TemplateState.PAUSED,
    "REJECTED": TemplateState.REJECTED,
    "DISABLED": TemplateState.WITHDRAWN,
    "DELETED": TemplateState.WITHDRAWN,
    "PENDING_DELETION": TemplateState.WITHDRAWN,
    "ARCHIVED": TemplateState.WITHDRAWN,
}
FIELDS = {"name", "language", "category", "template", "parameters", "state"}


class BadForms(Exception):
    """The file of forms cannot be used; the text names the row."""


def values_of(message: OutboxMessage) -> dict[str, str]:
    """The message's values; of one that was queued before the channel was on only number and subject are known."""
    known = {"number": message.reference_number, "subject": message.subject}
    return known | (json.loads(message.values) if message.values else {})


def fitting(message: OutboxMessage) -> tuple[MessageTemplate, dict[str, str]] | None:
    """The approved form for this message and its values: its own before the general one, its language before others.

    About a case nothing goes out under the name of marketing: such a form costs more and may be held back by Meta.
    """
    values = values_of(message)
    rows = MessageTemplate.objects.filter(template__in=[message.template, ANY], state=TemplateState.APPROVED)
    if message.kind != MessageKind.ANNOUNCEMENT:
        rows = rows.exclude(category=TemplateCategory.MARKETING)
    usable = [row for row in rows.order_by("name", "language") if set(row.parameters) <= set(values)]
    usable.sort(key=lambda row: (row.template == ANY, row.language[:2] != message.language))
    return (usable[0], values) if usable else None


def note(news: TemplateNews, now: datetime) -> bool:
    """Write down how Meta judges a form now; False for one that we do not use. May come twice."""
    row = MessageTemplate.objects.filter(name=news.name, language=news.language).first()
    if row is None:
        return False
    if news.category in TemplateCategory.values:
        row.category = news.category
    state = EVENTS.get(news.event)
    if state:
        row.state, row.reason = state, "" if state == TemplateState.APPROVED else news.event
    row.changed_at = now
    row.save(update_fields=["category", "state", "reason", "changed_at"])
    log.warning("message_form_judged", form=row.name, state=row.state, category=row.category)
    return True


def withdraw(message: OutboxMessage, state: str, reason: str, now: datetime) -> None:
    """An answer said that the form of this message is gone: it is not tried with any other message."""
    found = fitting(message)
    if found:
        row, _ = found
        row.state, row.reason, row.changed_at = state, reason[:200], now
        row.save(update_fields=["state", "reason", "changed_at"])
        log.warning("message_form_gone", form=row.name, state=state)


def bring_in(rows: Iterable[Any], *, now: datetime) -> int:
    """Take a list of forms in, each known by name and language; return how many. Raises BadForms and takes none."""
    made = [_read(row, place, now) for place, row in enumerate(rows, start=1)]
    with transaction.atomic():
        for values in made:
            key = {"name": values.pop("name"), "language": values.pop("language")}
            MessageTemplate.objects.update_or_create(**key, defaults=values)
    return len(made)


def _read(row: Any, place: int, now: datetime) -> dict[str, Any]:
    if not isinstance(row, dict) or not {"name", "language", "category", "template"} <= set(row) <= FIELDS:
        raise BadForms(f"form {place}: it needs name, language, category, template; may have parameters, state")
    state, parameters = row.get("state", TemplateState.APPROVED), row.get("parameters", [])
    category = str(row["category"]).lower()
    if category not in TemplateCategory.values:
        raise BadForms(f"form {place}: category is one of {', '.join(TemplateCategory.values)}")
    if state not in TemplateState.values:
        raise BadForms(f"form {place}: state is one of {', '.join(TemplateState.values)}")
    if not isinstance(parameters, list) or not all(isinstance(name, str) and name for name in parameters):
        raise BadForms(f"form {place}: parameters is a list of names of values")
    named = {name: str(row[name]) for name in ("name", "language", "template")}
    if not all(named.values()):
        raise BadForms(f"form {place}: name, language and template are not empty")
    return {**named, "category": category, "parameters": parameters, "state": state, "reason": "", "changed_at": now}
