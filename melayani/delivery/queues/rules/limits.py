"""Ways to a ticket, limits, and the refusals of queues."""

from __future__ import annotations

from datetime import timedelta

KIOSK, DESK, PHONE, BOOKING, CASE = "kiosk", "desk", "phone", "booking", "case"

RECALLS_MAX = 5
WISHES_MAX = 4
NUMBER_MAX = 999  # of a line on a day: three digits are shown and spoken
SPOKEN_WITHIN = timedelta(seconds=30)  # a screen that was just switched on does not speak what is older
FORECAST_LIFE = timedelta(minutes=2)  # an older forecast is not shown: the worker may be down
NUMBERS_BEFORE_OPENING = timedelta(minutes=60)  # numbers are given this long before the doors open
TRAVEL_MAX = 240  # minutes
BREAK_USUAL = timedelta(minutes=15)  # how long an unplanned break is thought to last
AFTER_CLOSING = timedelta(minutes=60)  # so long after closing those who wait are still called
COMING_WITHIN = timedelta(hours=3)  # booked people who come later do not count in a forecast
NEAR_MIN = 5  # "giliran Anda hampir tiba" when the call may come so soon,
NEAR_PEOPLE, NEAR_MOST_MIN = 2, 15  # or when at most so many are called before, and it may come within so many minutes
LEAVE_AHEAD_MIN = 5  # "berangkat sekarang" this many minutes before the way would be too long


class ActionRefused(Exception):
    """The action is not possible now; the text is a whole sentence for whoever asked."""


class NotAllowed(ActionRefused):
    """The actor has no right to it."""


class NobodyWaits(ActionRefused):
    """There is nobody whom this counter may call."""


def is_near(ahead: int | None, low: int | None) -> bool:
    """Whether a turn is near: `low` minutes at the least until the call, `ahead` people before; None: not known."""
    if low is None:
        return False
    return low <= NEAR_MIN or (ahead is not None and ahead <= NEAR_PEOPLE and low <= NEAR_MOST_MIN)


def code_of(prefix: str, sequence: int) -> str:
    """The number as it is shown and spoken: A-012."""
    return f"{prefix}-{sequence:03d}"
