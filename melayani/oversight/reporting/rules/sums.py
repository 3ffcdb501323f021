"""Figures of many units as one: sums, ratios of sums, means weighted by what is stated. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SUM, RATIO, WEIGHTED, MEAN, MIN, MAX, NONE = "sum", "ratio", "weighted", "mean", "min", "max", "none"
PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """What many reports say about one indicator: how many said something, their sum, extremes, and a weighted sum."""

    count: int = 0
    total: Decimal = Decimal(0)
    low: Decimal | None = None
    high: Decimal | None = None
    weight: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)

    def plus(self, other: Part) -> Part:
        lows = [one for one in (self.low, other.low) if one is not None]
        highs = [one for one in (self.high, other.high) if one is not None]
        return Part(
            self.count + other.count,
            self.total + other.total,
            min(lows, default=None),
            max(highs, default=None),
            self.weight + other.weight,
            self.weighted + other.weighted,
        )


def combine(over: str, part: Part, parts: Sequence[Part] = ()) -> Decimal | None:
    """The figure of all; None when nobody said anything, which is not zero.

    A ratio is that of the sums of its two `parts`; an index is weighted by answers; never a mean of means.
    """
    if over == RATIO:
        over_, under = parts
        return _rounded(over_.total * 100 / under.total) if over_.count and under.total else None
    if not part.count:
        return None
    if over == WEIGHTED:
        return _rounded(part.weighted / part.weight) if part.weight else None
    if over == MEAN:
        return _rounded(part.total / part.count)
    return part.total if over == SUM else {MIN: part.low, MAX: part.high}.get(over)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(PLACES, ROUND_HALF_UP)
