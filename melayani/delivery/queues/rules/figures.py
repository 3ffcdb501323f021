"""What a day at the counters was like, in figures; plain Python over measured visits.

A *visit* is one number, from taking it until it is closed, also when it went through several services. A *service* is
one stay at a counter that ended served. The wait of a service begins when the number is taken, or when the stay before
ended, and ends with the call that led to the counter. Minutes are whole and fractions; a median or percentile is the
value of a real visit (nearest rank), never a mean of means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

FEW = 5  # below so many, no percentile is told: single people would show


@dataclass(frozen=True)
class Stay:
    """One stay at a counter that is over; `hour` is the local hour of the call."""

    unit: int
    line: int
    counter: int
    way: str
    hour: int
    waited: float
    served: float | None  # minutes at the counter, None when nobody was served
    is_no_show: bool = False


@dataclass
class Figures:
    """Figures of some group of stays and visits."""

    visits: int = 0
    left: int = 0  # left the queue or expired without being served
    no_shows: int = 0
    waits: list[float] = field(default_factory=list)
    services: list[float] = field(default_factory=list)

    def add(self, stay: Stay) -> None:
        if stay.served is not None:
            self.waits.append(stay.waited)
            self.services.append(stay.served)
        self.no_shows += stay.is_no_show

    @property
    def served(self) -> int:
        return len(self.services)

    @property
    def wait_median(self) -> float | None:
        return percentile(self.waits, 50)

    @property
    def wait_p90(self) -> float | None:
        return percentile(self.waits, 90)

    @property
    def service_median(self) -> float | None:
        return percentile(self.services, 50)

    @property
    def service_p90(self) -> float | None:
        return percentile(self.services, 90)

    @property
    def no_show_percent(self) -> int | None:
        calls = self.served + self.no_shows
        return round(100 * self.no_shows / calls) if calls >= FEW else None


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The value that `percent` of all reach at the most (nearest rank); None below FEW values."""
    if len(values) < FEW:
        return None
    ordered = sorted(values)
    return ordered[max(0, ceil(percent / 100 * len(ordered)) - 1)]


def grouped(stays: Iterable[Stay], by: str) -> dict[int | str, Figures]:
    """The stays by one of their fields, in the order of the groups."""
    found: dict[int | str, Figures] = {}
    for stay in stays:
        found.setdefault(getattr(stay, by), Figures()).add(stay)
    return {key: found[key] for key in sorted(found, key=str if by == "way" else int)}


def utilisation(occupied: float, seated: float) -> int | None:
    """Which share of the time at the counter somebody stood there, in percent; None when nobody sat there."""
    return min(100, round(100 * occupied / seated)) if seated > 0 else None


@dataclass(frozen=True)
class Judgement:
    """How forecasts came true. Errors in minutes, positive: people waited longer than foretold."""

    judged: int
    censored: int
    bias: float | None = None
    error: float | None = None
    held: int | None = None  # percent of truths inside the range
    later: int | None = None  # percent that waited longer than the upper end
    sooner: int | None = None


def judge(*, judged: int, censored: int, bias_s: float, error_s: float, inside: int, later: int) -> Judgement:
    """A judgement from sums over forecasts (seconds, counts); without percents below FEW."""
    if judged < FEW:
        return Judgement(judged, censored)
    return Judgement(
        judged=judged,
        censored=censored,
        bias=bias_s / 60,
        error=error_s / 60,
        held=round(100 * inside / judged),
        later=round(100 * later / judged),
        sooner=round(100 * (judged - inside - later) / judged),
    )
