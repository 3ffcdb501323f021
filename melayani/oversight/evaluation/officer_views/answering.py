"""F-01: the unit's sheet with what the platform proposes, and the page of one indicator."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments.actions import take_in
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.evaluation import access, actions, queries, states
from melayani.oversight.evaluation.forms import OwnForm
from melayani.oversight.evaluation.models import Assessment
from melayani.oversight.evaluation.proposing import proposals_for
from melayani.oversight.evaluation.queries import Line
from melayani.oversight.evaluation.suggesting import Proposal


def proposals(row: Assessment, now: datetime) -> dict[int, list[Proposal]]:
    """What the platform knows of the year that is judged, as far as it has passed."""
    today = now.astimezone(row.unit.zone).date()
    since, until = date(row.campaign.year, 1, 1), min(date(row.campaign.year, 12, 31), today)
    return proposals_for(row.unit, row.instrument, since=since, until=until)


@officer_page(roles=access.EVERYBODY)
@require_safe
def f01(request: OfficerRequest, pk: int) -> HttpResponse:
    """The whole sheet by aspect. The unit fills it, those who judge and oversee read it."""
    row = access.get_assessment(request.officer, pk)
    fills = access.answers_for(request.officer, row.unit) and row.state == states.FILLING
    found = proposals(row, timezone.now()) if fills else {}
    lines = queries.lines_of(row)
    context = {
        "row": row,
        "fills": fills,
        "proposals": found,
        "groups": by_aspect(row, lines),
        "done": sum(1 for line in lines if line.own and line.indicator.weight),
        "all": len(row.instrument.indicators),
    }
    return render(request, "evaluation/officer/f01.html", context)


@officer_page(roles=access.ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """One indicator: what the platform proposes, the scale, the unit's answer, its evidence."""
    row = access.get_for_unit(request.officer, pk)
    line = line_or_404(row, number)
    now = timezone.now()
    proposed = proposals(row, now).get(number, [])
    initial = {"score": line.own.score, "note": line.own.note} if line.own else _proposed(proposed)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OwnForm(*posted, indicator=line.indicator, initial=initial)
    if request.method == "POST" and form.is_valid() and _keep(request, row, number, form, proposed, now):
        messages.success(request, f"Indikator {number} disimpan.")
        after = _next(row, number)
        if after is None or "stay" in request.POST:
            return redirect("evaluation_office:f01", pk)
        return redirect("evaluation_office:own", pk, after)
    context = {
        "row": row,
        "line": line,
        "form": form,
        "proposals": proposed,
        "opens": row.state == states.FILLING,
    }
    return render(request, "evaluation/officer/own.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.ANSWERS)
@require_POST
def remove_evidence(request: OfficerRequest, pk: int, number: int, file: UUID) -> HttpResponse:
    row = access.get_for_unit(request.officer, pk)
    found = access.get_file(request.officer, row, number, str(file))
    try:
        actions.remove_evidence(actor=request.officer, assessment=row, number=number, file=found, now=timezone.now())
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Berkas diambil kembali.")
    return redirect("evaluation_office:own", pk, number)


def by_aspect(row: Assessment, lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under the name of their aspect, those for information last."""
    found = [
        (f"{aspect.code} {aspect.names['id']}", [line for line in lines if line.indicator.aspect == aspect.code])
        for aspect in row.instrument.aspects
    ]
    extra = [line for line in lines if not line.indicator.aspect]
    return [*found, ("Keterangan saja, tidak dihitung", extra)] if extra else found


def line_or_404(row: Assessment, number: int) -> Line:
    line = queries.line_of(row, number)
    if line is None:
        raise Http404
    return line


def _keep(
    request: OfficerRequest, row: Assessment, number: int, form: OwnForm, proposed: list[Proposal], now: datetime
) -> bool:
    """Store the answer and the files; False when something was refused, and the form says what."""
    given = form.cleaned_data
    kept = proposed[0].kept() if proposed else None
    files, problem = take_in(actor=request.officer, kept=(), uploads=given["papers"], now=now, purpose="evaluation")
    ids = [file.pk for file in files]
    try:
        if ids:
            actions.add_evidence(actor=request.officer, assessment=row, number=number, files=ids, now=now)
        actions.answer_self(
            actor=request.officer,
            assessment=row,
            number=number,
            score=given["score"],
            note=given["note"],
            proposed=kept,
            now=now,
        )
    except actions.EvaluationRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    if problem:
        form.add_error("papers", problem)
    return not problem


def _proposed(found: list[Proposal]) -> dict[str, int]:
    score = next((one.score for one in found if one.score is not None), None)
    return {} if score is None else {"score": score}


def _next(row: Assessment, number: int) -> int | None:
    numbers = [one.number for one in (*row.instrument.indicators, *row.instrument.extra)]
    place = numbers.index(number) + 1
    return numbers[place] if place < len(numbers) else None
