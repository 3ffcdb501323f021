"""The steps of a unit's way, objections, and improvements: small forms on the unit's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.oversight.evaluation import access, actions
from melayani.oversight.evaluation.forms import DecisionForm, NumberedForm, PlanForm, ProgressForm, ReasonForm
from melayani.oversight.evaluation.models import Assessment
from melayani.oversight.evaluation.officer_views.reading import unit_page

Fetch = Callable[[Officer, int], Assessment]

# the step in the address: how the row is fetched, what is done, whether it needs a reason, what is said afterwards
STEPS: dict[str, tuple[Fetch, Callable[..., Assessment], bool, str]] = {
    "kirim": (access.get_for_unit, actions.send, False, "F-01 terkirim kepada penilai."),
    "kembalikan": (access.get_for_evaluator, actions.send_back, True, "F-01 dikembalikan kepada unit."),
    "meja-selesai": (access.get_for_evaluator, actions.finish_desk, False, "Pemeriksaan meja selesai."),
    "lapangan-selesai": (access.get_for_evaluator, actions.finish_field, False, "Pemeriksaan lapangan selesai."),
    "periksa-ulang": (access.get_for_leader, actions.ask_again, True, "Pemeriksaan lapangan dibuka lagi."),
    "sampaikan": (access.get_for_leader, actions.announce, False, "Hasil disampaikan kepada unit."),
    "terima": (access.get_to_accept, actions.accept, False, "Hasil diterima. Berita acara dapat ditandatangani."),
    "tutup-sanggahan": (access.get_for_leader, actions.settle, False, "Pembahasan sanggahan ditutup."),
    "tandatangani": (access.get_to_sign, actions.sign, False, "Tanda tangan Anda tercatat."),
    "terbitkan": (access.get_for_conductor, actions.publish, False, "Nilai unit ini terbit."),
}


@officer_page(roles=access.EVERYBODY)
@require_POST
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Take one step of the life cycle."""
    if verb not in STEPS:
        raise Http404
    fetch, step, needs_reason, said = STEPS[verb]
    row = fetch(request.officer, pk)
    given: dict[str, Any] = {}
    if needs_reason:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return unit_page(request, row, reason_form=form)
        given["reason"] = form.cleaned_data["reason"]
    return _done(request, pk, said, lambda now: step(actor=request.officer, assessment=row, now=now, **given))


@officer_page(roles=access.ANSWERS)
@require_POST
def object_to(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_for_unit(request.officer, pk)
    form = NumberedForm(request.POST, indicators=row.instrument.indicators, label="Keberatan dan buktinya")
    if not form.is_valid():
        return unit_page(request, row, objection_form=form)
    return _done(
        request,
        pk,
        "Sanggahan tercatat. Ketua penilai akan memutusnya.",
        lambda now: actions.object_to(actor=request.officer, assessment=row, now=now, **form.cleaned_data),
    )


@officer_page(roles=access.EVERYBODY)
@require_POST
def decide(request: OfficerRequest, pk: int, objection: int) -> HttpResponse:
    row = access.get_for_leader(request.officer, pk)
    found = access.get_objection(request.officer, row, objection)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return unit_page(request, row, decision_form=form)
    return _done(
        request,
        pk,
        "Putusan tercatat.",
        lambda now: actions.decide_objection(actor=request.officer, objection=found, now=now, **form.cleaned_data),
    )


@officer_page(roles=access.EVERYBODY)
@require_POST
def recommend(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_for_evaluator(request.officer, pk)
    form = NumberedForm(request.POST, indicators=row.instrument.indicators, label="Saran perbaikan")
    if not form.is_valid():
        return unit_page(request, row, saran_form=form)
    return _done(
        request,
        pk,
        "Saran perbaikan tercatat.",
        lambda now: actions.recommend(actor=request.officer, assessment=row, now=now, **form.cleaned_data),
    )


@officer_page(roles=access.ANSWERS)
@require_POST
def plan(request: OfficerRequest, pk: int, recommendation: int) -> HttpResponse:
    row = access.get_for_unit(request.officer, pk)
    found = access.get_recommendation(request.officer, row, recommendation)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return unit_page(request, row, plan_form=form)
    return _done(
        request,
        pk,
        "Rencana perbaikan tersimpan.",
        lambda now: actions.plan_action(actor=request.officer, recommendation=found, now=now, **form.cleaned_data),
    )


@officer_page(roles=access.ANSWERS)
@require_POST
def progress(request: OfficerRequest, pk: int, recommendation: int) -> HttpResponse:
    row = access.get_for_unit(request.officer, pk)
    found = access.get_recommendation(request.officer, row, recommendation)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return unit_page(request, row, progress_form=form)
    return _done(
        request,
        pk,
        "Kemajuan tercatat.",
        lambda now: actions.report_progress(actor=request.officer, recommendation=found, now=now, **form.cleaned_data),
    )


def _done(request: OfficerRequest, pk: int, said: str, deed: Callable[[datetime], object]) -> HttpResponse:
    """Do it and say so, or say why not; then back to the unit's page."""
    try:
        deed(timezone.now())
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("evaluation_office:unit", pk)
