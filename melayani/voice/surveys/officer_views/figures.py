"""Figures of the survey for those who improve the service."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access, queries, reports, rules
from melayani.voice.surveys.forms import PeriodForm, SpanForm

UNITS_PER_PAGE = 50
COMMENTS_PER_ELEMENT = 20
WAITING_SHOWN = 20
YEAR = timedelta(days=366)
FURTHEST = timedelta(days=8 * 366)


@officer_page(roles=access.SEES)
@require_safe
def overview(request: OfficerRequest) -> HttpResponse:
    """The units the officer reads, with running and published index; what is owed stands first and last."""
    start = _start(request.GET.get("mulai", ""))
    paths = request.officer.reach(*access.SEES)
    rows = queries.indices(paths=paths, offset=start, limit=UNITS_PER_PAGE + 1, now=timezone.now())
    more = start + UNITS_PER_PAGE if len(rows) > UNITS_PER_PAGE else None
    today = timezone.localdate()
    quiet = queries.quiet_units(paths, today=today, limit=UNITS_PER_PAGE + 1) if not start else []
    context = {
        "rows": rows[:UNITS_PER_PAGE],
        "more": more,
        "quiet": quiet[:UNITS_PER_PAGE],
        "more_quiet": len(quiet) > UNITS_PER_PAGE,
        "waiting": queries.waiting_periods(paths, limit=WAITING_SHOWN) if not start else [],
        "year_ago": today - YEAR,
    }
    return render(request, "surveys/officer/overview.html", context)


@officer_page(roles=access.SEES)
@require_safe
def unit(request: OfficerRequest, slug: str) -> HttpResponse:
    """One unit: index, elements with the lowest first, services, sample, periods, comments."""
    return unit_page(request, slug, PeriodForm())


@officer_page(roles=access.SEES)
@require_safe
def results(request: OfficerRequest, slug: str) -> HttpResponse:
    """The answers of a span from one side, with trend, spread, sample by service, and what people wrote."""
    organisation = access.get_unit_for_officer(request.officer, slug)
    now = timezone.now()
    form, (since, until) = _span(request, organisation, now)
    is_mall = organisation.kind == Kind.MALL
    side = request.GET.get("menurut", "gerai" if is_mall else "layanan")
    about = queries.attributes_answered(organisation, since=since, until=until)
    sides = queries.SIDES | {key: reports.side_words(key) for key in about}
    history = queries.history_of(organisation, since=since, until=until)
    services = queries.services_of(organisation, since=since, until=until)
    reads = access.may_read_comments(request.officer, organisation) and history.figures.enough
    context = {
        "unit": organisation,
        "form": form,
        "since": since,
        "until": until,
        "figures": history.figures,
        "spread": history.spread,
        "mall": queries.mall_index(organisation, since=since, until=until) if is_mall else None,
        "sides": sides,
        "side": side if side in sides else "layanan",
        "groups": queries.breakdown(organisation, side if side in sides else "layanan", since=since, until=until),
        "trend": history.trend,
        "years": history.years,
        "samples": queries.sample_by_service(
            organisation, {row.service_id: row.figures.n for row in services}, since=since, until=until
        ),
        "comments": _comments(organisation, since, until) if reads else [],
        "may_publish": (may := access.may_publish(request.officer, organisation)),
        "may_discuss": may,
        "minimum": rules.GROUP_MINIMUM,
    }
    return render(request, "surveys/officer/results.html", context)


def _span(request: OfficerRequest, unit: Organisation, now: datetime) -> tuple[SpanForm, tuple[date, date]]:
    """The days asked for, or the unit's running window; at most FURTHEST years."""
    first, last = queries.window(unit, now)
    given = request.GET if {"dari", "sampai"} <= set(request.GET) else {"dari": first, "sampai": last}
    form = SpanForm(given)
    if not form.is_valid():
        return form, (first, last)
    since, until = form.cleaned_data["dari"], form.cleaned_data["sampai"]
    if since > until or until - since > FURTHEST:
        form.add_error("sampai", "Hari terakhir harus sesudah hari pertama, paling lama delapan tahun.")
        return form, (first, last)
    if until.year > last.year + 1:
        form.add_error("sampai", "Hari terakhir paling lambat akhir tahun depan.")
        return form, (first, last)
    try:
        rules.load_instrument().table_on(until)
    except rules.NoGradeTable as error:  # 2014 to 2016, and before 2004: answers may stand there from a sheet
        form.add_error("sampai", f"{error} Pilih hari terakhir lain.")
        return form, (first, last)
    return form, (since, until)


def _comments(unit: Organisation, since: date, until: date) -> list[tuple[str, list[str]]]:
    """Suggestions under the names of the elements they speak of."""
    names = {element.key: element.names["id"] for element in rules.load_instrument().elements}
    found = queries.comments_by_element(unit, since=since, until=until)
    return [(names.get(key, "Lainnya"), texts[:COMMENTS_PER_ELEMENT]) for key, texts in found]


def _start(text: str) -> int:
    """Where the list begins; anything that is no small number begins at the top."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def unit_page(request: OfficerRequest, slug: str, form: PeriodForm) -> HttpResponse:
    """The unit's page, also with a form for a period that was refused."""
    organisation = access.get_unit_for_officer(request.officer, slug)
    since, until = queries.window(organisation, timezone.now())
    figures = queries.figures_between(organisation, since=since, until=until)
    reads = access.may_read_comments(request.officer, organisation) and figures.enough
    running = queries.running_period(organisation, until)
    context = {
        "unit": organisation,
        "figures": figures,
        "progress": queries.progress_of(
            organisation, n=figures.n, since=since, until=until, users=running.users if running else None
        ),
        "services": queries.services_of(organisation, since=since, until=until),
        "periods": queries.periods_of(organisation),
        "comments": queries.comments_of(organisation, since=since, until=until) if reads else [],
        "may_publish": (may := access.may_publish(request.officer, organisation)),
        "may_discuss": may,
        "form": form,
    }
    return render(request, "surveys/officer/unit.html", context, status=422 if form.errors else 200)
