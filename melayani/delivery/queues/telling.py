"""Messages about a ticket, with the link to its page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.delivery.queues.models import Ticket
from melayani.foundation.messaging import correspondence, queue
from melayani.foundation.numbers.rules import Reference

LIFE = timedelta(hours=2)  # a call that arrives later helps nobody


def tell(ticket: Ticket, what: str, *, now: datetime, dedupe: str = "", **context: Any) -> None:
    """Queue the message `what` once (for each `dedupe`); nothing when there is no contact."""
    contact = ticket.contact
    if contact is None:
        return
    queue(
        f"ticket.{what}",
        to=contact,
        template=f"queues/{what}",
        context={"code": ticket.code, "place": ticket.site.organisation.name, **context},
        reference=Reference(
            kind=ticket.reference.kind,
            number=ticket.number,
            url=path_of(ticket, contact.language),
            title=ticket.line.service.title,
        ),
        now=now,
        organisation=ticket.line.unit,
        dedupe_key=f"ticket:{ticket.number}:{what}:{dedupe}" if dedupe else f"ticket:{ticket.number}:{what}",
        life=LIFE,
    )


def path_of(ticket: Ticket, language: str = settings.LANGUAGE_CODE) -> str:
    """The path of the citizen's page of this ticket, in the language's own place."""
    with translation.override(language):
        return reverse("queues:ticket", args=[ticket.number, ticket.secret])


def own_letters(ticket: Ticket) -> list[correspondence.Said]:
    """What the holder of the number wrote and what was answered, with the holder's addresses of the files."""
    one = [ticket.number, ticket.secret]
    return correspondence.thread(ticket.reference, lambda file: reverse("queues:letter_file", args=[*one, file]))
