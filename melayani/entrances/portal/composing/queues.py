"""The live queue of an office for the pages that show it beside other things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from melayani.delivery.queues import queries
from melayani.delivery.queues.models import Ticket
from melayani.delivery.queues.queries import QueueBoard
from melayani.foundation.organisations.models import Organisation


def live_queue(organisation: Organisation, now: datetime) -> QueueBoard | None:
    """The queue of an office or mall, or of its lines in a mall; None when it has none."""
    try:
        return queries.queue_of_unit(organisation.slug, now)
    except Http404:
        return None


@dataclass(frozen=True)
class TrackedTicket:
    """What anybody who knows a queue number's long form may see: no name, no secret."""

    ticket: Ticket

    @property
    def place(self) -> Organisation:
        return self.ticket.site.organisation


def tracked_ticket(number: str) -> TrackedTicket | None:
    """The public state of a queue number; one query."""
    found = queries.public_state(number)
    return TrackedTicket(found) if found is not None else None
