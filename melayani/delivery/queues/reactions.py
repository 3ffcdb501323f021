"""A check-in at the desk or by the booking's own page makes the ticket; a check-in taken back lets it go."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.appointments import states as bookings
from melayani.delivery.appointments.queries import by_number
from melayani.delivery.queues import actions
from melayani.foundation.audit import SYSTEM, on_event
from melayani.foundation.audit.models import Event


@on_event("booking.checked_in", consumer="queues.ticket_for_booking")
def give_a_number(event: Event, now: datetime) -> None:
    booking = by_number(event.subject_number)
    if booking is not None and booking.state == bookings.CHECKED_IN:
        actions.ticket_for(actor=SYSTEM, booking=booking, now=now)


@on_event("booking.check_in_undone", consumer="queues.let_booking_go")
def let_go(event: Event, now: datetime) -> None:
    booking = by_number(event.subject_number)
    if booking is not None and booking.state != bookings.CHECKED_IN:
        actions.let_go(actor=SYSTEM, booking=booking, now=now)
