"""A region's reports of one period as it is presented: condition, constraints, strategies, innovations."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, definitions, rules, states, totals
from melayani.oversight.reporting.models import ActionPoint, Remark, RemarkKind, Report, ReportFigure
from melayani.oversight.reporting.queries.completeness import Cell, name_of
from melayani.oversight.reporting.queries.places import combined

KEYS = ("visits", "applicants", "applications", "decided", "on_time_share", "complaints", "skm_index")
ENTRIES_SHOWN = 12
UNITS_SHOWN = 40
REPORTS_AT_MOST = 600


@dataclass(frozen=True)
class KeyFigure:
    name: str
    unit: str
    value: str
    before: str
    change: str


@dataclass(frozen=True)
class UnitRow:
    report: Report
    summary: str


@dataclass(frozen=True)
class Presentation:
    """What the slides show. Only what was received; what is missing is counted, never filled."""

    code: str
    name: str
    period: date
    words: str
    kind: str
    complete: Cell
    figures: list[KeyFigure]
    modes: list[tuple[str, int]]
    units: list[UnitRow]
    constraints: list[Remark]
    strategies: list[Remark]
    innovations: list[Remark]
    points: list[ActionPoint]


def presentation(officer: Officer, code: str, period: date, kind: str) -> Presentation | None:
    """The reports of a region that the officer may see; None when none is expected there. Eight queries."""
    rows = access.reports_visible_to(officer).owed().in_region(code)
    rows = rows.filter(template="monthly", kind=kind, starts_on=period)
    reports = list(
        rows.select_related("organisation", "round__campaign").order_by("organisation__name")[:REPORTS_AT_MOST]
    )
    if not reports:
        return None
    received = [one for one in reports if one.state in states.RECEIVED]
    earlier = access.reports_visible_to(officer).received().in_region(code)
    before = earlier.filter(template="monthly", kind=kind, starts_on=(period - timedelta(days=1)).replace(day=1))
    entries = Remark.objects.filter(report__in=received).select_related("report__organisation").order_by("pk")
    by_kind = {key: [one for one in entries if one.kind == key][:ENTRIES_SHOWN] for key in RemarkKind}
    points = ActionPoint.objects.filter(organisation__in=[one.organisation_id for one in reports], done_at__isnull=True)
    return Presentation(
        code=code,
        name=name_of(code),
        period=period,
        words=rules.month_name(period),
        kind=kind,
        complete=_complete(reports),
        figures=_figures(received, list(before[:REPORTS_AT_MOST])),
        modes=_modes(received),
        units=[UnitRow(one, one.summary) for one in received[:UNITS_SHOWN]],
        constraints=by_kind[RemarkKind.CONSTRAINT],
        strategies=by_kind[RemarkKind.STRATEGY],
        innovations=by_kind[RemarkKind.INNOVATION],
        points=list(points.select_related("organisation", "meeting").order_by("due_on")[:ENTRIES_SHOWN]),
    )


def _complete(reports: list[Report]) -> Cell:
    received = [one for one in reports if one.state in states.RECEIVED]
    return Cell(
        len(reports),
        len(received),
        sum(one.on_time for one in received),
        sum(one.state == states.VERIFIED for one in received),
    )


def _figures(now: list[Report], before: list[Report]) -> list[KeyFigure]:
    """Figures of the region from these reports, with the change against the month before; two queries."""
    current, past = _sums(now), _sums(before)
    found = []
    for key in KEYS:
        indicator = definitions.indicators()[key]
        value = combined(indicator, current)
        if value is None:
            continue
        changed = rules.change(combined(indicator, past), value)
        words, before_words = rules.write_number(value), rules.write_number(changed.before)
        found.append(KeyFigure(indicator.name, indicator.unit, words, before_words, rules.change_words(changed)))
    return found


def _sums(reports: list[Report]) -> dict[str, rules.Part]:
    rows = ReportFigure.objects.filter(report__in=reports, value__isnull=False)
    by_report: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for report, key, value in rows.order_by().values_list("report", "indicator", "value"):
        if value is not None:
            by_report[report][key] = value
    found: dict[str, rules.Part] = defaultdict(rules.Part)
    for values in by_report.values():
        for key, part in totals.parts_of(values):
            found[key] = found[key].plus(part)
    return found


def _modes(received: list[Report]) -> list[tuple[str, int]]:
    rows = ReportFigure.objects.filter(report__in=received, indicator="operating_mode").exclude(choice="")
    names = dict(definitions.indicators()["operating_mode"].choices)
    counted = Counter(rows.values_list("choice", flat=True))
    return [(names.get(key, key), count) for key, count in counted.most_common()]
