"""How long people will wait: the real order is played through many times with durations that may happen.

Each roll lets every counter take, whenever it is free and not on a break, the person with the earliest turn whom it may
serve. Of many rolls the middle and the tenth and ninetieth percentile are told: a range, never one exact minute.
Times are minutes from now. Somebody whom no counter will call has no estimate: that is said in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from random import Random

from melayani.delivery.queues.rules.durations import Durations

MODEL = "roll-out 1"
ROLLS = 48
HOLDS = 0.80  # how often the truth should lie in the range


@dataclass(frozen=True)
class Person:
    """Somebody in the queue; `comes_in` is positive for a booked person who is not there yet."""

    ticket: str
    service: str
    comes_in: float = 0.0


@dataclass(frozen=True)
class Desk:
    """A counter: what it serves, when it is planned to call, and whom it serves now.

    `calls` are spans (from, until) in which it takes somebody new, in order; a service begun before the end of a span
    is finished. `serving` names the service in work and `elapsed` how long it has lasted.
    """

    key: str
    serves: frozenset[str]
    calls: tuple[tuple[float, float], ...]
    serving: str = ""
    elapsed: float = 0.0

    def next_call(self, moment: float) -> float | None:
        """The first moment from `moment` on at which it calls, or None when its day is over."""
        for start, end in self.calls:
            if moment < end:
                return max(moment, start)
        return None


@dataclass(frozen=True)
class Wait:
    """Minutes until the call: eight of ten end between `low` and `high`."""

    low: float
    middle: float
    high: float


FINE_BELOW, COARSE = 10, 5  # minutes: below ten they are told to the minute, above in steps of five


def published(wait: Wait | None) -> tuple[int | None, int | None]:
    """The range as it is told, whole minutes rounded outward; nothing is told of a wait that is not known."""
    if wait is None:
        return None, None
    low, high = int(wait.low), -int(-wait.high // 1)
    low = low if low < FINE_BELOW else low // COARSE * COARSE
    high = high if high <= FINE_BELOW else -(-high // COARSE) * COARSE
    return low, max(low, high)


def roll_out(
    *,
    people: Sequence[Person],
    desks: Sequence[Desk],
    durations: Mapping[str, Durations],
    seed: int,
    rolls: int = ROLLS,
) -> dict[str, Wait]:
    """The wait of each person by ticket; `people` stand in the order of their turns. Same seed, same answer.

    A ticket is left out when fewer than half of the rolls reach it: its counters close first, or there is none.
    """
    chance = Random(seed)  # noqa: S311  what may happen at a counter is no secret
    reached: dict[str, list[float]] = {person.ticket: [] for person in people}
    for _ in range(rolls):
        for ticket, moment in _one_roll(people, desks, durations, chance):
            reached[ticket].append(moment)
    return {ticket: _range(moments) for ticket, moments in reached.items() if 2 * len(moments) >= rolls}


def _one_roll(
    people: Sequence[Person], desks: Sequence[Desk], durations: Mapping[str, Durations], chance: Random
) -> list[tuple[str, float]]:
    """Who is called when, in one course that the day may take."""
    free = _first_calls(desks, durations, chance)
    waiting = list(people)
    called = []
    while free and waiting:
        moment, place = heappop(free)
        desk = desks[place]
        person = next((one for one in waiting if one.service in desk.serves and one.comes_in <= moment), None)
        if person is None:
            _wait_for_somebody(free, place, desk, waiting, moment)
            continue
        waiting.remove(person)
        called.append((person.ticket, moment))
        _call_again(free, place, desk, moment + durations[person.service].draw(chance))
    return called


def _first_calls(desks: Sequence[Desk], durations: Mapping[str, Durations], chance: Random) -> list[tuple[float, int]]:
    free: list[tuple[float, int]] = []
    for place, desk in enumerate(desks):
        rest = durations[desk.serving].draw_rest(chance, desk.elapsed) if desk.serving else 0.0
        _call_again(free, place, desk, rest)
    heapify(free)
    return free


def _call_again(free: list[tuple[float, int]], place: int, desk: Desk, moment: float) -> None:
    start = desk.next_call(moment)
    if start is not None:
        heappush(free, (start, place))


def _wait_for_somebody(
    free: list[tuple[float, int]], place: int, desk: Desk, waiting: Sequence[Person], moment: float
) -> None:
    """The counter has nobody now: it calls again when the next booked person whom it serves comes."""
    coming = [one.comes_in for one in waiting if one.service in desk.serves and one.comes_in > moment]
    if coming:
        _call_again(free, place, desk, min(coming))


def _range(moments: list[float]) -> Wait:
    ordered = sorted(moments)
    last = len(ordered) - 1
    outside = max(0, round((last - HOLDS * (last + 2)) / 2))  # of n draws, the next lies between two with this chance
    return Wait(ordered[outside], ordered[last // 2], ordered[last - outside])
