"""A unit over years: index, spread, quarters and years from one read of its months, whatever the number of answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from melayani.foundation.audit import run
from melayani.foundation.organisations.models import Organisation
from melayani.voice.surveys import counts, months, rules
from melayani.voice.surveys.figures import Figures, Headline, Pool, figures, headline
from melayani.voice.surveys.models import DayTotal

MONTHS = """
    SELECT day, comparable, counts, complete, incomplete, "values", squares
    FROM surveys_monthtotal WHERE organisation_id = %s AND day BETWEEN %s AND %s ORDER BY day"""
READ = ("day", "comparable", "counts", *months.NUMBERS)
Kept = counts.Kept
Row = tuple[date, bool, Kept, int, int, int, int]


@dataclass(frozen=True)
class Spread:
    """How many forms came, complete or not, and half the 95 % interval of the index (points), None if it has none."""

    complete: int
    incomplete: int
    margin: Decimal | None


@dataclass(frozen=True)
class Step:
    """One quarter of a trend."""

    label: str
    since: date
    headline: Headline


@dataclass(frozen=True)
class Year:
    """The finished days of one calendar year, up to `until`. `answers` and `points` make the index again (None: they
    cannot, because elements were answered unequally often); an index that is not `comparable` has a deviating form.
    """

    year: int
    headline: Headline
    until: date
    comparable: bool = True
    answers: int | None = None
    points: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.until == date(self.year, 12, 31)


@dataclass(frozen=True)
class History:
    """What a page about a unit shows of a span, with the quarters of the years before its last day."""

    figures: Figures
    spread: Spread
    trend: list[Step]
    summed: dict[date, _Sums] = field(default_factory=dict, repr=False)  # by quarter

    @property
    def years(self) -> list[Year]:
        """The same quarters by year, oldest first."""
        found: dict[int, _Sums] = {}
        for begin, sums in self.summed.items():
            found.setdefault(begin.year, _Sums()).join(sums)
        return [_year(year, sums, self.figures.until) for year, sums in found.items()]


def history_of(unit: Organisation, *, since: date, until: date, years: int = 7) -> History:
    """Index and spread of the span, and the quarters up to its end; one query for months, one for other days."""
    first = date(until.year - years, 1, 1)
    quarters = _by_quarter(_months(unit, min(first, since), until))
    summed = {begin: _summed(rows) for begin, rows in quarters.items()}
    span = months.whole_months(since, until)
    sums = _summed(_other_days(unit, since, until, span))
    for begin, rows in quarters.items():
        inside = [row for row in rows if span and span[0] <= row[0] <= span[1]]
        if len(inside) == len(rows):  # a quarter within the span is added as it was summed for the trend
            sums.join(summed[begin])
        else:
            sums.take(inside)
    found = figures(sums.pool, since=since, until=until)
    shown = {begin: one for begin, one in summed.items() if begin >= first}
    return History(found, sums.spread, [_step(begin, one) for begin, one in shown.items()], shown)


def yearly(unit: Organisation, *, until: date, years: int = 7) -> list[Year]:
    """The last `years` calendar years up to the day `until`, oldest first, those with answers; one query for months."""
    by_year: dict[int, list[Row]] = {}
    for row in _months(unit, date(until.year - years + 1, 1, 1), until):
        by_year.setdefault(row[0].year, []).append(row)
    return [_year(year, _summed(rows), until) for year, rows in by_year.items()]


def spread_of(unit: Organisation, *, since: date, until: date) -> Spread:
    """Forms and spread of the answers at or below the unit; at most two queries. Comparable ones make the margin."""
    span = months.whole_months(since, until)
    inside = _months(unit, *span) if span else []
    return _summed([*inside, *_other_days(unit, since, until, span)]).spread


@dataclass
class _Sums:
    """Counts and numbers, comparable ones and others apart."""

    counts: dict[bool, counts.Counts] = field(default_factory=lambda: {True: {}, False: {}})
    numbers: dict[bool, list[int]] = field(default_factory=lambda: {True: [0] * 4, False: [0] * 4})

    @property
    def pool(self) -> Pool:
        return {comparable: counts.tallies(kept) for comparable, kept in self.counts.items()}

    @property
    def spread(self) -> Spread:
        n, _, values, squares = self.numbers[True]
        complete, incomplete = (self.numbers[True][at] + self.numbers[False][at] for at in (0, 1))
        return Spread(complete, incomplete, rules.margin(n=n, values=values, squares=squares))

    def take(self, rows: Iterable[Row]) -> None:
        """Add these rows."""
        for _, comparable, kept, *numbers in rows:
            self._add(comparable, kept, numbers)

    def join(self, other: _Sums) -> None:
        """Add what was summed before."""
        for comparable, kept in other.counts.items():
            self._add(comparable, kept, other.numbers[comparable])

    def _add(self, comparable: bool, kept: Kept, numbers: Sequence[int]) -> None:
        counts.add(self.counts[comparable], kept)
        own = self.numbers[comparable]
        for place, number in enumerate(numbers):
            own[place] += number


def _summed(rows: Iterable[Row]) -> _Sums:
    sums = _Sums()
    sums.take(rows)
    return sums


def _months(unit: Organisation, since: date, until: date) -> list[Row]:
    """The months of the unit, oldest first; their counts are read as one text."""
    found = run(MONTHS, [unit.pk, since, until])
    kept = json.loads(f"[{','.join(row[2] for row in found)}]")
    return [(day, comparable, own, *n) for (day, comparable, _, *n), own in zip(found, kept, strict=True)]


def _other_days(unit: Organisation, since: date, until: date, span: tuple[date, date] | None) -> Any:
    """The days of the span outside its whole months."""
    if span == (since, until):
        return []
    days = DayTotal.objects.within([unit.path]).between(since, until)
    if span is not None:
        days = days.filter(Q(day__lt=span[0]) | Q(day__gt=span[1]))
    return days.order_by().values_list(*READ)


def _by_quarter(rows: Iterable[Row]) -> dict[date, list[Row]]:
    """Months by the first day of their quarter, oldest first."""
    quarters: dict[date, list[Row]] = {}
    for row in rows:
        day = row[0]
        quarters.setdefault(date(day.year, day.month - (day.month - 1) % 3, 1), []).append(row)
    return quarters


def _year(year: int, sums: _Sums, until: date) -> Year:
    last = min(date(year, 12, 31), until)
    even = counts.even(sums.counts[True])
    elements, n, points = even or (0, 0, 0)
    return Year(
        year=year,
        headline=headline(sums.counts, until=last),
        until=last,
        comparable=bool(sums.counts[True]) or not sums.counts[False],
        answers=elements * n if even else None,
        points=points if even else None,
    )


def _step(first: date, sums: _Sums) -> Step:
    last = months.last_of_month(date(first.year, first.month + 2, 1))
    name = f"{first.year} triwulan {(first.month + 2) // 3}"
    return Step(name, first, headline(sums.counts, until=last))
