"""Look behind a mask, with a reason that is kept."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.queues import access, rules
from melayani.delivery.queues.models import Ticket
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people


def unmask_visitor(*, actor: Officer, ticket: Ticket, reason: str, now: datetime) -> str:
    """The name of a booked visitor, for an officer who serves the line and says why; the record keeps it.

    Raises NotAllowed for everybody else (also the manager and the information desk of the mall), ActionRefused without
    a booking; people's own error without a reason.
    """
    access.demand_desk(actor, ticket.line.unit)
    booking = ticket.booking
    if booking is None:
        raise rules.ActionRefused("Nomor ini tanpa janji temu: namanya tidak dicatat.")
    return people.unmask(
        officer=actor,
        subject=ticket.reference,
        field="name",
        reason=reason,
        value_of=lambda: str(booking.name),
        organisation=ticket.line.unit,
        now=now,
    )
