"""Completeness and timeliness by place and period, in the meaning of routine health reporting (WHO, DHIS2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from melayani.foundation.organisations.models import Region
from melayani.foundation.people import Officer
from melayani.oversight.reporting import access
from melayani.oversight.reporting.models import DirtyPlace, OwedTotal, ReportQuerySet
from melayani.oversight.reporting.owed import NUMBERS

PROVINCE = 2  # digits of its code
UNITS_AT_MOST = 200


class Cell(NamedTuple):
    """Reports expected of a place for a period, received, received in time, verified."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    verified: int = 0

    @property
    def completeness(self) -> int | None:
        """Whole percent received of those expected; None, not 0, when nobody was expected."""
        return percent(self.received, self.expected)

    @property
    def timeliness(self) -> int | None:
        """Whole percent received in time of those expected."""
        return percent(self.on_time, self.expected)

    @property
    def level(self) -> int:
        """0 for nobody expected, 1 for nothing received, to 5 for everything."""
        if self.completeness is None:
            return 0
        return 1 + (self.completeness * 4) // 100


NOBODY = Cell()


def percent(part: int, whole: int) -> int | None:
    """Rounded half-up, at most 100; never 100 while something is missing."""
    if not whole:
        return None
    return min((200 * part + whole) // (2 * whole), 100 if part >= whole else 99)


@dataclass(frozen=True)
class HeatRow:
    code: str
    name: str
    cells: list[Cell]
    total: Cell
    slug: str = ""


@dataclass(frozen=True)
class Heat:
    """The table: places by periods, with totals at both edges."""

    code: str
    name: str
    periods: Sequence[date]
    rows: list[HeatRow]
    total: HeatRow


def heat(officer: Officer, code: str, template: str, kind: str, periods: Sequence[date]) -> Heat:
    """Where reports are missing or late, of what the officer may see; at most five queries.

    Rows are provinces, the regencies of one, or the units of one regency. Who sees the whole country reads the rows
    that the worker keeps, and what it has still to count is counted here: a report counts from the moment it is sent.
    """
    rows = access.reports_visible_to(officer).owed().in_region(code)
    rows = rows.filter(template=template, kind=kind, starts_on__in=periods)
    key = "organisation" if len(code) > PROVINCE else "region" if code else "province"
    if key != "organisation" and access.sees_all_reports(officer):
        counted = _kept(rows, key, code, template, kind, periods)
    else:
        counted = _cells(rows, key)
    found: dict[str, dict[date, Cell]] = {}
    for (place, day), cell in counted.items():
        found.setdefault(place, {})[day] = cell
    names, slugs = _names(rows, key, list(found))
    made = [
        _row(place, names.get(place, "Tanpa wilayah"), cells, periods, slugs.get(place, ""))
        for place, cells in sorted(found.items(), key=lambda one: (names.get(one[0], ""), one[0]))
    ]
    return Heat(code, name_of(code), periods, made, _total(made, periods))


def _kept(
    rows: ReportQuerySet, key: str, code: str, template: str, kind: str, periods: Sequence[date]
) -> dict[tuple[str, date], Cell]:
    """Kept rows, and those of `rows` that wait to be counted; two queries, a third while something waits.

    Marks are read first: whatever is counted in between is then read here or there, never missed.
    """
    marks = DirtyPlace.objects.filter(template=template, starts_on__in=periods, place__startswith=code)
    digits = PROVINCE if key == "province" else None
    waiting = {(place[:digits], day) for place, day in marks.values_list("place", "starts_on")}
    kept = OwedTotal.objects.filter(template=template, starts_on__in=periods, above=code, kind=kind)
    found = {(place, day): Cell(*numbers) for place, day, *numbers in kept.values_list("place", "starts_on", *NUMBERS)}
    if waiting:
        places, days = {place for place, _ in waiting}, {day for _, day in waiting}
        fresh = _cells(rows.filter(**{f"{key}__in": places}, starts_on__in=days), key)
        found = {where: cell for where, cell in found.items() if where not in waiting}
        found |= {where: cell for where, cell in fresh.items() if where in waiting}
    return found


def _cells(rows: ReportQuerySet, key: str) -> dict[tuple[str, date], Cell]:
    counted = rows.order_by().values_list(key, "starts_on").annotate(**NUMBERS)
    return {(str(place), day): Cell(*numbers) for place, day, *numbers in counted[: UNITS_AT_MOST * 24]}


def _row(code: str, name: str, cells: dict[date, Cell], periods: Sequence[date], slug: str) -> HeatRow:
    shown = [cells.get(day, NOBODY) for day in periods]
    return HeatRow(code, name, shown, _sum(shown), slug)


def _total(rows: Sequence[HeatRow], periods: Sequence[date]) -> HeatRow:
    columns = [_sum([row.cells[place] for row in rows]) for place in range(len(periods))]
    return HeatRow("", "Semua", columns, _sum(columns))


def _sum(cells: Sequence[Cell]) -> Cell:
    return Cell(*map(sum, zip(*cells, strict=True))) if cells else NOBODY


def _names(rows: ReportQuerySet, key: str, places: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Names of places, and slugs where they are units."""
    if key != "organisation":
        return dict(Region.objects.filter(code__in=places).values_list("code", "name")), {}
    known = rows.order_by().values_list("organisation", "organisation__name", "organisation__slug").distinct()
    found = list(known[:UNITS_AT_MOST])
    return {str(pk): name for pk, name, _ in found}, {str(pk): slug for pk, _, slug in found}


def name_of(code: str) -> str:
    """The name of a place; one query, none for the country."""
    if not code:
        return "Indonesia"
    region = Region.objects.filter(code=code).first()
    return region.name if region else code
