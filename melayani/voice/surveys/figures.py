"""Figures as pages, API and frozen periods carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils.translation import get_language

from melayani.voice.surveys import counts, rules


def _language() -> str:
    return (get_language() or "id").split("-")[0]


@dataclass(frozen=True)
class ElementResult:
    """One element: mean (1 to 4), index (25 to 100), grade, and how often each score was given."""

    key: str
    n: int
    counts: tuple[int, int, int, int]
    mean: Decimal
    index: Decimal
    grade: str
    labels: Mapping[str, str]
    names: Mapping[str, str]
    total: Fraction  # the sum of the element's scores over questionnaires

    @property
    def parts(self) -> int | None:
        """How many questions asked about the element; None where units that asked differently were pooled."""
        answers = sum(self.counts)
        points = sum(score * count for score, count in zip(rules.SCORES, self.counts, strict=True))
        parts = answers // self.n
        return parts if parts * self.n == answers and self.total * parts == points else None

    @property
    def name(self) -> str:
        """The element's name in the active language."""
        return self.names.get(_language(), self.names["id"])

    @property
    def label(self) -> str:
        """The grade in words, in the active language."""
        return self.labels.get(_language(), self.labels["id"])


@dataclass(frozen=True)
class IndexResult:
    """An index with its grade. `provisional` while its period runs; `published` when it is frozen.

    `apart` answers of a deviating instrument are not in it; where there are only such, the index is not `comparable`.
    """

    n: int
    index: Decimal
    grade: str
    labels: Mapping[str, str]
    elements: tuple[ElementResult, ...]
    since: date
    until: date
    provisional: bool = True
    published: bool = False
    comparable: bool = True
    apart: int = 0
    enough = True

    @property
    def label(self) -> str:
        """The grade in words, in the active language: "Baik"."""
        return self.labels.get(_language(), self.labels["id"])

    @property
    def lowest_first(self) -> list[ElementResult]:
        return sorted(self.elements, key=lambda element: element.mean)  # equal ones keep the order of the form

    def to_json(self) -> dict[str, Any]:
        """What a published period freezes; numbers as text, so that they stay exact."""
        elements = [
            {
                "key": one.key,
                "n": one.n,
                "counts": list(one.counts),
                "mean": str(one.mean),
                "index": str(one.index),
                "grade": one.grade,
                "labels": dict(one.labels),
                "names": dict(one.names),
                "total": str(one.total),
            }
            for one in self.elements
        ]
        return {
            "n": self.n,
            "index": str(self.index),
            "grade": self.grade,
            "labels": dict(self.labels),
            "elements": elements,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "comparable": self.comparable,
            "apart": self.apart,
        }


@dataclass(frozen=True)
class TooFew:
    """Fewer answers than may be shown."""

    n: int
    since: date
    until: date
    enough = False


Figures = IndexResult | TooFew


@dataclass(frozen=True)
class Headline:
    """Number of answers with index and grade, where they may be shown."""

    n: int
    index: Decimal | None = None
    grade: str = ""


Pool = Mapping[bool, Mapping[str, rules.Tally]]  # comparable answers, and those of deviating instruments


def figures(
    pool: Pool, *, since: date, until: date, instrument: str = rules.CURRENT, fewest: int = rules.MINIMUM_SHOWN
) -> Figures:
    """Index of the pooled answers, graded by the table of the last day; TooFew below `fewest`.

    Comparable answers make the index where there are any; only where all deviate, the others do.
    """
    comparable, numbers = _sides(pool)
    if numbers[comparable] < fewest:
        return TooFew(n=numbers[comparable], since=since, until=until)
    chosen = rules.load_instrument(instrument)
    result = rules.compute(pool[comparable], on=until, instrument=chosen, uneven=not comparable)
    elements = tuple(
        ElementResult(
            key=one.key,
            n=one.n,
            counts=one.counts,
            mean=one.mean,
            index=one.index,
            grade=one.grade.letter,
            labels=one.grade.labels,
            names=chosen.element(one.key).names,
            total=pool[comparable][one.key].total,
        )
        for one in result.elements
    )
    return IndexResult(
        n=result.n,
        index=result.index,
        grade=result.grade.letter,
        labels=result.grade.labels,
        elements=elements,
        since=since,
        until=until,
        comparable=comparable,
        apart=numbers[False] if comparable else 0,
    )


def headline(sums: Mapping[bool, counts.Counts], *, until: date) -> Headline:
    """Only what a line of a trend shows of the same figures; without an index where no table of grades is verified."""
    even = counts.even(sums[True])
    if even is None or not sums[True].keys() <= _elements():
        return _headline({comparable: counts.tallies(kept) for comparable, kept in sums.items()}, until)
    elements, n, points = even
    if n < rules.MINIMUM_SHOWN:
        return Headline(n)
    index = rules.even_index(points=points, answers=elements * n)
    try:
        return Headline(n, index, rules.grade(index, on=until).letter)
    except rules.NoGradeTable:  # 2014 to 2016
        return Headline(n)


def _headline(pool: Pool, until: date) -> Headline:
    """The same for answers that units asked for in different ways."""
    comparable, numbers = _sides(pool)
    if numbers[comparable] < rules.MINIMUM_SHOWN:
        return Headline(numbers[comparable])
    try:
        n, index, grade = rules.summarise(pool[comparable], on=until, uneven=not comparable)
    except rules.NoGradeTable:
        return Headline(numbers[comparable])
    return Headline(n, index, grade.letter)


@cache
def _elements() -> frozenset[str]:
    """The elements of the shipped questionnaire."""
    return frozenset(rules.load_instrument().keys)


def _sides(pool: Pool) -> tuple[bool, dict[bool, int]]:
    """Whether comparable answers make the index, and how many questionnaires stand on each side."""
    numbers = {comparable: _smallest(pool.get(comparable, {})) for comparable in (True, False)}
    return numbers[True] > 0 or not numbers[False], numbers


def _smallest(tallies: Mapping[str, rules.Tally]) -> int:
    return min((one.n for one in tallies.values()), default=0)


def published(result: IndexResult) -> IndexResult:
    return replace(result, provisional=False, published=True)


def thaw(frozen: Mapping[str, Any]) -> Figures:
    """The figures that `to_json` froze, as published; TooFew where only their number was kept."""
    since, until = date.fromisoformat(frozen["since"]), date.fromisoformat(frozen["until"])
    if "index" not in frozen:
        return TooFew(n=frozen["n"], since=since, until=until)
    return IndexResult(
        n=frozen["n"],
        index=Decimal(frozen["index"]),
        grade=frozen["grade"],
        labels=frozen["labels"],
        elements=tuple(_thaw_elements(frozen["elements"])),
        since=since,
        until=until,
        provisional=False,
        published=True,
        comparable=frozen.get("comparable", True),
        apart=frozen.get("apart", 0),
    )


def freeze(result: Figures) -> dict[str, Any]:
    """The JSON of figures; of too few answers only how many they were."""
    if isinstance(result, IndexResult):
        return result.to_json()
    return {"n": result.n, "since": result.since.isoformat(), "until": result.until.isoformat()}


def _thaw_elements(rows: Iterable[Mapping[str, Any]]) -> Iterable[ElementResult]:
    for row in rows:
        first, second, third, fourth = row["counts"]
        yield ElementResult(
            key=row["key"],
            n=row["n"],
            counts=(first, second, third, fourth),
            mean=Decimal(row["mean"]),
            index=Decimal(row["index"]),
            grade=row["grade"],
            labels=row["labels"],
            names=row["names"],
            total=Fraction(row["total"]),
        )
