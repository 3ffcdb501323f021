"""Pages for everybody under /acara/: read, register, and the own page behind a secret link."""

from melayani.oversight.training.citizen_views.browsing import calendar, event, feed, index, material
from melayani.oversight.training.citizen_views.mine import (
    calendar as own_calendar,
)
from melayani.oversight.training.citizen_views.mine import (
    certificate,
    feedback,
    mine,
    present,
    room,
    test,
    withdraw,
)
from melayani.oversight.training.citizen_views.mine import material as own_material
from melayani.oversight.training.citizen_views.registering import decline, invitation, register

__all__ = [
    "calendar",
    "certificate",
    "decline",
    "event",
    "feed",
    "feedback",
    "index",
    "invitation",
    "material",
    "mine",
    "own_calendar",
    "own_material",
    "present",
    "register",
    "room",
    "test",
    "withdraw",
]
