"""The officers' pages: the desk's day, and what a unit plans."""

from melayani.delivery.appointments.officer_views.desk import act, book, booking, change, conflicts, day, units, unmask
from melayani.delivery.appointments.officer_views.erasing import erase
from melayani.delivery.appointments.officer_views.letters import letter_file, settle
from melayani.delivery.appointments.officer_views.malls import close_mall
from melayani.delivery.appointments.officer_views.planning import add, capacity, close, end, plan

__all__ = [
    "act",
    "add",
    "book",
    "booking",
    "capacity",
    "change",
    "close",
    "close_mall",
    "conflicts",
    "day",
    "end",
    "erase",
    "letter_file",
    "plan",
    "settle",
    "units",
    "unmask",
]
