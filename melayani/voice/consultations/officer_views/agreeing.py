"""Proposals and what the agency says to them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, rules, states
from melayani.voice.consultations.forms.meeting import AnswerForm, ProposalForm
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.officer_views.shown import show, tried


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def proposals(request: OfficerRequest, number: str) -> HttpResponse:
    """Proposals with their answers; add one, gathered from contributions."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and tried(
        form,
        lambda: actions.add_proposal(actor=request.officer, consultation=row, now=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, "Usulan dicatat. Jawablah: diterima, sebagian, atau tidak.")
        return redirect("consultations_office:proposals", number)
    return _page(request, row, form=form)


@require_POST
@officer_page(roles=access.READERS)
def answer(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """Accept, accept partly, or not, with the reason."""
    row = access.get_to_work_on(request.officer, number)
    found = access.get_proposal(row, pk)
    found.consultation = row
    form = AnswerForm(request.POST)
    if tried(
        form,
        lambda: actions.answer_proposal(actor=request.officer, proposal=found, now=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, "Jawaban dicatat.")
        return redirect("consultations_office:proposals", number)
    return _page(request, row, form=ProposalForm(), answer_form=form, answered=pk)


@require_POST
@officer_page(roles=access.READERS)
def drop(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    """Take back a proposal that was written down by mistake."""
    row = access.get_to_work_on(request.officer, number)
    try:
        actions.drop_proposal(actor=request.officer, proposal=access.get_proposal(row, pk), now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Usulan dihapus.")
    return redirect("consultations_office:proposals", number)


def _page(request: OfficerRequest, row: Consultation, **more: object) -> HttpResponse:
    context = {
        "proposals": list(access.proposals_of(row)),
        "may_write": row.state in (states.INVITED, states.HELD),
        "answers": list(AnswerForm().fields["answer"].choices),  # type: ignore[attr-defined]
        "answer_form": None,
        "answered": 0,
        **more,
    }
    return show(request, row, "proposals.html", context, here="proposals")
