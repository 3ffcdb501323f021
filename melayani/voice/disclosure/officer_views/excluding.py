"""Keeping exclusions: propose, test the consequences, decide, drop, end."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import OfficerRequest, Role, officer_page
from melayani.voice.disclosure import access, actions, rules
from melayani.voice.disclosure.composing import keeping
from melayani.voice.disclosure.models import ExclusionState
from melayani.voice.disclosure.officer_views.forms import ExclusionForm, TestForm, add_problems

DONE = {
    "tetapkan": "Pengecualian berlaku. Keputusannya terbit sebagai dokumen.",
    "batalkan": "Tidak dikecualikan: informasinya terbuka.",
    "akhiri": "Pengecualian berakhir.",
}


@require_safe
@officer_page(roles=access.READERS)
def exclusions(request: OfficerRequest) -> HttpResponse:
    """What is not opened by my bodies, in every state; paged."""
    state = request.GET.get("status", "")
    context = {
        "page": keeping.exclusions_page(request.officer, state=state, page=request.GET.get("page", "1")),
        "state": state,
        "states": ExclusionState.choices,
        "may_propose": bool(access.desks_of(request.officer, Role.INFORMATION)),
    }
    return render(request, "disclosure/officer/exclusions.html", context)


@require_safe
@officer_page(roles=access.READERS)
def exclusion(request: OfficerRequest, pk: int) -> HttpResponse:
    """One exclusion with its consequence tests."""
    page = keeping.exclusion_page(request.officer, pk)
    return render(request, "disclosure/officer/exclusion.html", {"page": page, "exclusion": page.row})


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.PPID)
def propose(request: OfficerRequest) -> HttpResponse:
    """Propose an exclusion; it is in force only after a test and a decision."""
    desks = access.desks_of(request.officer, Role.INFORMATION)
    form = ExclusionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.propose_exclusion(
                actor=request.officer,
                organisation=desks[0],
                excluded=rules.Excluded(**form.cleaned_data),
                now=timezone.now(),
            )
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        else:
            messages.success(request, "Diusulkan. Uji konsekuensinya sebelum ditetapkan.")
            return redirect("disclosure_office:exclusion", pk=row.pk)
    context = {
        "form": form,
        "title": "Usulkan pengecualian",
        "lead": f"{desks[0].name}. Berlaku hanya setelah uji konsekuensi dan ditetapkan kepala.",
        "back": "disclosure_office:exclusions",
        "back_to": "",
        "button": "Usulkan",
        "empty": "",
    }
    return render(request, "disclosure/officer/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.PPID)
def test(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record a consequence test; a later one stands beside the earlier."""
    page = keeping.exclusion_page(request.officer, pk)
    if not page.may_test:
        raise Http404
    form = TestForm(request.POST if request.method == "POST" else None, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_test(
                actor=request.officer, exclusion=page.row, tested=rules.Tested(**form.cleaned_data), now=timezone.now()
            )
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Uji konsekuensi dicatat.")
            return redirect("disclosure_office:exclusion", pk=pk)
    context = {
        "form": form,
        "title": "Catat uji konsekuensi",
        "lead": page.row.content,
        "back": "disclosure_office:exclusion",
        "back_to": pk,
        "button": "Catat uji",
        "empty": "",
    }
    return render(request, "disclosure/officer/form.html", context, status=422 if form.errors else 200)


@require_POST
@officer_page(roles=access.READERS)
def settle(request: OfficerRequest, pk: int, what: str) -> HttpResponse:
    """Put in force, drop or end."""
    row = access.get_exclusion_for_officer(request.officer, pk)
    now, reason, who = timezone.now(), request.POST.get("reason", ""), request.officer
    do: dict[str, Callable[[], object]] = {
        "tetapkan": lambda: actions.decide_exclusion(actor=who, exclusion=row, now=now),
        "batalkan": lambda: actions.drop_exclusion(actor=who, exclusion=row, reason=reason, now=now),
        "akhiri": lambda: actions.end_exclusion(actor=who, exclusion=row, reason=reason, now=now),
    }
    if what not in do:
        raise Http404
    try:
        do[what]()
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[what])
    return redirect("disclosure_office:exclusion", pk=pk)
