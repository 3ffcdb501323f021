"""F-02 at the desk and in the field, and F-03 by interview with the sheet for the counter."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from melayani.foundation.attachments.actions import take_in
from melayani.foundation.documents import qr_svg
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.evaluation import access, actions, queries, sampling, states
from melayani.oversight.evaluation.forms import ScoreForm, UserForm
from melayani.oversight.evaluation.models import Assessment
from melayani.oversight.evaluation.officer_views.answering import by_aspect, line_or_404
from melayani.oversight.evaluation.queries import Line

SENT_LATER = "application/json"  # what the field page asks for when it sends by itself


@officer_page(roles=access.EVERYBODY)
@require_safe
def f02(request: OfficerRequest, pk: int) -> HttpResponse:
    """What the unit says beside what was found, by aspect."""
    row = access.get_for_evaluator(request.officer, pk)
    lines = queries.lines_of(row)
    context = {
        "row": row,
        "groups": by_aspect(row, lines),
        "done": sum(1 for line in lines if line.score and line.indicator.weight),
        "all": len(row.instrument.indicators),
        "scores": row.state in states.SCORING,
    }
    return render(request, "evaluation/officer/f02.html", context)


@officer_page(roles=access.EVERYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """One indicator: the unit's answer and evidence, the score, photos, and every score before."""
    row = access.get_for_evaluator(request.officer, pk)
    line = line_or_404(row, number)
    by_itself = SENT_LATER in request.headers.get("Accept", "")
    form = _score_form(request, line)
    if request.method == "POST" and form.is_valid() and _keep(request, row, number, form, timezone.now()):
        if by_itself:
            return JsonResponse({"words": f"Indikator {number}: nilai {form.cleaned_data['score']} tersimpan."})
        messages.success(request, f"Indikator {number} dinilai.")
        return redirect("evaluation_office:f02", pk)
    if by_itself and form.errors:
        words = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return JsonResponse({"words": words}, status=422)
    context = {"row": row, "line": line, "form": form, "history": queries.history_of(row, number)}
    return render(request, "evaluation/officer/score.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.EVERYBODY)
@require_safe
def field(request: OfficerRequest, pk: int) -> HttpResponse:
    """Every indicator on one page for the phone. It works on when the network fails, and sends later."""
    row = access.get_for_evaluator(request.officer, pk)
    lines = queries.lines_of(row)
    forms = {line.indicator.number: _score_form(request, line) for line in lines}
    context = {"row": row, "groups": by_aspect(row, lines), "forms": forms, "scores": row.state in states.SCORING}
    return render(request, "evaluation/officer/field.html", context)


@officer_page(roles=access.EVERYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def f03(request: OfficerRequest, pk: int) -> HttpResponse:
    """The address for users with its code, how many have answered, and an interview."""
    row = access.get_assessment(request.officer, pk)
    judge = access.judges(request.officer, row)
    if request.method == "POST" and not judge:
        raise Http404
    form = UserForm(request.POST if request.method == "POST" else None, instrument=row.instrument)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_interview(actor=request.officer, assessment=row, answers=form.answers(), now=timezone.now())
        except actions.EvaluationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Satu jawaban wawancara disimpan.")
            return redirect("evaluation_office:f03", pk)
    count = queries.count_answers(row)
    address = _address(row)
    context = {
        "row": row,
        "form": form if judge else None,
        "address": address,
        "code": qr_svg(address),
        "count": count,
        "missing": sampling.missing(count, row.campaign.fewest),
        "per_day": sampling.per_day(row.campaign.most),
        "days": queries.answers_by_day(row),
    }
    return render(request, "evaluation/officer/f03.html", context, status=422 if form.errors else 200)


def _address(row: Assessment) -> str:
    with translation.override("id"):
        return f"{settings.PUBLIC_URL}{reverse('evaluation:answer', args=[row.token])}"


def _score_form(request: OfficerRequest, line: Line) -> ScoreForm:
    held = line.score
    initial = {"score": held.score, "reason": held.reason} if held else {}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    marks = f"id_{line.indicator.number}_%s"
    return ScoreForm(*posted, indicator=line.indicator, initial={**initial, "key": uuid4().hex}, auto_id=marks)


def _keep(request: OfficerRequest, row: Assessment, number: int, form: ScoreForm, now: datetime) -> bool:
    """Store the score, then the photos; False when something was refused, and the form says what."""
    given = form.cleaned_data
    files, problem = take_in(actor=request.officer, kept=(), uploads=given["photos"], now=now, purpose="evaluation")
    ids = [file.pk for file in files]
    try:
        actions.give_score(
            actor=request.officer,
            assessment=row,
            number=number,
            score=given["score"],
            reason=given["reason"],
            key=given["key"],
            now=now,
        )
        if ids:
            actions.add_photo(actor=request.officer, assessment=row, number=number, files=ids, now=now)
    except actions.EvaluationRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    if problem:
        form.add_error("photos", problem)
    return not problem
