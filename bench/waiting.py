"""The estimate of the wait, judged on seeded days of four counters against a fixed mean and the last wait.

Four kinds of day: steady with the right mean configured; the configured mean wrong (15 for a true 10 minutes); a
morning rush; a rush with two of four counters on a planned break. Every arriving customer who must wait is told an
estimate; the error is estimate minus truth, in minutes, and the range should hold eight times of ten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import sqrt
from random import Random

from bench.result import Result
from melayani.delivery.queues.rules import Desk, Person, learn, roll_out

DAYS, WARM_UP_DAYS = 40, 5
OPEN, COUNTERS, ROLLS = 480.0, 4, 32
SERVICE = "layanan"
ARRIVES, WAKE = -1, -2  # instead of a counter's number


@dataclass(frozen=True)
class Day:
    """How a day goes: the true and the configured mean, arrivals per minute by the clock, planned breaks by counter."""

    name: str
    configured: float
    rate: Callable[[float], float]
    true: float = 10.0
    breaks: dict[int, tuple[float, float]] = field(default_factory=dict)

    def calls(self, counter: int) -> tuple[tuple[float, float], ...]:
        if counter not in self.breaks:
            return ((0.0, OPEN + 600),)
        start, end = self.breaks[counter]
        return ((0.0, start), (end, OPEN + 600))


def steady(_: float) -> float:
    return 0.36


def rush(minute: float) -> float:
    return 0.75 if minute < 120 else 0.25


def lunch(minute: float) -> float:
    return 0.55 if minute < 90 or 200 < minute < 300 else 0.3


DAYS_OF = (
    Day("A steady", 10.0, steady),
    Day("B wrong mean", 15.0, steady),
    Day("C rush", 10.0, rush),
    Day("D rush and lunch", 10.0, lunch, breaks={0: (240.0, 300.0), 1: (240.0, 300.0)}),
)


@dataclass
class Score:
    """Errors in minutes of one estimator on one kind of day, and how often the range held."""

    errors: list[float] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)

    @property
    def rmse(self) -> float:
        return sqrt(sum(error * error for error in self.errors) / len(self.errors))

    @property
    def bias(self) -> float:
        return sum(self.errors) / len(self.errors)

    @property
    def coverage(self) -> float:
        return sum(self.held) / len(self.held) if self.held else 0.0


def measure() -> list[Result]:
    """Scores for the reader; budgets for what a citizen would feel."""
    results = []
    for day in DAYS_OF:
        scores = judge(day)
        for name, score in scores.items():
            held = f"  range held {100 * score.coverage:.0f} %" if score.held else ""
            figures = f"RMSE {score.rmse:5.1f}  bias {score.bias:+5.1f}  n {len(score.errors)}{held}"
            print(f"     {day.name:18} {name:12} {figures}")
        ours, fixed, last = scores["roll-out"], scores["fixed mean"], scores["last wait"]
        results.append(Result(f"error against the last wait, {day.name}", ours.rmse / last.rmse, 1.0, True))
        if day.name[0] in "BD":  # where a fixed mean goes wrong
            results.append(Result(f"error against a fixed mean, {day.name}", ours.rmse / fixed.rmse, 0.8, True))
        results.append(Result(f"range holds, {day.name}", abs(ours.coverage - 0.8), 0.08, True, f"{ours.coverage:.2f}"))
    return results


def judge(day: Day) -> dict[str, Score]:
    """Play the days and score every estimator; the first days only teach."""
    scores = {"roll-out": Score(), "fixed mean": Score(), "last wait": Score()}
    measured: list[float] = []
    for number in range(DAYS + WARM_UP_DAYS):
        _play(day, Random(f"{day.name} {number}"), measured, scores if number >= WARM_UP_DAYS else None)
    return scores


@dataclass
class _Waiting:
    """Somebody in the queue with what was promised."""

    number: int
    arrived: float
    lasts: float
    promised: dict[str, float] = field(default_factory=dict)
    span: tuple[float, float] = (0.0, 0.0)


def _play(day: Day, chance: Random, measured: list[float], scores: dict[str, Score] | None) -> None:
    """One day from opening to the last customer, event by event."""
    hall = _Hall(day, measured, scores)
    events: list[tuple[float, int, _Waiting | None]] = []
    for number, moment in enumerate(_arrivals(day, chance)):
        lasts = chance.gammavariate(2.0, day.true / 2.0)
        heappush(events, (moment, ARRIVES, _Waiting(number, moment, lasts)))
    for _, end in day.breaks.values():
        heappush(events, (end, WAKE, None))
    while events:
        moment, counter, person = heappop(events)
        if person is not None:
            hall.arrive(person, moment)
        elif counter != WAKE:
            hall.done(counter)
        for called, place in hall.call(moment):
            heappush(events, (moment + called.lasts, place, None))


def _arrivals(day: Day, chance: Random) -> list[float]:
    found, moment, most = [], 0.0, 0.8
    while (moment := moment + chance.expovariate(most)) < OPEN:
        if chance.random() < day.rate(moment) / most:
            found.append(moment)
    return found


class _Hall:
    """The counters and the people of one day."""

    def __init__(self, day: Day, measured: list[float], scores: dict[str, Score] | None) -> None:
        self.day, self.measured, self.scores = day, measured, scores
        self.queue: list[_Waiting] = []
        self.serving: dict[int, tuple[float, float]] = {}  # counter: since, lasts
        self.last_wait = 0.0

    def arrive(self, person: _Waiting, now: float) -> None:
        self.queue.append(person)
        if self.scores is not None and (len(self.serving) == COUNTERS or len(self.queue) > 1):
            self._promise(person, now)

    def done(self, counter: int) -> None:
        self.measured.append(self.serving.pop(counter)[1])

    def call(self, now: float) -> list[tuple[_Waiting, int]]:
        called = []
        for counter in range(COUNTERS):
            if self.queue and counter not in self.serving and _calls_at(self.day.calls(counter), now):
                person = self.queue.pop(0)
                self.serving[counter] = (now, person.lasts)
                self.last_wait = now - person.arrived
                self._score(person, self.last_wait)
                called.append((person, counter))
        return called

    def _promise(self, person: _Waiting, now: float) -> None:
        known = {SERVICE: learn(measured=self.measured, configured=self.day.configured)}
        person.promised["fixed mean"] = (len(self.queue)) * self.day.configured / COUNTERS
        person.promised["last wait"] = self.last_wait
        people = [Person(str(one.number), SERVICE) for one in self.queue]
        wait = roll_out(people=people, desks=self._desks(now), durations=known, seed=person.number, rolls=ROLLS)
        told = wait[str(person.number)]
        person.promised["roll-out"], person.span = told.middle, (told.low, told.high)

    def _desks(self, now: float) -> list[Desk]:
        desks = []
        for counter in range(COUNTERS):
            spans = tuple((start - now, end - now) for start, end in self.day.calls(counter))
            since = self.serving.get(counter)
            serving, elapsed = (SERVICE, now - since[0]) if since else ("", 0.0)
            desks.append(Desk(str(counter), frozenset({SERVICE}), spans, serving, elapsed))
        return desks

    def _score(self, person: _Waiting, truth: float) -> None:
        if self.scores is None or not person.promised:
            return
        for name, value in person.promised.items():
            self.scores[name].errors.append(value - truth)
        low, high = person.span
        self.scores["roll-out"].held.append(low <= truth <= high)


def _calls_at(spans: tuple[tuple[float, float], ...], now: float) -> bool:
    return any(start <= now < end for start, end in spans)
