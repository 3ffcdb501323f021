"""Figures by place, lines over time, completeness, constraints, the published record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.organisations.queries import by_slug
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.reporting import access, asked, definitions, drawing, papers, queries, record
from melayani.oversight.reporting.rules import month_name
from melayani.oversight.reporting.workbooks import pivot_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@officer_page(roles=access.READERS)
@require_safe
def figures(request: OfficerRequest) -> HttpResponse:
    """Places by periods with totals, and the tile map of the country."""
    choice = _choice(request)
    pivot = queries.pivot(choice.asked)
    context = {
        **_frame(request, choice),
        "pivot": pivot,
        "tiles": drawing.tiles(pivot.tiles, choice.base),
        "rows": [(row, drawing.figure_cells(row.cells)) for row in pivot.rows],
        "totals": drawing.plain_cells(pivot.total.cells),
    }
    return render(request, "reporting/officer/figures.html", context)


@officer_page(roles=access.READERS)
@require_safe
def figures_xlsx(request: OfficerRequest) -> HttpResponse:
    pivot = queries.pivot(_choice(request).asked)
    return _file(pivot_xlsx(pivot), XLSX, f"angka-{pivot.asked.indicator.key}-{pivot.asked.code or 'id'}.xlsx")


@officer_page(roles=access.READERS)
@require_safe
def figures_pdf(request: OfficerRequest) -> HttpResponse:
    pivot = queries.pivot(_choice(request).asked)
    content = papers.pivot_pdf(pivot, request.officer.organisations[0], at=timezone.now())
    return _file(content, "application/pdf", f"angka-{pivot.asked.indicator.key}-{pivot.asked.code or 'id'}.pdf")


@officer_page(roles=access.READERS)
@require_safe
def trend(request: OfficerRequest) -> HttpResponse:
    """One place, or one unit, over time: with the year before and the restrictions that held there."""
    choice = _choice(request)
    slug = request.GET.get("unit", "")[:80]
    unit = by_slug(slug) if slug else None
    if slug and (unit is None or not choice.asked.code):
        raise Http404
    found = queries.trend(choice.asked, unit=unit)
    return render(request, "reporting/officer/trend.html", {**_frame(request, choice), "trend": found, "unit": unit})


@officer_page(roles=access.READERS)
@require_safe
def completeness(request: OfficerRequest) -> HttpResponse:
    """Where reports are missing or late."""
    choice = _choice(request, newest=False)
    one = choice.asked
    heat = queries.heat(request.officer, one.code, one.template, one.kind, one.periods)
    timely = request.GET.get("ukuran", "") == "tepat-waktu"
    context = {
        **_frame(request, choice),
        "heat": heat,
        "rows": [(row, drawing.heat_cells([*row.cells, row.total], timely=timely)) for row in heat.rows],
        "totals": drawing.heat_cells([*heat.total.cells, heat.total.total], timely=timely),
        "timely": timely,
    }
    return render(request, "reporting/officer/completeness.html", context)


@officer_page(roles=access.READERS)
@require_safe
def constraints(request: OfficerRequest) -> HttpResponse:
    """What stands in the way, ranked and searched, of verified reports everywhere."""
    given = {key: str(value).replace("\x00", "").strip()[:80] for key, value in request.GET.items()}
    wanted = queries.Wanted(
        words=given.get("q", ""),
        code=given.get("kendala", ""),
        indicator=given.get("angka", ""),
        place=given.get("wilayah", "") if asked.CODE.fullmatch(given.get("wilayah", "")) else "",
    )
    found = queries.hindrances(request.officer, wanted, request.GET.get("page"))
    context = {
        "wanted": wanted,
        "found": found,
        "page": found.page,
        "kinds": definitions.constraint_kinds().items(),
        "indicators": asked.indicators_of("monthly"),
    }
    return render(request, "reporting/officer/constraints.html", context)


@officer_page(roles=access.READERS)
@require_safe
def overcome(request: OfficerRequest, code: str) -> HttpResponse:
    """Who has overcome this: strategies and innovations elsewhere that answer this kind of constraint."""
    name = definitions.constraint_kinds().get(code)
    if name is None:
        raise Http404
    indicator = definitions.indicators().get(request.GET.get("angka", ""))
    found = queries.answers(request.officer, code, indicator.key if indicator else "", request.GET.get("page"))
    context = {"code": code, "name": name, "indicator": indicator, "page": found}
    return render(request, "reporting/officer/overcome.html", context)


@officer_page(roles=access.READERS)
@require_safe
def published(request: OfficerRequest) -> HttpResponse:
    """Figures that newspapers and agencies published, and the restrictions of those years, with sources."""
    context = {"series": record.series(), "restrictions": [one for _, one in record.restrictions()]}
    return render(request, "reporting/officer/published.html", context)


def _choice(request: OfficerRequest, *, newest: bool = True) -> asked.Choice:
    given = {key: str(value) for key, value in request.GET.items()}
    return asked.choice_of(given, request.officer, timezone.localdate(), newest=newest)


def _frame(request: OfficerRequest, choice: asked.Choice) -> dict[str, Any]:
    """What the filters of every page of figures need."""
    form = choice.asked.periods
    weekly = choice.asked.template == "weekly"
    return {
        "choice": choice,
        "asked": choice.asked,
        "indicators": asked.indicators_of(choice.asked.template),
        "kinds": asked.KINDS,
        "templates": asked.TEMPLATES,
        "heads": [(day, f"{day:%d/%m}" if weekly else f"{month_name(day)[:3]} {day:%y}") for day in form],
        "sees_unverified": access.sees_unverified(request.officer),
        "wilayah": definitions.wilayah_of(choice.asked.code, choice.last) if choice.asked.code else "",
    }


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
