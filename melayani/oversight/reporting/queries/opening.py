"""Verified sums as tidy rows for open data: one row per place, kind of unit and month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from melayani.foundation.organisations.models import Region
from melayani.oversight.reporting import definitions
from melayani.oversight.reporting.queries.places import Asked, last_periods, periods_of, totals_of

TEMPLATE, MONTHS = "monthly", 24
KINDS = ("mall", "agency")


class OpenRow(NamedTuple):
    """One figure; `region` "" is the country. A figure that nobody gave has no row, so that it reads as no zero."""

    month: str
    region: str
    region_name: str
    kind: str
    value: Decimal


def open_indicators() -> dict[str, definitions.Indicator]:
    """What is open, by key: the numbers of the monthly report in force."""
    form = next(one for one in definitions.templates() if one.key == TEMPLATE)
    shown = [item.indicator for item in form.items if item.indicator.kind != definitions.CHOICE]
    return {one.key: one for one in shown}


def open_figures(indicator: definitions.Indicator, code: str) -> list[OpenRow]:
    """The last 24 months of the country with its provinces (`code` ""), or of a province with its regencies.

    Verified reports alone; malls and agencies apart. Four queries, at most some 2,000 rows.
    """
    newest = max(last_periods(TEMPLATE).values(), default=None)
    if newest is None:
        return []
    months = periods_of(TEMPLATE, newest, MONTHS)
    names = _places(code)
    rows = [row for kind in KINDS for row in _of_kind(indicator, code, kind, months, names)]
    return sorted(rows, key=lambda row: (row.month, row.region, row.kind), reverse=True)


def _places(code: str) -> dict[str, str]:
    below = Region.objects.filter(level="regency", parent=code) if code else Region.objects.filter(parent__isnull=True)
    found = dict(below.values_list("code", "name"))
    return {**found, code: "Indonesia" if not code else Region.objects.get(code=code).name}


def _of_kind(
    indicator: definitions.Indicator, code: str, kind: str, months: list[date], names: dict[str, str]
) -> list[OpenRow]:
    values = totals_of(Asked(code, indicator, kind, TEMPLATE, months), list(names))
    return [
        OpenRow(f"{day:%Y-%m}", place, names[place], kind, value)
        for place, row in values.items()
        for day, value in row.items()
        if value is not None
    ]
