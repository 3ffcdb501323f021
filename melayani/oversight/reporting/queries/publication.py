"""Verified reports for everybody."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch

from melayani.foundation.organisations.models import Region
from melayani.oversight.reporting import states
from melayani.oversight.reporting.models import Report, ReportFigure


def is_region(code: str) -> bool:
    """Whether a province or regency has this code; one query."""
    return Region.objects.filter(code=code).exists()


def verified_reports(*, period: date | None, region: str, template: str, limit: int, offset: int) -> list[Report]:
    """Verified reports newest first, with figures, unit and period loaded; two queries."""
    rows = Report.objects.filter(state=states.VERIFIED).in_region(region)
    if period:
        rows = rows.filter(starts_on=period)
    if template:
        rows = rows.filter(template=template)
    figures = Prefetch("figures", ReportFigure.objects.order_by("pk"))
    loaded = rows.select_related("organisation", "round__campaign").prefetch_related(figures)
    return list(loaded.order_by("-starts_on", "pk")[offset : offset + limit])
