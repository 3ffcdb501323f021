"""Reads of reporting: lists, one report, completeness, figures by place, constraints, presentations, meetings."""

from melayani.oversight.reporting.queries.completeness import Cell, Heat, heat, name_of
from melayani.oversight.reporting.queries.constraints import Wanted, answers, hindrances
from melayani.oversight.reporting.queries.lists import Todo, first_due, lines, load_of, mine
from melayani.oversight.reporting.queries.meetings import (
    campaigns,
    meetings,
    points_of,
    round_of,
    rounds_of,
    turns_of,
    units_of,
)
from melayani.oversight.reporting.queries.opening import OpenRow, open_figures, open_indicators
from melayani.oversight.reporting.queries.places import (
    Asked,
    Pivot,
    PivotCell,
    Trend,
    last_periods,
    periods_of,
    pivot,
    trend,
)
from melayani.oversight.reporting.queries.presentation import Presentation, presentation
from melayani.oversight.reporting.queries.publication import (
    PublishedFigure,
    PublishedReport,
    figures_of,
    is_region,
    verified_reports,
)
from melayani.oversight.reporting.queries.writing import Line, ReportView, entries_of, report_view

__all__ = [
    "Asked",
    "Cell",
    "Heat",
    "Line",
    "OpenRow",
    "Pivot",
    "PivotCell",
    "PublishedFigure",
    "PublishedReport",
    "Presentation",
    "ReportView",
    "Todo",
    "Trend",
    "Wanted",
    "answers",
    "campaigns",
    "figures_of",
    "first_due",
    "heat",
    "hindrances",
    "is_region",
    "last_periods",
    "lines",
    "load_of",
    "meetings",
    "mine",
    "name_of",
    "open_figures",
    "open_indicators",
    "periods_of",
    "pivot",
    "points_of",
    "presentation",
    "entries_of",
    "report_view",
    "round_of",
    "rounds_of",
    "trend",
    "turns_of",
    "units_of",
    "verified_reports",
]
