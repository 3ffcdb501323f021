"""Statistics for officers: chart and tables of their units, and the same as a sheet."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.format import format_number
from melayani.foundation.ui.papers import sheet
from melayani.voice.complaints import access, figures, queries, sheets
from melayani.voice.complaints.officer_views.sections import sections

READERS = access.ROLES[access.READ_STATISTICS]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@officer_page(roles=READERS)
def statistics(request: OfficerRequest) -> HttpResponse:
    """Received, answered, on time, by month, class, channel and kind; never a case."""
    unit, months, found = _asked(request)
    context = {
        "unit": unit,
        "units": figures.units_of(request.officer),
        "months": months,
        "spans": figures.SPANS,
        "found": found,
        "chart": figures.chart_of(found),
        "tables": sheets.tables(found)[2:],
        "blocks": figures.blocks_of(found.total),
        "answered": format_number(found.total.answered),
        "sections": sections(request.officer),
    }
    return render(request, "complaints/officer/statistics.html", context)


@require_safe
@officer_page(roles=READERS)
def statistics_csv(request: OfficerRequest) -> HttpResponse:
    unit, _, found = _asked(request)
    return sheet(sheets.as_csv(found), f"pengaduan-{unit.slug}.csv", "text/csv; charset=utf-8")


@require_safe
@officer_page(roles=READERS)
def statistics_xlsx(request: OfficerRequest) -> HttpResponse:
    unit, _, found = _asked(request)
    return sheet(sheets.as_xlsx(found, f"Pengaduan {unit.name}"), f"pengaduan-{unit.slug}.xlsx", XLSX)


def _asked(request: OfficerRequest) -> tuple[Organisation, int, queries.Statistics]:
    """The unit and the months that the address names; raises Http404 for another officer's unit."""
    unit = figures.unit_of(request.officer, request.GET.get("unit", ""))
    if unit is None:
        raise Http404
    text = request.GET.get("bulan", "")
    months = int(text) if text in {str(span) for span, _ in figures.SPANS} else figures.SPANS[0][0]
    today = timezone.now().astimezone(unit.zone).date()
    since = _months_before(today, months - 1)
    return unit, months, queries.statistics(unit, since=since, until=today)


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
