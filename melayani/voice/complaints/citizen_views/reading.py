"""What everybody may read: the list, one report, the map, the figures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.voice.complaints import access, maps, public_pages, words
from melayani.voice.complaints.asked import Asked

ROWS_BESIDE_MAP = 50


@public_page
@require_safe
def listing(request: CitizenRequest) -> HttpResponse:
    """Published reports, newest first, by words and filters."""
    asked = Asked.read(request.GET)
    context = {
        "state_words": words.PUBLIC,
        "asked": asked,
        "page": public_pages.page_of(asked),
        "choices": public_pages.choices(asked),
    }
    return render(request, "complaints/citizen/listing.html", context)


@public_page
@require_safe
def public_case(request: CitizenRequest, number: str) -> HttpResponse:
    """One report as everybody may read it, with the office's answers and their corrections."""
    page = public_pages.report_of(access.get_public(number))
    return render(request, "complaints/citizen/public_case.html", {"page": page, "complaint": page.complaint})


@public_page
@require_safe
def map_page(request: CitizenRequest) -> HttpResponse:
    """Published reports with a position on a graticule, and the same as a table."""
    asked, within = Asked.read(request.GET), maps.read_box(request.GET.get("kotak", "")[:80])
    shown = public_pages.map_of(asked, within)
    context = {
        "asked": asked,
        "within": within,
        "shown": shown,
        "rows": shown.points[:ROWS_BESIDE_MAP],
        "more": max(0, len(shown.points) - ROWS_BESIDE_MAP),
        "choices": public_pages.choices(asked),
    }
    return render(request, "complaints/citizen/map.html", context)


@public_page
@require_safe
def statistics(request: CitizenRequest) -> HttpResponse:
    """Received, answered, on time, by class and channel, for all offices or one."""
    page = public_pages.figures_of(
        unit=request.GET.get("instansi", "")[:80], span=request.GET.get("bulan", "")[:2], now=timezone.now()
    )
    return render(request, "complaints/citizen/statistics.html", {"page": page})
