"""Figures by place and period, read from the sums that the worker keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Max

from melayani.foundation.organisations.models import Organisation, Region
from melayani.oversight.reporting import charts, definitions, record, rules, states
from melayani.oversight.reporting.models import PlaceTotal, ReportFigure
from melayani.oversight.reporting.queries.completeness import PROVINCE, name_of
from melayani.oversight.reporting.queries.writing import ratio

UNITS_AT_MOST = 200
SPANS = (6, 12, 24)
PART = ("count", "total", "low", "high", "weight", "weighted")  # of a kept sum, in the order of rules.Part
NEEDED = {"sum": 2, "ratio": 2, "mean": 2, "min": 3, "max": 4}  # so many of them make a figure; all for an index
NOTHING = rules.Part()
Values = dict[str, dict[date, Decimal | None]]


@dataclass(frozen=True)
class Asked:
    """Which figures: of whom, which indicator, up to when. `code` "" is the country."""

    code: str
    indicator: definitions.Indicator
    kind: str
    template: str
    periods: Sequence[date]
    verified: bool = True

    @property
    def keys(self) -> list[str]:
        return [*self.indicator.parts] if self.indicator.computed else [self.indicator.key]


class PivotCell(NamedTuple):
    value: Decimal | None
    level: int

    @property
    def words(self) -> str:
        return rules.write_number(self.value) if self.value is not None else "–"


@dataclass(frozen=True)
class PivotRow:
    code: str
    name: str
    cells: list[PivotCell]
    change: str
    slug: str = ""


@dataclass(frozen=True)
class Pivot:
    """Places by periods, coloured by size, with the figure of all below; `change` compares the last two periods."""

    asked: Asked
    name: str
    rows: list[PivotRow]
    total: PivotRow
    tiles: list[charts.Tile]
    as_of: date | None = None


def pivot(asked: Asked) -> Pivot:
    """Provinces of the country, regencies of a province, or units of a regency; at most three queries."""
    values, names, slugs = _below(asked)
    total = values.pop(asked.code)
    levels = charts.ranks_of(one for row in values.values() for one in row.values())
    rows = [
        _row(place, names.get(place, place), row, levels, asked.periods, slugs.get(place, ""))
        for place, row in sorted(values.items(), key=lambda one: (names.get(one[0], ""), one[0]))
    ]
    tiles = []
    if not asked.code:
        last = {place: row[asked.periods[-1]] for place, row in values.items()}
        tiles = charts.tiles_of(definitions.tiles(), names, last)
    shown = [row for row in rows if any(one.value is not None for one in row.cells)]
    return Pivot(asked, name_of(asked.code), shown, _row(asked.code, "Semua", total, {}, asked.periods, ""), tiles)


def _below(asked: Asked) -> tuple[Values, dict[str, str], dict[str, str]]:
    """The figures of the places below, and, by the code asked for, of all of them; names, and slugs of units."""
    if len(asked.code) > PROVINCE:
        values, names, slugs = _of_units(asked)
        return {**values, **totals_of(asked, [asked.code])}, names, slugs
    below = (
        Region.objects.filter(level="regency", parent=asked.code)
        if asked.code
        else Region.objects.filter(code__in=list(definitions.tiles()))
    )
    names = dict(below.values_list("code", "name"))
    places = list(names) if asked.code else list(definitions.tiles())
    return totals_of(asked, [*places, asked.code]), names, {}


def totals_of(asked: Asked, places: Sequence[str]) -> Values:
    """The combined figure of each place and period; one query, its rows as plain values: a country has nine hundred."""
    kept = PlaceTotal.objects.filter(
        place__in=places,
        template=asked.template,
        kind=asked.kind,
        indicator__in=asked.keys,
        verified=asked.verified,
        starts_on__in=asked.periods,
    )
    parts: dict[tuple[str, date], dict[str, rules.Part]] = defaultdict(dict)
    columns = PART[: NEEDED.get(asked.indicator.over, len(PART))]
    for place, day, key, *numbers in kept.values_list("place", "starts_on", "indicator", *columns):
        parts[place, day][key] = rules.Part(*numbers)
    figures = {where: combined(asked.indicator, found) for where, found in parts.items()}
    return {place: {day: figures.get((place, day)) for day in asked.periods} for place in places}


def combined(indicator: definitions.Indicator, parts: Mapping[str, rules.Part]) -> Decimal | None:
    """The figure of all from the parts of its indicators."""
    if indicator.computed:
        return rules.combine(indicator.over, NOTHING, [parts.get(key, NOTHING) for key in indicator.parts])
    return rules.combine(indicator.over, parts.get(indicator.key, NOTHING))


def _of_units(asked: Asked) -> tuple[Values, dict[str, str], dict[str, str]]:
    """The reports of the units of one regency; one query."""
    wanted = [states.VERIFIED] if asked.verified else sorted(states.RECEIVED)
    rows = ReportFigure.objects.filter(
        report__region=asked.code,
        report__template=asked.template,
        report__kind=asked.kind,
        report__state__in=wanted,
        report__starts_on__in=asked.periods,
        indicator__in=asked.keys,
    ).select_related("report__organisation")
    found: dict[str, dict[date, dict[str, Decimal | None]]] = defaultdict(lambda: defaultdict(dict))
    names, slugs = {}, {}
    for row in rows.order_by("report__organisation__name", "report")[: UNITS_AT_MOST * len(asked.periods)]:
        unit = row.report.organisation
        names[unit.slug], slugs[unit.slug] = unit.name, unit.slug
        found[unit.slug][row.report.starts_on][row.indicator] = row.value
    values = {
        slug: {day: _own(asked.indicator, days.get(day, {})) for day in asked.periods} for slug, days in found.items()
    }
    return values, names, slugs


def _own(indicator: definitions.Indicator, values: Mapping[str, Decimal | None]) -> Decimal | None:
    return ratio(indicator, dict(values)) if indicator.computed else values.get(indicator.key)


def _row(
    code: str,
    name: str,
    values: Mapping[date, Decimal | None],
    levels: Mapping[Decimal, int],
    periods: Sequence[date],
    slug: str,
) -> PivotRow:
    shown = [values.get(day) for day in periods]
    cells = [PivotCell(one, levels.get(one, 0) if one is not None else 0) for one in shown]
    last = shown[-2:]
    change = rules.change_words(rules.change(*last)) if len(last) > 1 else ""
    return PivotRow(code, name, cells, change, slug)


@dataclass(frozen=True)
class Step:
    """One period of a line: its figure, the change against the one before and a year before."""

    period: date
    words: str
    value: Decimal | None
    change: str
    year: str


@dataclass(frozen=True)
class Trend:
    """A place or a unit over time."""

    name: str
    indicator: definitions.Indicator
    steps: list[Step]
    lines: charts.Lines
    restrictions: Sequence[record.Restriction]
    base: str = ""  # the last month before the restrictions, with its figure
    during: Sequence[tuple[str, str, str]] = ()  # month, figure, change against the base


def trend(asked: Asked, *, unit: Organisation | None = None) -> Trend:
    """The line of a place, or of one unit, with the year before and the restrictions that held there."""
    earlier = [_year_before(day) for day in asked.periods]
    before = asked.periods[0] - timedelta(days=1)
    whole = sorted({*asked.periods, *earlier, before.replace(day=1)})
    wide = Asked(asked.code, asked.indicator, asked.kind, asked.template, whole, asked.verified)
    values = _of_units(wide)[0].get(unit.slug, {}) if unit else totals_of(wide, [asked.code])[asked.code]
    shown = [values.get(day) for day in asked.periods]
    past = [values.get(day) for day in earlier]
    limits = [one for one in record.restrictions_of(asked.code) if one.first and one.last]
    spans = [(one.first, one.last, f"{one.name} {one.scope}") for one in limits if one.first and one.last]
    drawn = charts.lines_of(asked.periods, shown, past, spans)
    base, during = _against_base(values, limits)
    return Trend(
        name=unit.name if unit else name_of(asked.code),
        indicator=asked.indicator,
        steps=[_step(day, values) for day in reversed(asked.periods)],
        lines=drawn,
        restrictions=[one for one in limits if _within(one, asked.periods)],
        base=base,
        during=during,
    )


def _within(one: record.Restriction, periods: Sequence[date]) -> bool:
    last = rules.month_of(periods[-1]).last
    return bool(one.first and one.last and one.first <= last and one.last >= periods[0])


def _step(day: date, values: Mapping[date, Decimal | None]) -> Step:
    value = values.get(day)
    before = values.get((day - timedelta(days=1)).replace(day=1))
    return Step(
        day,
        rules.month_name(day),
        value,
        rules.change_words(rules.change(before, value)),
        rules.change_words(rules.change(values.get(_year_before(day)), value)),
    )


def _against_base(
    values: Mapping[date, Decimal | None], limits: Sequence[record.Restriction]
) -> tuple[str, list[tuple[str, str, str]]]:
    known = {day: one for day, one in values.items() if one is not None}
    found = record.before_and_during(known, limits)
    if found is None:
        return "", []
    base, value, later = found
    rows = [
        (rules.month_name(day), rules.write_number(one), rules.change_words(changed)) for day, one, changed in later
    ]
    return f"{rules.month_name(base)}: {rules.write_number(value)}", rows


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


def last_periods(template: str, verified: bool = True) -> dict[str, date]:
    """The newest period of which the country has figures, by kind of unit; one query."""
    rows = PlaceTotal.objects.filter(place="", template=template, verified=verified)
    return dict(rows.order_by().values_list("kind").annotate(last=Max("starts_on")))


def periods_of(template: str, last: date, count: int) -> list[date]:
    """First days of the periods up to `last`, oldest first."""
    form = definitions.template_on(template, last)
    if form is None or form.frequency != "week":
        return rules.months_back(last, count)
    monday = rules.week_of(last).first
    return [monday - timedelta(weeks=number) for number in range(count - 1, -1, -1)]
