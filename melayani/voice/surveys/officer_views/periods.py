"""Periods: open, publish, plan what follows, record where it was announced, take the report away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access, actions, queries, reports, rules, workbooks
from melayani.voice.surveys.forms import DoneForm, FollowUpForm, PeriodForm, PublicationForm
from melayani.voice.surveys.models import Period
from melayani.voice.surveys.officer_views.figures import unit_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return unit_page(request, slug, form)


@officer_page(roles=access.SEES)
@require_safe
def period(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """The figures of one period: frozen when published, provisional before."""
    return period_page(request, access.get_period_for_officer(request.officer, slug, pk))


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


@officer_page(roles=access.PUBLISHES)
@require_POST
def plan(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Add a line to the plan that follows from the period."""
    access.get_unit_for_manager(request.officer, slug)
    row = access.get_period_for_officer(request.officer, slug, pk)
    form = FollowUpForm(request.POST, elements=elements())
    if form.is_valid():
        try:
            actions.plan_follow_up(actor=request.officer, period=row, now=timezone.now(), **form.cleaned_data)
        except actions.FollowUpRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Rencana ditambah dan tampil untuk warga.")
            return redirect("surveys_office:period", slug, pk)
    return period_page(request, row, plan_form=form)


@officer_page(roles=access.PUBLISHES)
@require_POST
def finish(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """A line of the plan (`pk`) is done."""
    row = access.get_follow_up_for_manager(request.officer, slug, pk)
    form = DoneForm(request.POST)
    if form.is_valid():
        try:
            actions.finish_follow_up(actor=request.officer, follow_up=row, now=timezone.now(), **form.cleaned_data)
        except actions.FollowUpRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Tindak lanjut dicatat selesai.")
            return redirect("surveys_office:period", slug, row.period_id)
    return period_page(request, row.period, done_form=form, done_of=row.pk)


@officer_page(roles=access.PUBLISHES)
@require_POST
def announce(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Record where and when the result was announced."""
    access.get_unit_for_manager(request.officer, slug)
    row = access.get_period_for_officer(request.officer, slug, pk)
    form = PublicationForm(request.POST)
    if form.is_valid():
        try:
            actions.record_publication(actor=request.officer, period=row, now=timezone.now(), **form.cleaned_data)
        except actions.FollowUpRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Pengumuman dicatat.")
            return redirect("surveys_office:period", slug, pk)
    return period_page(request, row, media_form=form)


@officer_page(roles=access.PUBLISHES)
@require_safe
def tabulation(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """The workbook with one row per questionnaire: scores only, in no order."""
    access.get_unit_for_manager(request.officer, slug)
    row = access.get_period_for_officer(request.officer, slug, pk)
    if row.frozen is None:
        raise Http404
    response = HttpResponse(workbooks.period_xlsx(row, answers=queries.tabulation(row)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="tabulasi-skm-{slug}-{row.ends_on}.xlsx"'
    return response


def period_page(request: OfficerRequest, row: Period, **forms: Any) -> HttpResponse:
    """The period's page, also with a form that was refused."""
    given = {name: form for name, form in forms.items() if isinstance(form, Form)}
    rows = queries.follow_ups_of(row)
    may = access.may_publish(request.officer, row.organisation)
    published = row.frozen is not None
    context = {
        "period": row,
        "unit": row.organisation,
        "figures": queries.index_of(period=row),
        "shown": reports.shown(row) if published else None,
        "may_publish": row.state == "closed" and may,
        "may_plan": published and may,
        "may_discuss": may,
        "follow_ups": rows,
        "score": queries.follow_up_score(row, rows) if published else None,
        "publications": reports.announced(queries.publications_of(row)),
        "names": dict(elements()),
        "plan_form": FollowUpForm(elements=elements()),
        "done_form": DoneForm(auto_id=False),
        "media_form": PublicationForm(auto_id="media_%s"),
        "done_of": None,
        "change_form": FollowUpForm(elements=elements(), auto_id=False),
        "change_of": None,
        "period_form": PeriodForm(initial=_as_typed(row)),
        "may_change": not published and may,
        "today": timezone.now().astimezone(row.organisation.zone).date(),
        **forms,
    }
    wrong = any(form.errors for form in given.values())
    return render(request, "surveys/officer/period.html", context, status=422 if wrong else 200)


def elements() -> list[tuple[str, str]]:
    return [(element.key, element.names["id"]) for element in rules.load_instrument().elements]


def _as_typed(row: Period) -> dict[str, Any]:
    """The period as its form shows it."""
    return {name: getattr(row, name) for name in ("starts_on", "ends_on", "users", "minimum")}
