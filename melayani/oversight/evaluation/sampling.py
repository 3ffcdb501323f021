"""How users come into F-03: between the fewest and the most of the campaign, spread over days. Plain Python."""

from __future__ import annotations

NOT_OPEN, FULL, FULL_TODAY = "not_open", "full", "full_today"
DAYS = 4  # the most answers are spread over at least so many days, so that no single day speaks for the year


def per_day(most: int) -> int:
    """How many answers one day may bring."""
    return max(1, -(-most // DAYS))


def closed_because(*, is_open: bool, answered: int, today: int, most: int) -> str:
    """Why no further answer is taken now; "" when one is."""
    if not is_open:
        return NOT_OPEN
    if answered >= most:
        return FULL
    return FULL_TODAY if today >= per_day(most) else ""


def missing(answered: int, fewest: int) -> int:
    """How many answers the sample still lacks."""
    return max(0, fewest - answered)
