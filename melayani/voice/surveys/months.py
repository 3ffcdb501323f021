"""Months of everything at or below a unit: what pages over years read instead of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Sum
from django.db.models.functions import TruncMonth

from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys.models import DailyTotal, DayForms, MonthForms, MonthTotal

COUNTED = ("n", "total", "c1", "c2", "c3", "c4")
FORMED = ("complete", "incomplete", "values", "squares")
TOTAL_KEY = ("organisation_id", "day", "comparable", "element", "parts")
FORMS_KEY = ("organisation_id", "day", "comparable")
Key = tuple[Any, ...]
Sums = dict[Key, list[int]]


class Changes:
    """What is to be added to months, by unit (not yet by those above it) and key."""

    def __init__(self) -> None:
        self.totals: Sums = defaultdict(lambda: [0] * len(COUNTED))
        self.forms_of: Sums = defaultdict(lambda: [0] * len(FORMED))

    def count(self, row: DailyTotal, sign: int = 1) -> None:
        key = (row.organisation_id, row.day.replace(day=1), row.comparable, row.element, row.parts)
        _add(self.totals[key], (getattr(row, name) for name in COUNTED), sign)

    def forms(self, row: DayForms, sign: int = 1) -> None:
        key = (row.organisation_id, row.day.replace(day=1), row.comparable)
        _add(self.forms_of[key], (getattr(row, name) for name in FORMED), sign)


def add(changes: Changes) -> None:
    """Add the changes to the months of their units and of all above those, in one order, so that no two can block."""
    above = _ancestors({key[0] for key in (*changes.totals, *changes.forms_of)})
    _apply(MonthTotal, TOTAL_KEY, COUNTED, _rolled_up(changes.totals, above))
    _apply(MonthForms, FORMS_KEY, FORMED, _rolled_up(changes.forms_of, above))


def rebuild(since: date, until: date) -> None:
    """Sum the months that the span touches anew from their days."""
    first, last = since.replace(day=1), last_of_month(until)
    for months in (MonthTotal, MonthForms):
        months.objects.between(first, last).delete()
    totals = _of_days(DailyTotal, first, last, ("comparable", "element", "parts"), COUNTED)
    forms = _of_days(DayForms, first, last, ("comparable",), FORMED)
    above = _ancestors({key[0] for key in (*totals, *forms)})
    _create(MonthTotal, TOTAL_KEY, COUNTED, _rolled_up(totals, above))
    _create(MonthForms, FORMS_KEY, FORMED, _rolled_up(forms, above))


def whole_months(since: date, until: date) -> tuple[date, date] | None:
    """First day of the first and last day of the last month that lie wholly between the two days, None without any."""
    first = since if since.day == 1 else last_of_month(since) + timedelta(days=1)
    last = until if until == last_of_month(until) else until.replace(day=1) - timedelta(days=1)
    return (first, last) if first <= last else None


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _add(sums: list[int], values: Iterable[int], sign: int = 1) -> None:
    for place, value in enumerate(values):
        sums[place] += sign * value


def _of_days(model: type[DailyTotal | DayForms], first: date, last: date, keys: Key, names: Key) -> Sums:
    rows = model.objects.between(first, last).annotate(month=TruncMonth("day")).order_by()
    found = rows.values_list("organisation_id", "month", *keys).annotate(*(Sum(name) for name in names))
    width = 2 + len(keys)
    return {tuple(row[:width]): list(row[width:]) for row in found.iterator()}


def _ancestors(ids: set[int]) -> dict[int, list[int]]:
    """The unit itself and all above it, by unit; two queries."""
    paths = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "path"))
    step = Organisation.steplen
    wanted = {path[:end] for path in paths.values() for end in range(step, len(path) + 1, step)}
    known = dict(Organisation.objects.filter(path__in=wanted).values_list("path", "pk"))
    return {pk: [known[path[:end]] for end in range(step, len(path) + 1, step)] for pk, path in paths.items()}


def _rolled_up(sums: Mapping[Key, list[int]], above: Mapping[int, list[int]]) -> Sums:
    found: Sums = {}
    for key, values in sums.items():
        for pk in above[key[0]]:
            _add(found.setdefault((pk, *key[1:]), [0] * len(values)), values)
    return found


def _create(model: type[Model], keys: Key, names: Key, sums: Mapping[Key, Sequence[int]]) -> None:
    rows = (
        model(**dict(zip(keys, key, strict=True)), **dict(zip(names, values, strict=True)))
        for key, values in sums.items()
    )
    model._default_manager.bulk_create(rows, batch_size=500)


def _apply(model: type[Model], keys: Key, names: Key, sums: Sums) -> None:
    """Add to the rows that stand and write those that do not; what falls to nothing goes."""
    changed = {key: values for key, values in sums.items() if any(values)}
    where = {"organisation_id__in": {key[0] for key in changed}, "day__in": {key[1] for key in changed}}
    standing = model._default_manager.filter(**where).select_for_update(of=("self",)).order_by("pk") if changed else []
    kept: list[Any] = []
    gone: list[Any] = []
    for row in standing:
        values = changed.pop(tuple(getattr(row, name) for name in keys), None)
        if values is None:
            continue
        for name, value in zip(names, values, strict=True):
            setattr(row, name, getattr(row, name) + value)
        (kept if any(getattr(row, name) for name in names[:2]) else gone).append(row)
    if kept:
        model._default_manager.bulk_update(kept, names)
    if gone:
        model._default_manager.filter(pk__in=[row.pk for row in gone]).delete()
    _create(model, keys, names, changed)
