"""The ladder: who is reminded of a case, how long before or after its due moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LIAISON, HEAD, PARENT_HEAD, BUREAU = "liaison", "head", "parent_head", "bureau"
LEVELS = (LIAISON, HEAD, PARENT_HEAD, BUREAU)


@dataclass(frozen=True)
class Step:
    """One rung: of which clock, at which distance from its due moment (negative: before), who is told."""

    key: str
    clock: str
    hours: int
    level: str

    def at(self, due: datetime) -> datetime:
        """When this rung is reached for a clock that is due at `due`."""
        return due + timedelta(hours=self.hours)


def read_ladder(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The rungs of data/ladder.json or of an organisation's own rows. Raises ValueError for an unknown level."""
    steps = tuple(Step(row["key"], row["clock"], int(row["hours"]), row["level"]) for row in rows)
    if unknown := [step.key for step in steps if step.level not in LEVELS]:
        raise ValueError(f"unknown level in {unknown}")
    return steps


def steps_due(
    ladder: Sequence[Step], dues: Mapping[str, datetime | None], *, done: Collection[str], now: datetime
) -> list[Step]:
    """The rungs reached at `now` and not yet `done`, lowest first.

    `dues` are the due moments of the clocks that run. When several rungs of one clock were passed at once (the worker
    stood still), all are given: each is recorded, the caller may tell the highest only.
    """
    reached = [
        (step.at(due), step)
        for step in ladder
        if (due := dues.get(step.clock)) is not None and step.key not in done and step.at(due) <= now
    ]
    return [step for _, step in sorted(reached, key=lambda pair: (pair[0], LEVELS.index(pair[1].level), pair[1].key))]


def next_step_at(
    ladder: Sequence[Step], dues: Mapping[str, datetime | None], *, done: Collection[str]
) -> datetime | None:
    """When the next rung that is not `done` is reached; None when nothing is left to climb."""
    return min(
        (step.at(due) for step in ladder if (due := dues.get(step.clock)) is not None and step.key not in done),
        default=None,
    )
