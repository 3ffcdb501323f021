"""Pages under /kantor/kalender/ for heads and administrators: the year, hours, closures, restrictions, mode."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.workdays import access, actions, effects, queries
from melayani.foundation.workdays.forms import (
    ClosureForm,
    HolidayForm,
    HoursForm,
    ModeForm,
    RestrictionForm,
    WeekForm,
)
from melayani.foundation.workdays.proposals import Proposal
from melayani.foundation.workdays.rules import MONTH_NAMES, WEEKDAY_NAMES

ROWS = 50
DAYS_SHOWN = 12
FIRST_YEAR, LAST_YEAR = 2018, 2075
keeper_page = officer_page(roles=access.KEEPERS)


@keeper_page
def offices(request: OfficerRequest) -> HttpResponse:
    """The offices whose calendar the officer keeps, with whether each is open now."""
    now = timezone.now()
    typed = request.GET.get("q", "").strip()[:80]
    rows = access.visible_to(request.officer, timezone.localdate(now))
    page = Paginator(rows.filter(name__icontains=typed) if typed else rows, ROWS).get_page(request.GET.get("page"))
    states = queries.states_today(list(page.object_list), now)
    listed = [(row, states[row.pk]) for row in page.object_list]
    return render(request, "workdays/officer/offices.html", {"page": page, "rows": listed, "typed": typed})


@keeper_page
def office(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    now, today = timezone.now(), _today(organisation)
    context = {
        "organisation": organisation,
        "state": queries.state_today(organisation, now),
        "weekdays": WEEKDAY_NAMES,
        "held": queries.settings_on(organisation, today),
        "closures": queries.upcoming_closures(organisation, today),
        "restrictions": queries.upcoming_restrictions(organisation, today),
        "year": today.year,
    }
    return render(request, "workdays/officer/office.html", context)


@keeper_page
def year(request: OfficerRequest, slug: str, year: int) -> HttpResponse:
    """Twelve months with every day that does not count, and the local holidays that can be removed."""
    organisation = access.get_for_officer(request.officer, slug)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    today = _today(organisation)
    months = queries.year_calendar(organisation, year, today=today)
    context = {
        "organisation": organisation,
        "year": year,
        "months": list(zip(MONTH_NAMES, months, strict=True)),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "estimated": any(day.estimated for month in months for day in month.days),
        "without_leave": not any(day.state == "leave" for month in months for day in month.days),
        "local": queries.local_holidays(organisation, year),
        "today": today,
        "short_weekdays": [name[:3] for name in WEEKDAY_NAMES],
    }
    return render(request, "workdays/officer/year.html", context)


@keeper_page
def hours(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    today = _today(organisation)
    held = queries.settings_on(organisation, today)
    form = HoursForm(request.POST or None, initial=HoursForm.initial_for(held.hours, today))

    def given() -> dict[str, Any]:
        return {"hours": form.hours(), "since": form.cleaned_data["since"], **_by(request, organisation)}

    return _change(
        request,
        organisation,
        form,
        lambda: actions.set_hours(**given()),
        "workdays/officer/hours.html",
        "Jam layanan disimpan.",
        propose=lambda: actions.propose_hours(**given()),
    )


@keeper_page
def week(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    today = _today(organisation)
    held = queries.settings_on(organisation, today).work_week
    initial = {
        "six_days": "6" if held and held.six_days else "5",
        "leave": "no" if held and not held.collective_leave_counts_as_holiday else "yes",
        "since": today,
    }
    form = WeekForm(request.POST or None, initial=initial)

    def given() -> dict[str, Any]:
        typed = dict(form.cleaned_data)
        return {"collective_leave_counts_as_holiday": typed.pop("leave"), **typed, **_by(request, organisation)}

    return _change(
        request,
        organisation,
        form,
        lambda: actions.set_week(**given()),
        "workdays/officer/week.html",
        "Hari kerja disimpan.",
        propose=lambda: actions.propose_week(**given()),
    )


@keeper_page
def mode(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    form = ModeForm(request.POST or None, initial={"since": _today(organisation)})

    def act() -> object:
        return actions.set_mode(**_by(request, organisation), **form.cleaned_data)

    return _change(request, organisation, form, act, "workdays/officer/mode.html", "Cara melayani disimpan.")


@keeper_page
def close(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    form = ClosureForm(request.POST or None)

    return _change(
        request,
        organisation,
        form,
        lambda: actions.close(**_by(request, organisation), **form.cleaned_data),
        "workdays/officer/close.html",
        "Penutupan dicatat.",
        propose=lambda: actions.propose_closing(**_by(request, organisation), **form.cleaned_data),
    )


@keeper_page
@require_POST
def reopen(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    closure = access.closure_of(organisation, pk)
    return _end(
        request,
        organisation,
        lambda: actions.reopen(closure=closure, actor=request.officer, now=timezone.now()),
        "Penutupan diakhiri; mulai hari ini kantor dihitung buka.",
        propose=lambda: actions.propose_reopening(closure=closure, actor=request.officer, now=timezone.now()),
    )


@keeper_page
def restrict(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    form = RestrictionForm(request.POST or None)

    def act() -> object:
        return actions.restrict(**_by(request, organisation), **form.cleaned_data)

    return _change(request, organisation, form, act, "workdays/officer/restrict.html", "Pembatasan dicatat.")


@keeper_page
@require_POST
def end_restriction(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    restriction = access.restriction_of(organisation, pk)
    return _end(
        request,
        organisation,
        lambda: actions.end_restriction(restriction=restriction, actor=request.officer, now=timezone.now()),
        "Pembatasan diakhiri.",
    )


@keeper_page
def add_holiday(request: OfficerRequest, slug: str) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    form = HolidayForm(request.POST or None)

    def act() -> str:
        change = queries.preview_calendar_change(organisation, day=form.cleaned_data["day"])
        actions.add_local_holiday(**_by(request, organisation), **form.cleaned_data)
        if change.moves_clocks:
            return "Libur setempat ditambahkan; tanggal itu tidak lagi dihitung sebagai hari kerja."
        return f"Libur setempat ditambahkan. Tanggal itu memang bukan hari kerja: {change.why_now}."

    return _change(
        request,
        organisation,
        form,
        act,
        "workdays/officer/holiday.html",
        "Libur setempat ditambahkan.",
        propose=lambda: actions.propose_local_holiday(**_by(request, organisation), **form.cleaned_data),
    )


@keeper_page
@require_POST
def remove_holiday(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    organisation = access.get_for_officer(request.officer, slug)
    holiday = access.holiday_of(organisation, pk)
    return _end(
        request,
        organisation,
        lambda: actions.remove_local_holiday(holiday=holiday, actor=request.officer, now=timezone.now()),
        "Libur setempat dihapus; tanggal itu dihitung lagi sebagai hari kerja.",
        propose=lambda: actions.propose_removal(holiday=holiday, actor=request.officer, now=timezone.now()),
    )


def _change(
    request: OfficerRequest,
    organisation: Organisation,
    form: forms.Form,
    act: Callable[[], object],
    template: str,
    done: str,
    *,
    propose: Callable[[], Proposal] | None = None,
) -> HttpResponse:
    """Show the form, or act on a valid one and go back to the office; a refusal stands on the form.

    With `propose` the officer first sees what would move, and confirms or goes back to the form as it was typed.
    The officer then reads `done`, or what `act` answered when that is a text.
    """
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        try:
            if propose and "confirm" not in request.POST:
                return _ask(request, propose(), form)
            said = act()
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said if isinstance(said, str) else done)
            return redirect("workdays_office:office", organisation.slug)
    context: dict[str, Any] = {"organisation": organisation, "form": form}
    return render(request, template, context)


def _end(
    request: OfficerRequest,
    organisation: Organisation,
    act: Callable[[], object],
    done: str,
    *,
    propose: Callable[[], Proposal] | None = None,
) -> HttpResponse:
    try:
        if propose and "confirm" not in request.POST:
            return _ask(request, propose())
        act()
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("workdays_office:office", organisation.slug)


def _ask(request: OfficerRequest, proposal: Proposal, form: forms.Form | None = None) -> HttpResponse:
    """Show which days and which promises would move; saves nothing."""
    days = queries.changed_days(proposal)
    context = {
        "organisation": proposal.organisation,
        "change": proposal.change,
        "lost": (len(days.lost), days.lost[:DAYS_SHOWN]),
        "won": (len(days.won), days.won[:DAYS_SHOWN]),
        "effects": effects.of(proposal, request.officer, timezone.now()),
        "form": form,
    }
    return render(request, "workdays/officer/confirm.html", context)


def _by(request: OfficerRequest, organisation: Organisation) -> dict[str, Any]:
    return {"organisation": organisation, "actor": request.officer, "now": timezone.now()}


def _today(organisation: Organisation) -> date:
    return timezone.localdate(timezone.now(), organisation.zone)
