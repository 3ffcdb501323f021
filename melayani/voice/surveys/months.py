"""Months of everything at or below a unit: what pages over years read instead of days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys.counts import Counts, Kept, without_nothing
from melayani.voice.surveys.counts import add as add_counts
from melayani.voice.surveys.models import DayTotal, MonthTotal

NUMBERS = ("complete", "incomplete", "values", "squares")
Key = tuple[int, date, bool]  # unit, first of the month, comparable


@dataclass
class Change:
    """What is to be added to one month."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(NUMBERS))
    counts: Counts = field(default_factory=dict)

    def add(self, numbers: Iterable[int], kept: Kept, sign: int = 1) -> None:
        self.numbers = [own + sign * other for own, other in zip(self.numbers, numbers, strict=True)]
        add_counts(self.counts, kept, sign)

    @property
    def is_nothing(self) -> bool:
        return not any(self.numbers) and not without_nothing(self.counts)


class Changes:
    """What is to be added to months, by unit (not yet by those above it)."""

    def __init__(self) -> None:
        self.by_key: dict[Key, Change] = {}

    def count(self, row: DayTotal, sign: int = 1) -> None:
        key = (row.organisation_id, row.day.replace(day=1), row.comparable)
        numbers = [getattr(row, name) for name in NUMBERS]
        self.by_key.setdefault(key, Change()).add(numbers, row.counts, sign)


def add(changes: Changes) -> None:
    """Add the changes to the months of their units and of all above those, in one order, so that no two can block."""
    carried = _carried_up(changes.by_key)
    where = {"organisation_id__in": {key[0] for key in carried}, "day__in": {key[1] for key in carried}}
    standing = MonthTotal.objects.filter(**where).select_for_update(of=("self",)).order_by("pk") if carried else []
    kept: list[MonthTotal] = []
    gone: list[MonthTotal] = []
    for row in standing:
        change = carried.pop((row.organisation_id, row.day, row.comparable), None)
        if change is None:
            continue
        change.add((getattr(row, name) for name in NUMBERS), row.counts)
        _set(row, change)
        (kept if row.complete or row.incomplete else gone).append(row)
    MonthTotal.objects.bulk_update(kept, [*NUMBERS, "counts"], batch_size=100)
    MonthTotal.objects.filter(pk__in=[row.pk for row in gone]).delete()
    new = [
        _set(MonthTotal(organisation_id=unit, day=day, comparable=comparable), change)
        for (unit, day, comparable), change in carried.items()
    ]
    MonthTotal.objects.bulk_create(new, batch_size=100)


def whole_months(since: date, until: date) -> tuple[date, date] | None:
    """First day of the first and last day of the last month that lie wholly between the two days, None without any."""
    first = since if since.day == 1 else last_of_month(since) + timedelta(days=1)
    last = until if until == last_of_month(until) else until.replace(day=1) - timedelta(days=1)
    return (first, last) if first <= last else None


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _set(row: MonthTotal, change: Change) -> MonthTotal:
    for name, value in zip(NUMBERS, change.numbers, strict=True):
        setattr(row, name, value)
    row.counts = without_nothing(change.counts)
    return row


def _carried_up(changes: Mapping[Key, Change]) -> dict[Key, Change]:
    """The changes of each unit and of all above it; two queries."""
    found: dict[Key, Change] = {}
    wanted = {key: change for key, change in changes.items() if not change.is_nothing}
    above = _ancestors({key[0] for key in wanted})
    for (unit, day, comparable), change in wanted.items():
        for pk in above[unit]:
            found.setdefault((pk, day, comparable), Change()).add(change.numbers, change.counts)
    return found


def _ancestors(ids: set[int]) -> dict[int, list[int]]:
    """The unit itself and all above it, by unit; two queries."""
    paths = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "path"))
    step = Organisation.steplen
    wanted = {path[:end] for path in paths.values() for end in range(step, len(path) + 1, step)}
    known: dict[Any, int] = dict(Organisation.objects.filter(path__in=wanted).values_list("path", "pk"))
    return {pk: [known[path[:end]] for end in range(step, len(path) + 1, step)] for pk, path in paths.items()}
