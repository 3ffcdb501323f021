"""Reads of queues, by who looks: public pages and machines, officers, the worker, who judges."""

from melayani.delivery.queues.queries.public import (
    CallLine,
    KioskOffer,
    LineOffer,
    QueueBoard,
    ScreenState,
    TicketView,
    UnitOffer,
    Waiting,
    kiosk_offer,
    public_state,
    pulse_of,
    queue_board,
    screen_state,
    sites_for_citizens,
    ticket_of_booking,
    ticket_view,
)
from melayani.delivery.queues.queries.working import days_to_end, sites_to_foretell

__all__ = [
    "CallLine",
    "KioskOffer",
    "LineOffer",
    "QueueBoard",
    "ScreenState",
    "TicketView",
    "UnitOffer",
    "Waiting",
    "days_to_end",
    "kiosk_offer",
    "public_state",
    "pulse_of",
    "queue_board",
    "screen_state",
    "sites_for_citizens",
    "sites_to_foretell",
    "ticket_of_booking",
    "ticket_view",
]
