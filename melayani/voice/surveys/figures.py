"""Figures as pages, API and frozen periods carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from melayani.voice.surveys import rules


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
    """An index with its grade. `provisional` while its period runs; `published` when it is frozen."""

    n: int
    index: Decimal
    grade: str
    labels: Mapping[str, str]
    elements: tuple[ElementResult, ...]
    since: date
    until: date
    provisional: bool = True
    published: bool = False
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
        }


@dataclass(frozen=True)
class TooFew:
    """Fewer answers than may be shown."""

    n: int
    since: date
    until: date
    enough = False


Figures = IndexResult | TooFew


def figures(
    tallies: Mapping[str, rules.Tally], *, since: date, until: date, instrument: str = rules.CURRENT
) -> Figures:
    """Index of the pooled `tallies`, graded by the table of the last day; TooFew below the number that may be shown."""
    chosen = rules.load_instrument(instrument)
    n = min((one.n for one in tallies.values()), default=0)
    if n < rules.MINIMUM_SHOWN:
        return TooFew(n=n, since=since, until=until)
    result = rules.compute(tallies, on=until, instrument=chosen)
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
    )


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
        )
