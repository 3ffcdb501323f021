"""Published results: page, sheet for the wall, report, workbook, badge."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.voice.surveys import access, badges, queries, reports, workbooks

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public_page
@require_safe
def result(request: CitizenRequest, slug: str, pk: int) -> HttpResponse:
    """The frozen figures of a published period, the plan that follows, and where it was announced."""
    context = _context(slug, pk)
    context["compared"] = reports.compared(context["period"], context["shown"])
    return render(request, "surveys/citizen/result.html", context)


@public_page
@require_safe
def wall(request: CitizenRequest, slug: str, pk: int) -> HttpResponse:
    """One sheet to print and hang up where people are served."""
    return render(request, "surveys/citizen/wall.html", _context(slug, pk))


@public_page
@cache_control(public=True, max_age=3600)
@require_safe
def report(request: CitizenRequest, slug: str, pk: int) -> HttpResponse:
    """The full report as an accessible PDF."""
    period = access.get_published_period(slug, pk)
    response = HttpResponse(reports.report_pdf(period), content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="laporan-skm-{slug}-{period.ends_on}.pdf"'
    return response


@public_page
@cache_control(public=True, max_age=3600)
@require_safe
def workbook(request: CitizenRequest, slug: str, pk: int) -> HttpResponse:
    """The figures with formulas that compute the same index again."""
    period = access.get_published_period(slug, pk)
    response = HttpResponse(workbooks.period_xlsx(period), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="skm-{slug}-{period.ends_on}.xlsx"'
    return response


@public_page
@cache_control(public=True, max_age=3600)
@require_safe
def badge(request: CitizenRequest, slug: str) -> HttpResponse:
    """The unit's last published index as a small picture for its own site."""
    unit = access.find_unit(slug)
    if unit is None:
        raise Http404
    response = HttpResponse(badges.badge_svg(queries.latest_published(unit)), content_type="image/svg+xml")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _context(slug: str, pk: int) -> dict[str, Any]:
    period = access.get_published_period(slug, pk)
    rows = queries.follow_ups_of(period)
    return {
        "period": period,
        "unit": period.organisation,
        "shown": reports.shown(period),
        "follow_ups": rows,
        "score": queries.follow_up_score(period, rows),
        "publications": reports.announced(queries.publications_of(period)),
        "today": timezone.now().astimezone(period.organisation.zone).date(),
    }
