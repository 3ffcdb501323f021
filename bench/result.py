"""What a benchmark says: a figure for the reader, and a ratio that must keep its budget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Result:
    """`measured` and `budget` are ratios or sizes of one run; `at_most` says on which side the budget lies."""

    what: str
    measured: float
    budget: float
    at_most: bool
    note: str = ""

    @property
    def kept(self) -> bool:
        return self.measured <= self.budget if self.at_most else self.measured >= self.budget

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        verdict = "ok  " if self.kept else "MISS"
        return f"{verdict} {self.what}: {self.measured:.3g} ({sign} {self.budget:g})  {self.note}"


def milliseconds(work: Callable[[], object], *, rounds: int) -> list[float]:
    """How long each of `rounds` calls took, after one that is not counted."""
    work()
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1000)
    return taken


def middle(taken: Sequence[float]) -> float:
    """The median: these machines are noisy, a mean would follow the noise."""
    return float(median(taken))
