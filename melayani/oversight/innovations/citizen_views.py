"""The public library of innovations: search, one record, its files."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.people import public_page
from melayani.oversight.innovations import access, queries, rules
from melayani.oversight.innovations.words import (
    CRITERIA,
    HEALTH,
    PHASES,
    RESULTS,
    STOP_REASONS,
    health_words,
    moved,
    one_of,
    region_code,
    typed,
)

ROWS = 12


@require_safe
@public_page
def library(request: HttpRequest) -> HttpResponse:
    """Published innovations by words, province, phase and whether they still run; paged."""
    today = timezone.localdate()
    asked = queries.Filters(
        words=typed(request.GET.get("q", "")),
        phase=one_of(request.GET.get("tahap", ""), rules.PHASES),
        region=region_code(request.GET.get("wilayah", "")),
        health=one_of(request.GET.get("keadaan", ""), rules.HEALTH),
    )
    page = Paginator(queries.library(asked, today), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "narrowed": bool(asked.phase or asked.region or asked.health),
        "cards": [(row, health_words(row, today), PHASES[row.phase]) for row in page],
        "phases": PHASES.items(),
        "healths": [(key, words) for key, (_tone, words) in HEALTH.items()],
        "provinces": queries.provinces_with_innovations(),
    }
    return render(request, "innovations/citizen/library.html", context)


@require_safe
@public_page
def innovation(request: HttpRequest, slug: str) -> HttpResponse:
    """One innovation: the problem, what is new, figures before and after, whether it runs, who took it over."""
    row = access.get_published(slug)
    today = timezone.now().astimezone(row.organisation.zone).date()
    view = queries.innovation_view(row, today)
    context = {
        "view": view,
        "row": row,
        "health": health_words(row, today),
        "phase": PHASES[row.phase],
        "figures": [(one, *moved(one)) for one in view.figures],
        "looks": [(one, HEALTH[one.found][1], STOP_REASONS.get(one.reason, "")) for one in view.looks],
        "contests": [(one, RESULTS[one.result]) for one in view.contests],
        "criteria": [(CRITERIA[one.key], one.text) for one in view.criteria],
    }
    return render(request, "innovations/citizen/innovation.html", context)


@require_safe
@public_page
def evidence(request: HttpRequest, slug: str, file: UUID) -> HttpResponseBase:
    """A file of a published record."""
    found = access.get_evidence(access.get_published(slug), file)
    return download(request, found.attachment, inline=True)
