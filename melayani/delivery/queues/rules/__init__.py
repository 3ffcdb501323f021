"""Rules of queues: in which order people are called, and how long the wait will be. Plain Python."""

from melayani.delivery.queues.rules.durations import Durations, learn
from melayani.delivery.queues.rules.estimate import Desk, Person, Wait, roll_out
from melayani.delivery.queues.rules.order import APPOINTMENT, PRIORITY, WALK_IN, Policy, turn_of

__all__ = [
    "APPOINTMENT",
    "PRIORITY",
    "WALK_IN",
    "Desk",
    "Durations",
    "Person",
    "Policy",
    "Wait",
    "learn",
    "roll_out",
    "turn_of",
]
