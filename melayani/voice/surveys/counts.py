"""Counts per element as totals keep them: {"fee": [0, 1, 5, 2], "time/2": […]}. Plain Python.

Four numbers: how often the scores 1 to 4 were given. After a slash stands how many questions asked about the element,
unless it was one; a form counts once whatever that number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from melayani.voice.surveys.rules import Tally

Counts = dict[str, list[int]]
Kept = Mapping[str, Sequence[int]]


def add(sums: Counts, kept: Kept, sign: int = 1) -> None:
    """Add `kept` to `sums` in place, or take it away with `sign` -1."""
    for key, (c1, c2, c3, c4) in kept.items():
        own = sums.get(key)
        if own is None:
            sums[key] = [sign * c1, sign * c2, sign * c3, sign * c4]
            continue
        own[0] += sign * c1
        own[1] += sign * c2
        own[2] += sign * c3
        own[3] += sign * c4


def without_nothing(sums: Kept) -> Counts:
    """The counts without the elements that nobody answered."""
    return {key: list(values) for key, values in sums.items() if any(values)}


def even(kept: Kept) -> tuple[int, int, int] | None:
    """Elements, forms, and points of all answers, where one question asked about each and all were answered as often.

    None where they were not, or nobody answered.
    """
    forms, points = 0, 0
    for key, (c1, c2, c3, c4) in kept.items():
        n = c1 + c2 + c3 + c4
        if n != (forms or n) or "/" in key:
            return None
        forms, points = n, points + c1 + 2 * c2 + 3 * c3 + 4 * c4
    return (len(kept), forms, points) if forms else None


def tallies(kept: Kept) -> dict[str, Tally]:
    """The tally of each element, units that asked differently added by questionnaires."""
    found: dict[str, Tally] = {}
    for key, (c1, c2, c3, c4) in kept.items():
        element, _, parts = key.partition("/")
        one = Tally.of((c1, c2, c3, c4), parts=int(parts or 1))
        found[element] = found[element] + one if element in found else one
    return found


def pooled(parts: Iterable[Kept]) -> Counts:
    """All of `parts` together."""
    sums: Counts = {}
    for kept in parts:
        add(sums, kept)
    return sums
