"""The public figures of the service: a page with chart and table, and CSV."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.voice.disclosure.composing import figures, offices


@public_page
@require_safe
def report(request: CitizenRequest) -> HttpResponse:
    """A year's figures, of all offices or of one, and the published report where there is one."""
    year = _year(request)
    slug = request.GET.get("instansi", "").replace("\x00", "")[:80]
    unit = offices.get_office(slug) if slug else None
    context = {
        "figures": figures.of_year(unit, year, timezone.now()),
        "years": sorted({year, *figures.years()}, reverse=True),
        "page": figures.offices_of_year(year, page=request.GET.get("page", "1")),
        "report": offices.published_report(unit, year) if unit else None,
    }
    return render(request, "disclosure/citizen/report.html", context)


@public_page
@require_safe
def report_csv(request: CitizenRequest) -> HttpResponse:
    """The same figures for machines, one line for each office."""
    year = _year(request)
    answer = HttpResponse(
        figures.sheet(figures.of_offices(year, timezone.now())), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="layanan-informasi-{year}.csv"'
    return answer


def _year(request: CitizenRequest) -> int:
    text = request.GET.get("tahun", "")
    now = timezone.now().year
    if not text:
        return now
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if not figures.FIRST_YEAR <= year <= now + 1:
        raise Http404
    return year
