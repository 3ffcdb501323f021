"""Figures of the survey for those who improve the service, and the publishing of periods."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access, actions, queries
from melayani.voice.surveys.forms import PeriodForm

UNITS_PER_PAGE = 50


@officer_page(roles=access.SEES)
@require_safe
def overview(request: OfficerRequest) -> HttpResponse:
    """The units the officer reads, each with its running and its published index."""
    start = _start(request.GET.get("mulai", ""))
    paths = request.officer.reach(*access.SEES)
    rows = queries.indices(paths=paths, offset=start, limit=UNITS_PER_PAGE + 1, now=timezone.now())
    more = start + UNITS_PER_PAGE if len(rows) > UNITS_PER_PAGE else None
    known = {row.unit.pk for row in rows}
    quiet = [unit for unit in request.officer.organisations if unit.pk not in known]
    context = {"rows": rows[:UNITS_PER_PAGE], "more": more, "quiet": quiet}
    return render(request, "surveys/officer/overview.html", context)


@officer_page(roles=access.SEES)
@require_safe
def unit(request: OfficerRequest, slug: str) -> HttpResponse:
    """One unit: index, elements with the lowest first, services, sample, periods, comments."""
    return _unit_page(request, slug, PeriodForm())


@officer_page(roles=access.SEES)
@require_POST
def open_period(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_unit_for_officer(request.officer, slug)
    form = PeriodForm(request.POST)
    if form.is_valid():
        try:
            actions.open_period(
                actor=request.officer, organisation=organisation, now=timezone.now(), **form.cleaned_data
            )
        except actions.PeriodRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Periode survei dibuka.")
            return redirect("surveys_office:unit", slug)
    return _unit_page(request, slug, form)


@officer_page(roles=access.SEES)
@require_safe
def period(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """The figures of one period: frozen when published, provisional before."""
    row = access.get_period_for_officer(request.officer, slug, pk)
    context = {
        "period": row,
        "unit": row.organisation,
        "figures": queries.index_of(period=row),
        "may_publish": row.state == "closed" and access.may_publish(request.officer, row.organisation),
    }
    return render(request, "surveys/officer/period.html", context)


@officer_page(roles=access.SEES)
@require_POST
def publish(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    row = access.get_period_for_officer(request.officer, slug, pk)
    try:
        actions.publish_period(actor=request.officer, period=row, now=timezone.now())
    except actions.PeriodRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Hasil survei terbit dan angkanya tidak berubah lagi.")
    return redirect("surveys_office:period", slug, pk)


def _start(text: str) -> int:
    """Where the list begins; anything that is no small number begins at the top."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def _unit_page(request: OfficerRequest, slug: str, form: PeriodForm) -> HttpResponse:
    organisation = access.get_unit_for_officer(request.officer, slug)
    since, until = queries.window(organisation, timezone.now())
    figures = queries.figures_between(organisation, since=since, until=until)
    reads = access.may_read_comments(request.officer, organisation) and figures.enough
    context = {
        "unit": organisation,
        "figures": figures,
        "progress": queries.progress_of(organisation, n=figures.n, since=since, until=until),
        "services": queries.services_of(organisation, since=since, until=until),
        "periods": queries.periods_of(organisation),
        "comments": queries.comments_of(organisation, since=since, until=until) if reads else [],
        "may_publish": access.may_publish(request.officer, organisation),
        "form": form,
    }
    return render(request, "surveys/officer/unit.html", context, status=422 if form.errors else 200)
