"""Improvements: plan one for a finding, note progress, complete it with a photo, stop it with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.facilities import access, actions, photos, queries
from melayani.oversight.facilities.forms import CompleteForm, PlanForm, ProgressForm, ReasonForm
from melayani.oversight.facilities.models import Improvement

DONE = "id_done_%s"  # the page shows two forms with a text


@officer_page(roles=access.CHECKERS)
def plan(request: OfficerRequest, slug: str, item: str) -> HttpResponse:
    """Plan what is done about the newest finding of an item."""
    organisation = access.get_place(request.officer, slug)
    now = timezone.now()
    view = queries.place_view(organisation, now.astimezone(organisation.zone).date())
    row = next((row for one in view.sections for row in one.rows if row.item.key == item), None)
    if row is None or row.check is None:
        raise Http404
    form = PlanForm(access.owners_at(organisation, now), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.plan_improvement(
                actor=request.officer, organisation=organisation, item=item, now=now, **form.cleaned_data
            )
        except actions.ImprovementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Perbaikan direncanakan. Warga melihat tenggatnya di daftar sarana.")
            return redirect("facilities_office:improvement", slug, found.pk)
    context = {"organisation": organisation, "row": row, "form": form}
    return render(request, "facilities/officer/plan.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.CHECKERS)
@require_safe
def improvement(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """One improvement: before and after, what was noted, and the three ways on."""
    return _page(request, access.get_improvement(request.officer, slug, pk))


@officer_page(roles=access.CHECKERS)
@require_POST
def progress(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    row, form = access.get_improvement(request.officer, slug, pk), ProgressForm(request.POST)
    if form.is_valid():
        try:
            actions.note_progress(actor=request.officer, improvement=row, now=timezone.now(), **form.cleaned_data)
        except actions.ImprovementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kemajuan dicatat.")
            return redirect("facilities_office:improvement", slug, pk)
    return _page(request, row, progress=form)


@officer_page(roles=access.CHECKERS)
@require_POST
def complete(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Done: the thing was seen, with a photo where there is one."""
    row, form = (
        access.get_improvement(request.officer, slug, pk),
        CompleteForm(request.POST, request.FILES, auto_id=DONE),
    )
    now = timezone.now()
    upload = request.FILES.get("photo")
    taken = photos.take(request.officer, {}, {"photo": upload} if isinstance(upload, UploadedFile) else {}, now)
    if form.is_valid() and not taken.problems:
        words = {name: form.cleaned_data[name] for name in ("text", "photo_alt")}
        try:
            actions.complete_improvement(
                actor=request.officer, improvement=row, photo=taken.photos.get("photo"), now=now, **words
            )
        except (actions.ImprovementRefused, actions.CheckRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Perbaikan selesai. Warga melihat hasilnya di daftar sarana.")
            return redirect("facilities_office:place", slug)
    for problem in taken.problems.values():
        form.add_error("photo", problem)
    return _page(request, row, complete=form)


@officer_page(roles=access.CHECKERS)
@require_POST
def drop(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    row, form = access.get_improvement(request.officer, slug, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.drop_improvement(actor=request.officer, improvement=row, now=timezone.now(), **form.cleaned_data)
        except actions.ImprovementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Perbaikan dihentikan. Temuannya menunggu rencana lain.")
            return redirect("facilities_office:place", slug)
    return _page(request, row, drop=form)


def _page(request: OfficerRequest, row: Improvement, **bound: forms.Form) -> HttpResponse:
    shown: dict[str, Any] = {
        "progress": ProgressForm(initial={"percent": row.percent}),
        "complete": CompleteForm(auto_id=DONE),
        "drop": ReasonForm(),
    }
    context = {
        "organisation": row.organisation,
        "one": row,
        "item": queries.named(row, timezone.now()).item,
        "steps": queries.steps_of(row),
        "now": timezone.now(),
        "forms": shown | bound,
        "wrong": next(iter(bound.values()), None),
    }
    return render(request, "facilities/officer/improvement.html", context, status=422 if bound else 200)
