"""Completeness and timeliness by place and period, in the meaning of routine health reporting (WHO, DHIS2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, Q

from melayani.foundation.organisations.models import Region
from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, states
from melayani.oversight.reporting.models import ReportQuerySet

PROVINCE = 2  # digits of its code
UNITS_AT_MOST = 200


@dataclass(frozen=True)
class Cell:
    """Reports expected of a place for a period, received, received in time, verified."""

    expected: int = 0
    received: int = 0
    on_time: int = 0
    verified: int = 0

    def plus(self, other: Cell) -> Cell:
        return Cell(
            self.expected + other.expected,
            self.received + other.received,
            self.on_time + other.on_time,
            self.verified + other.verified,
        )

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
    """Where reports are missing or late, of what the officer may see; three queries whatever the number of reports.

    Rows are provinces, the regencies of one, or the units of one regency.
    """
    rows = access.reports_visible_to(officer).owed().in_region(code)
    rows = rows.filter(template=template, kind=kind, starts_on__in=periods)
    key = "organisation" if len(code) > PROVINCE else "region" if code else "province"
    found: dict[str, dict[date, Cell]] = {}
    for place, day, cell in _cells(rows, key):
        found.setdefault(place, {})[day] = cell
    names, slugs = _names(rows, key, list(found))
    made = [
        _row(place, names.get(place, "Tanpa wilayah"), cells, periods, slugs.get(place, ""))
        for place, cells in sorted(found.items(), key=lambda one: (names.get(one[0], ""), one[0]))
    ]
    return Heat(code, name_of(code), periods, made, _total(made, periods))


def _cells(rows: ReportQuerySet, key: str) -> list[tuple[str, date, Cell]]:
    received = Q(state__in=sorted(states.RECEIVED))
    counted = (
        rows.order_by()
        .values_list(key, "starts_on")
        .annotate(
            expected=Count("pk"),
            received=Count("pk", filter=received),
            in_time=Count("pk", filter=received & Q(first_sent_at__lt=F("due_at"))),
            verified=Count("pk", filter=Q(state=states.VERIFIED)),
        )
    )
    return [(str(place), day, Cell(*numbers)) for place, day, *numbers in counted[: UNITS_AT_MOST * 24]]


def _row(code: str, name: str, cells: dict[date, Cell], periods: Sequence[date], slug: str) -> HeatRow:
    shown = [cells.get(day, Cell()) for day in periods]
    total = Cell()
    for one in shown:
        total = total.plus(one)
    return HeatRow(code, name, shown, total, slug)


def _total(rows: Sequence[HeatRow], periods: Sequence[date]) -> HeatRow:
    cells = [Cell() for _ in periods]
    for row in rows:
        cells = [one.plus(other) for one, other in zip(cells, row.cells, strict=True)]
    made = _row("", "Semua", dict(zip(periods, cells, strict=True)), periods, "")
    return replace(made, name="Semua")


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
