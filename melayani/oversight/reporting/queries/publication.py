"""Verified reports for everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from melayani.foundation.organisations.models import Region
from melayani.oversight.reporting import rules, states
from melayani.oversight.reporting.models import Report, ReportFigure


class PublishedFigure(NamedTuple):
    indicator: str
    value: Decimal | None
    choice: str
    counted: Decimal | None
    counted_choice: str

    @property
    def is_corrected(self) -> bool:
        return rules.is_corrected(self.counted, self.value, self.counted_choice, self.choice)


class PublishedReport(NamedTuple):
    """A verified report without its words; a hundred of them with 1,300 figures are read as plain values."""

    pk: int
    unit: str
    unit_name: str
    kind: str
    region: str
    template: str
    starts_on: date
    ends_on: date
    version: int
    first_sent_at: datetime
    due_at: datetime
    judged_at: datetime | None

    @property
    def on_time(self) -> bool:
        return self.first_sent_at < self.due_at


COLUMNS = (
    *("pk", "organisation__slug", "organisation__name", "kind", "region", "template"),
    *("starts_on", "round__ends_on", "version", "first_sent_at", "due_at", "judged_at"),
)


def is_region(code: str) -> bool:
    """Whether a province or regency has this code; one query."""
    return Region.objects.filter(code=code).exists()


def verified_reports(
    *, period: date | None, region: str, template: str, limit: int, offset: int
) -> list[PublishedReport]:
    """Verified reports newest first; one query."""
    rows = Report.objects.filter(state=states.VERIFIED).in_region(region)
    if period:
        rows = rows.filter(starts_on=period)
    if template:
        rows = rows.filter(template=template)
    found = rows.order_by("-starts_on", "pk").values_list(*COLUMNS)
    return [PublishedReport(*row) for row in found[offset : offset + limit]]


def figures_of(reports: Sequence[PublishedReport]) -> dict[int, list[PublishedFigure]]:
    """The figures of each report, by its key, in the order of its form; one query."""
    rows = ReportFigure.objects.filter(report__in=[one.pk for one in reports]).order_by("pk")
    found: dict[int, list[PublishedFigure]] = defaultdict(list)
    for report, *row in rows.values_list("report", *PublishedFigure._fields):
        found[report].append(PublishedFigure(*row))
    return found
