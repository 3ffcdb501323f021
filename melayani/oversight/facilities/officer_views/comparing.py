"""The places of a region side by side, on a page and as a sheet."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.oversight.facilities import access, charts, queries, sheets

ROWS = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@officer_page(roles=access.CHECKERS)
@require_safe
def compare(request: OfficerRequest) -> HttpResponse:
    """Scores, last check, open findings, improvements and reports of the officer's places."""
    found = _asked(request)
    page = Paginator(found.places, ROWS).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "page": page,
        "chart": charts.spread_chart(found.spread),
        "kinds": queries.KINDS,
        "shown": queries.SHOWN,
        "orders": queries.ORDERS,
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "facilities/officer/compare.html", context)


@officer_page(roles=access.CHECKERS)
@require_safe
def compare_xlsx(request: OfficerRequest) -> HttpResponse:
    """The same places, all of them, as a sheet."""
    return sheet(sheets.as_xlsx(_asked(request), timezone.localdate()), "perbandingan-sarana.xlsx", XLSX)


def _asked(request: OfficerRequest) -> queries.Comparison:
    return queries.compare(request.officer, queries.Asked.read(request.GET), timezone.now(), timezone.localdate())
