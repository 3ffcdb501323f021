"""Rules of queues: in which order people are called, and how long the wait will be. Plain Python."""

from melayani.delivery.queues.rules.durations import Durations, learn
from melayani.delivery.queues.rules.estimate import Desk, Person, Wait, roll_out
from melayani.delivery.queues.rules.limits import (
    BOOKING,
    CASE,
    DESK,
    FORECAST_LIFE,
    KIOSK,
    LEAVE_AHEAD_MIN,
    NUMBER_MAX,
    PHONE,
    RECALLS_MAX,
    SPOKEN_WITHIN,
    WISHES_MAX,
    ActionRefused,
    NobodyWaits,
    NotAllowed,
    code_of,
)
from melayani.delivery.queues.rules.order import APPOINTMENT, PRIORITY, WALK_IN, Policy, turn_of

__all__ = [
    "APPOINTMENT",
    "BOOKING",
    "CASE",
    "DESK",
    "FORECAST_LIFE",
    "KIOSK",
    "LEAVE_AHEAD_MIN",
    "NUMBER_MAX",
    "PHONE",
    "PRIORITY",
    "RECALLS_MAX",
    "SPOKEN_WITHIN",
    "WALK_IN",
    "WISHES_MAX",
    "ActionRefused",
    "Desk",
    "Durations",
    "NobodyWaits",
    "NotAllowed",
    "Person",
    "Policy",
    "Wait",
    "code_of",
    "learn",
    "roll_out",
    "turn_of",
]
