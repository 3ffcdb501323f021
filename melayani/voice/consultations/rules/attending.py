"""The code by which people note that they came: printed for the day, or one that changes while it is shown.

A changing code is the hash of a step of five minutes; the step before still counts, so that nobody is refused who read
the screen just now, and a form that was opened with a valid code may be sent for another quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

STEP = timedelta(minutes=5)
STEPS_TO_OPEN, STEPS_TO_SEND = 2, 5
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=6)


def step_of(moment: datetime) -> int:
    """The number of the step of five minutes in which `moment` lies."""
    return int(moment.timestamp() // STEP.total_seconds())


def is_current(code: str, now: datetime, *, make: Callable[[int], str], steps: int) -> bool:
    """Whether `code` is that of the running step or one of the `steps` - 1 before it."""
    last = step_of(now)
    return any(make(step) == code for step in range(last, last - steps, -1))


def is_open(starts_at: datetime | None, ends_at: datetime | None, now: datetime) -> bool:
    """Whether attendance is taken: from two hours before the meeting until six hours after it."""
    return starts_at is not None and ends_at is not None and starts_at - BEFORE <= now <= ends_at + AFTER
