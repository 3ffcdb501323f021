"""The citizen's pages: choose, fill in, follow; the waiting list and draws."""

from melayani.delivery.appointments.citizen_views.choosing import days, index
from melayani.delivery.appointments.citizen_views.filling import fill, release
from melayani.delivery.appointments.citizen_views.following import (
    accept,
    calendar,
    cancel,
    change,
    check_in,
    letter_file,
    ticket,
    write,
)
from melayani.delivery.appointments.citizen_views.scarce import draw, join, waiting

__all__ = [
    "accept",
    "calendar",
    "cancel",
    "change",
    "check_in",
    "days",
    "draw",
    "fill",
    "index",
    "join",
    "letter_file",
    "release",
    "ticket",
    "waiting",
    "write",
]
