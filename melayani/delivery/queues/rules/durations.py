"""How long one service takes at the counter, learned from what was seen; in minutes.

Measured durations have a long tail and errors of their own: a ticket that nobody finished before lunch is no service of
two hours. So single outliers are cut, and few measurements count little against what is known of the service.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

RECENT, PAST = 20, 600  # so many of the latest, each of which counts RECENT_WEIGHT times, and so many before them
RECENT_WEIGHT = 5
OUTLIER = 5  # times the median
SHAPE = (0.15, 0.32, 0.48, 0.64, 0.82, 1.02, 1.27, 1.58, 1.72, 2.0)  # ten equally likely shares of a mean: mean 1
SHORTEST = 0.1


@dataclass(frozen=True)
class Durations:
    """What may happen at the counter: equally likely durations, and how many of them were measured."""

    likely: tuple[float, ...]
    measured: int

    @property
    def mean(self) -> float:
        return sum(self.likely) / len(self.likely)

    def draw(self, chance: Random) -> float:
        return chance.choice(self.likely)

    def draw_rest(self, chance: Random, elapsed: float) -> float:
        """What is left of a service that has lasted `elapsed` minutes: of the likely durations those that are longer.

        When it has lasted longer than any known one, it is said to last half a mean more.
        """
        longer = [one for one in self.likely if one > elapsed]
        return chance.choice(longer) - elapsed if longer else self.mean / 2


def learn(*, measured: Sequence[float], configured: float) -> Durations:
    """Durations of a service from measurements (latest last) and the configured mean, both in minutes.

    Without a measurement they are the configured mean with a usual spread. Raises ValueError for a mean that is not
    positive.
    """
    if configured <= 0:
        raise ValueError("the configured mean must be positive")
    prior = tuple(max(SHORTEST, share * configured) for share in SHAPE)
    known = _without_outliers([one for one in measured if one > 0])
    if not known:
        return Durations(prior, 0)
    recent, past = known[-RECENT:], known[-PAST:-RECENT]
    weight = RECENT_WEIGHT if past else 1
    return Durations((*past, *recent * weight, *prior), len(known))


def _without_outliers(values: list[float]) -> list[float]:
    if not values:
        return []
    most = OUTLIER * median(values)
    return [max(SHORTEST, min(value, most)) for value in values]
