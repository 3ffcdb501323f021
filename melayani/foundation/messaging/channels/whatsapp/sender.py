"""Send one message by WhatsApp: our own words while the window is open, an approved form outside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from melayani.foundation.messaging.channels.whatsapp import forms, graph, limits, shapes
from melayani.foundation.messaging.models import (
    Contact,
    ContactKind,
    Conversation,
    MessageTemplate,
    OutboxMessage,
    TemplateState,
)
from melayani.foundation.messaging.outcomes import Outcome, Refused

WINDOW = timedelta(hours=24)  # since the last words of the citizen
CODE_TEXT = "people/code"  # the text that proves a telephone number


@dataclass(frozen=True)
class WhatsApp:
    """On when number and token are set; a half of the settings is refused by a system check."""

    kind: str = "whatsapp"

    def is_on(self) -> bool:
        return bool(settings.WHATSAPP_NUMBER_ID and settings.WHATSAPP_TOKEN)

    def accepts(self, contact: Contact) -> bool:
        return contact.kind in {ContactKind.PHONE, ContactKind.WHATSAPP}

    def promises(self, kind: str) -> bool:
        """Whether somebody who never wrote to us can get a code: only by an approved form."""
        if not self.accepts(Contact(kind=kind)):
            return False
        approved = MessageTemplate.objects.filter(state=TemplateState.APPROVED)
        return approved.filter(template=CODE_TEXT).exists()

    def send(self, message: OutboxMessage) -> str:
        """Hand the message over; return its wamid. Raises Refused, Stopped, TryLater, Elsewhere, ChannelAway."""
        return self.prepare(message, timezone.now())()

    def prepare(self, message: OutboxMessage, now: datetime) -> Callable[[], str]:
        """Choose the form and hold the limits; what is returned talks with Meta and touches no database."""
        limits.hold_pace(message, now)
        if window_is_open(message.contact, now):
            content = shapes.free(message)
        else:
            found = forms.fitting(message)
            if found is None:
                raise Refused("the window is closed and no form is approved for this text", code="no_form")
            limits.open_conversation(message, now)
            content = shapes.form(*found)
        return partial(graph.post, shapes.addressed(message, content))

    def note_problem(self, message: OutboxMessage, problem: Exception, now: datetime) -> None:
        """Learn from a refusal: the window is closed after all, or a form is gone."""
        code = problem.code if isinstance(problem, Outcome) else ""
        if code in graph.FORM_GONE:
            forms.withdraw(message, graph.FORM_GONE[code], f"{code} {problem}", now)
        if code == graph.WINDOW_CLOSED:
            for conversation in Conversation.objects.filter(contact=message.contact, channel=self.kind):
                conversation.last_in_at = None
                conversation.save(update_fields=["last_in_at"])


def window_is_open(contact: Contact | None, now: datetime) -> bool:
    """Whether the person wrote within the last day: only then may free words be sent."""
    rows = Conversation.objects.filter(contact=contact, channel="whatsapp", last_in_at__gt=now - WINDOW)
    return rows.exists()
