"""Indexes side by side: units and years for those who oversee them, and what is published for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.oversight.evaluation import access
from melayani.oversight.evaluation.models import Assessment

YEARS = 5
MOST = 500


@dataclass(frozen=True)
class PublishedIndex:
    """A unit's published index of a year."""

    unit: Organisation
    year: int
    index: Decimal
    category: str
    labels: Mapping[str, str]
    zone: str
    by: Organisation
    published_on: date | None
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class CompareRow:
    """One unit over the years; `cells` in the order of the comparison's years, None where it was not judged."""

    unit: Organisation
    years: Sequence[int]
    cells: Sequence[Assessment | None]

    @property
    def pairs(self) -> list[tuple[int, Assessment | None]]:
        return list(zip(self.years, self.cells, strict=True))

    @property
    def last(self) -> Assessment | None:
        return next((cell for cell in reversed(self.cells) if cell), None)

    @property
    def change(self) -> Decimal | None:
        """From the last year but one to the last year; None unless both are there."""
        if len(self.cells) < 2 or not self.cells[-1] or not self.cells[-2]:
            return None
        after, before = self.cells[-1].index, self.cells[-2].index
        return after - before if after is not None and before is not None else None


@dataclass(frozen=True)
class Comparison:
    """Sealed indexes of units by years, best last year first; `counts` how many units stand in each category."""

    years: Sequence[int]
    rows: Sequence[CompareRow]
    counts: Mapping[str, int]


def years_of(officer: Officer) -> list[int]:
    """The last years with sealed indexes that the officer reads, oldest first; one query."""
    rows = access.assessments_visible_to(officer).fixed().order_by()
    years = rows.values_list("campaign__year", flat=True).distinct()
    return sorted(set(years))[-YEARS:]


def compare(officer: Officer, *, category: str = "") -> Comparison:
    """Every unit the officer reads, over the last years; three queries.

    An index is never averaged over units: how many stand in which category is what can be said of many.
    """
    years = years_of(officer)
    rows = access.assessments_visible_to(officer).fixed().filter(campaign__year__in=years)
    found: dict[int, dict[int, Assessment]] = {}
    units: dict[int, Organisation] = {}
    for row in rows.order_by("campaign__year", "sealed_at", "pk")[: MOST * YEARS]:
        units[row.unit_id] = row.unit
        found.setdefault(row.unit_id, {})[row.campaign.year] = row
    lines = [CompareRow(units[pk], years, [cells.get(year) for year in years]) for pk, cells in found.items()]
    counts: dict[str, int] = {}
    for line in lines:
        if line.cells and line.cells[-1]:
            counts[line.cells[-1].category] = counts.get(line.cells[-1].category, 0) + 1
    kept = [line for line in lines if not category or (line.last is not None and line.last.category == category)]
    kept.sort(key=_order)
    return Comparison(years, kept, counts)


def published_index(unit: Organisation) -> PublishedIndex | None:
    """The unit's last published index; one query."""
    rows = Assessment.objects.published().filter(unit=unit).select_related("unit", "campaign__organisation")
    row = rows.order_by("-campaign__year", "-published_at").first()
    return _published(row) if row else None


def published_list(*, paths: Iterable[str] = ("",), limit: int = 20, offset: int = 0) -> list[PublishedIndex]:
    """Published indexes at or below the tree paths, latest year and best first; one query."""
    rows = Assessment.objects.published().within(paths).select_related("unit", "campaign__organisation")
    found = rows.order_by("-campaign__year", "-index", "unit__path")[offset : offset + limit]
    return [_published(row) for row in found]


def newly_published(*, paths: Iterable[str] = ("",), limit: int = 50) -> list[tuple[PublishedIndex, datetime]]:
    """Indexes published at or below the tree paths with the moment of it, the latest first; one query."""
    rows = Assessment.objects.published().within(paths).select_related("unit", "campaign__organisation")
    found = rows.order_by("-published_at", "-pk")[:limit]
    return [(_published(row), row.published_at) for row in found if row.published_at is not None]


def _published(row: Assessment) -> PublishedIndex:
    summary = row.summary
    return PublishedIndex(
        unit=row.unit,
        year=row.campaign.year,
        index=row.index or Decimal(0),
        category=row.category,
        labels=summary["label"],
        zone=summary["zone"],
        by=row.campaign.organisation,
        published_on=row.published_at.astimezone(row.unit.zone).date() if row.published_at else None,
        figures=summary,
    )


def _order(line: CompareRow) -> tuple[bool, Decimal, str]:
    last = line.cells[-1].index if line.cells and line.cells[-1] else None
    return (last is None, -(last or Decimal(0)), line.unit.path)
