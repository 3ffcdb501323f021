"""The unit's pages: what is to be written, one report, its notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.format import format_moment
from melayani.oversight.reporting import access, actions, queries, rules, states
from melayani.oversight.reporting.forms import EntryForm, NoteForm, PointForm, ReportForm
from melayani.oversight.reporting.models import Report


@officer_page(roles=access.READERS)
@require_safe
def mine(request: OfficerRequest) -> HttpResponse:
    """What waits for the officer, and what is there."""
    now = timezone.now()
    todo = queries.mine(request.officer, request.GET.get("tampil", ""), request.GET.get("page"), now)
    late = {row.pk for row in todo.page.object_list if row.is_late(now)}
    locked = {row.pk for row in todo.page.object_list if row.is_locked(now)}
    context = {"todo": todo, "late": late, "locked": locked, "judges": bool(access.JUDGES & request.officer.roles)}
    return render(request, "reporting/officer/mine.html", context)


@officer_page(roles=access.READERS)
def report(request: OfficerRequest, pk: int) -> HttpResponse:
    """One report: a form for who writes it now, figures to read for others. POST saves as far as it goes."""
    row = access.get_report(request.officer, pk)
    if request.method != "POST":
        return _page(request, row)
    writable(request, pk)
    form = _form(row, request)
    try:
        _save(request, row, form)
    except actions.ReportRefused as refusal:
        form.add_error(None, str(refusal))
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=422 if form.errors else 204)
    if form.errors:
        return _page(request, row, form=form, status=422)
    messages.success(request, f"Tersimpan. Isian dapat dilanjutkan kapan saja sebelum {_until(row)}.")
    return redirect("reporting_office:report", pk)


@officer_page(roles=access.REPORTERS)
def send(request: OfficerRequest, pk: int) -> HttpResponse:
    """Save what stands in the form, then send; what is missing stands above the form and beside its figure."""
    row = writable(request, pk)
    if request.method != "POST":
        return redirect("reporting_office:report", pk)
    form = _form(row, request)
    problems: list[rules.Problem] = []
    try:
        _save(request, row, form)
        if not form.errors:
            actions.send_report(actor=request.officer, report=row, now=timezone.now())
    except actions.ReportRefused as refusal:
        form.add_error(None, str(refusal))
        problems = refusal.problems
    if form.errors:
        return _page(request, access.get_report(request.officer, pk), form=form, problems=problems, status=422)
    messages.success(request, "Laporan dikirim. Kami beri tahu Anda bila disahkan atau dikembalikan.")
    return redirect("reporting_office:report", pk)


@officer_page(roles=access.REPORTERS)
def refresh(request: OfficerRequest, pk: int) -> HttpResponse:
    """Count the platform's figures anew."""
    row = writable(request, pk)
    if request.method != "POST":
        return redirect("reporting_office:report", pk)
    try:
        actions.refresh_figures(actor=request.officer, report=row, now=timezone.now())
        messages.success(request, "Angka sistem dihitung ulang. Yang Anda ubah sendiri tetap.")
    except actions.ReportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("reporting_office:report", pk)


@officer_page(roles=access.REPORTERS)
def add_entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down a constraint, a strategy or an innovation."""
    row = writable(request, pk)
    given = {"kind": request.GET.get("jenis", "constraint"), "outcome": "open"}
    form = EntryForm(row.definition, request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_entry(actor=request.officer, report=row, now=timezone.now(), **form.cleaned_data)
        except actions.ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Dicatat.")
            return redirect("reporting_office:report", pk)
    context = {"report": row, "form": form}
    return render(request, "reporting/officer/entry.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.REPORTERS)
def remove_entry(request: OfficerRequest, pk: int, entry: int) -> HttpResponse:
    row = writable(request, pk)
    found = access.get_entry(request.officer, row, entry)
    if request.method != "POST":
        return redirect("reporting_office:report", pk)
    try:
        actions.remove_entry(actor=request.officer, report=row, entry=found, now=timezone.now())
    except actions.ReportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("reporting_office:report", pk)


@officer_page(roles=access.REPORTERS)
def point(request: OfficerRequest, pk: int, point: int) -> HttpResponse:
    """What became of a point that a meeting agreed."""
    row = writable(request, pk)
    if request.method != "POST":
        return redirect("reporting_office:report", pk)
    found = next((one for one in queries.report_view(row).points if one.pk == point), None)
    if found is None:
        raise Http404
    form = PointForm(found, request.POST)
    try:
        if form.is_valid():
            now = timezone.now()
            actions.answer_point(actor=request.officer, report=row, point=found, now=now, **form.cleaned_data)
            messages.success(request, "Jawaban disimpan.")
    except actions.ReportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("reporting_office:report", pk)


def writable(request: OfficerRequest, pk: int) -> Report:
    """The report, for who may write it; others find nothing."""
    row = access.get_report(request.officer, pk)
    if not access.may_report(request.officer, row.organisation):
        raise Http404
    return row


def _form(row: Report, request: HttpRequest) -> ReportForm:
    return ReportForm(queries.report_view(row).lines, row.definition, request.POST)


def _save(request: OfficerRequest, row: Report, form: ReportForm) -> None:
    given = form.given()
    summary = form.cleaned_data.get("summary")
    actions.save_report(actor=request.officer, report=row, given=given, summary=summary, now=timezone.now())
    row.refresh_from_db(fields=["state", "filled_at", "saved_at", "summary"])


def _page(
    request: OfficerRequest,
    row: Report,
    *,
    form: ReportForm | None = None,
    problems: Sequence[rules.Problem] = (),
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    view = queries.report_view(row)
    writes = access.may_report(request.officer, row.organisation) and row.writable_at(now)
    judges = access.may_judge(request.officer, row)
    blank = ReportForm(view.lines, row.definition, initial=ReportForm.initial_for(view.figures, row.summary))
    if form is not None:
        form.lines = blank.lines
    shown = form or blank
    shown.mark_demanded(view.problems)
    context: dict[str, Any] = {
        "report": row,
        "view": view,
        "form": shown if writes else None,
        "faults": shown.faults(problems),
        "points": [(one, PointForm(one, initial={"answer": one.answer})) for one in view.points],
        "late": row.is_late(now),
        "locked": row.is_locked(now),
        "judges": judges,
        "verbs": _verbs(row, now) if judges else [],
        "note": NoteForm(),
        "show_problems": status == 422 or row.state != states.OWED,
    }
    return render(request, "reporting/officer/report.html", context, status=status)


def _verbs(row: Report, now: datetime) -> list[str]:
    """What a judge can do now, by the words of the address."""
    verbs = {
        states.SENT: ["sahkan", "kembalikan"],
        states.VERIFIED: ["buka-lagi"],
        states.EXEMPT: ["tunggu-lagi"],
    }.get(row.state, ["bebaskan"])
    return [*verbs, "buka-kunci"] if row.is_locked(now) else verbs


def _until(row: Report) -> str:
    return format_moment(rules.writable_until(row.locks_at, row.unlocked_until), row.organisation)
