"""What a bureau watches: coverage of its subtree, and the gaps to work through."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.delivery.catalogue import access, queries, states, words
from melayani.delivery.catalogue.officer_views.standards import reader_page
from melayani.delivery.catalogue.rules import drafting
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest
from melayani.foundation.ui.papers import sheet

ROWS = 50
MOST_IN_A_SHEET = 5_000
BAR, TRACK = 34, 84  # pixels for a component; percent of the width for its bar, the figure stands in the rest
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Bar:
    """A component in the chart: base line of its name, top of its bar, length in percent of the width."""

    name: str
    count: int
    percent: int
    label_y: int
    bar_y: int

    @property
    def value_y(self) -> int:
        """The base line of the figure, beside the bar, so that a long name cannot run into it."""
        return self.bar_y + 9

    @property
    def length(self) -> str:
        return f"{self.percent * TRACK / 100:.1f}%"


@reader_page
@require_safe
def coverage(request: OfficerRequest) -> HttpResponse:
    """Figures, the fourteen components as a chart with its table, and each agency."""
    paths, place = _within(request)
    today = timezone.localdate()
    found = queries.coverage(paths, today)
    page = Paginator(queries.coverage_by_agency(paths, today), ROWS).get_page(request.GET.get("page"))
    bars = [
        Bar(words.COMPONENTS[key], count, found.percent(count), number * BAR + 13, number * BAR + 18)
        for number, (key, count) in enumerate(found.components)
    ]
    context = {
        "found": found,
        "bars": bars,
        "height": len(bars) * BAR,
        "track": f"{TRACK}%",
        "page": page,
        "place": place,
        "here": "coverage",
        "percents": {
            name: found.percent(getattr(found, name)) for name in ("standards", "whole", "published", "pledged")
        },
    }
    return render(request, "catalogue/officer/coverage.html", context)


@reader_page
@require_safe
def gaps(request: OfficerRequest) -> HttpResponse:
    """Services that lack something, by due date."""
    paths, place = _within(request)
    today = timezone.localdate()
    gap = _gap(request)
    page = Paginator(queries.gap_services(paths, today, gap), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [queries.gap_row(one, today) for one in page.object_list],
        "counts": queries.gap_counts(paths, today),
        "kinds": queries.GAPS,
        "gap": gap,
        "place": place,
        "names": words.COMPONENTS,
        "labels": states.LABELS,
        "today": today,
        "full": drafting.FULL_MEDIA,
        "here": "gaps",
    }
    return render(request, "catalogue/officer/gaps.html", context)


@reader_page
@require_safe
def gaps_sheet(request: OfficerRequest) -> HttpResponse:
    """The same list as a workbook, at most 5,000 rows."""
    paths, place = _within(request)
    today = timezone.localdate()
    gap = _gap(request)
    rows = [queries.gap_row(one, today) for one in queries.gap_services(paths, today, gap)[:MOST_IN_A_SHEET]]
    title = f"Kekurangan standar pelayanan{f', {place.name}' if place else ''}"
    return sheet(queries.gaps_xlsx(rows, title=title, day=today), f"kekurangan-standar-{today}.xlsx", XLSX)


def _within(request: OfficerRequest) -> tuple[list[str], Organisation | None]:
    """The paths to look at: the officer's whole reach, or one organisation within it that the address names."""
    asked = request.GET.get("instansi", "").replace("\x00", "")[:80]
    if not asked:
        return request.officer.reach(*access.STANDARD_READERS), None
    place = access.get_place_for_officer(request.officer, asked)
    if place is None:
        raise Http404
    return [place.path], place


def _gap(request: OfficerRequest) -> str:
    asked = request.GET.get("kurang", "")
    return asked if asked in queries.GAPS else ""
