"""Before the meeting: plan, topics, files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, rules, states
from melayani.voice.consultations.forms.planning import FIELDS, MaterialForm, PlanForm, TopicForm
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.officer_views.shown import show, taken_in, tried
from melayani.voice.consultations.rules import planning

PLACES_MOST = 300


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.DECIDERS)
def new(request: OfficerRequest) -> HttpResponse:
    """Plan a consultation: first for which office when there are several, then the plan."""
    places = list(access.places_of(request.officer)[:PLACES_MOST])
    slug = request.POST.get("unit") or request.GET.get("unit", "")
    unit = access.get_place(request.officer, slug) if slug else places[0] if len(places) == 1 else None
    if unit is None:
        return render(request, "consultations/officer/choose.html", {"places": places})
    with timezone.override(unit.zone):  # moments are typed by the office's own clock
        form = PlanForm(request.POST if request.method == "POST" else None, initial=_suggested(request))
        made: list[Consultation] = []
        if request.method == "POST" and tried(form, lambda: made.append(_plan(request, unit, form))):
            messages.success(request, "Konsultasi disiapkan. Tambahkan pokok bahasan, lalu undang para tamu.")
            return redirect("consultations_office:topics", made[0].number)
        context = {"form": form, "unit": unit, "row": None}
        return render(request, "consultations/officer/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def change(request: OfficerRequest, number: str) -> HttpResponse:
    """Change the plan before the meeting is over."""
    row = access.get_to_work_on(request.officer, number, deciding=True)
    with timezone.override(row.organisation.zone):
        form = PlanForm(request.POST if request.method == "POST" else None, initial=_typed_before(row))
        if request.method == "POST" and tried(
            form,
            lambda: actions.change_plan(actor=request.officer, consultation=row, plan=form.plan(), now=timezone.now()),
        ):
            messages.success(request, "Rencana diubah.")
            return redirect("consultations_office:case", number)
        return show(request, row, "plan.html", {"form": form, "unit": row.organisation}, here="change")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def topics(request: OfficerRequest, number: str) -> HttpResponse:
    """What is discussed: standards, low elements, complaints, other things."""
    row = access.get_to_work_on(request.officer, number, deciding=True)
    services = access.services_below(row.organisation)
    form = TopicForm(
        request.POST if request.method == "POST" else None, services=services, initial={"kind": planning.STANDARD}
    )
    if request.method == "POST" and tried(
        form,
        lambda: actions.add_topic(actor=request.officer, consultation=row, now=timezone.now(), **form.topic()),
    ):
        messages.success(request, "Pokok bahasan ditambah.")
        return redirect("consultations_office:topics", number)
    context = {"form": form, "topics": list(access.topics_of(row)), "may_change": row.state in _BEFORE}
    return show(request, row, "topics.html", context, here="topics")


@require_POST
@officer_page(roles=access.READERS)
def remove_topic(request: OfficerRequest, number: str, pk: int) -> HttpResponse:
    row = access.get_to_work_on(request.officer, number, deciding=True)
    topic = access.get_topic(row, pk)
    try:
        actions.remove_topic(actor=request.officer, consultation=row, topic=topic, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("consultations_office:topics", number)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def materials(request: OfficerRequest, number: str) -> HttpResponse:
    """Files: what to read before, photos and the signed list after, the report."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
    form, file, now = MaterialForm(request.POST if request.method == "POST" else None), None, timezone.now()
    if request.method == "POST" and form.is_valid():
        file = taken_in(request, "file", form, now=now, wanted=True)
        if file is not None and tried(form, lambda: _add(request, row, form, file.pk)):
            messages.success(request, "Berkas ditambah.")
            return redirect("consultations_office:materials", number)
    context = {
        "form": form,
        "kept": file,
        "materials": list(access.materials_of(row)),
        "may_remove": row.state in _OPEN,
    }
    return show(request, row, "materials.html", context, here="materials")


@require_safe
@officer_page(roles=access.READERS)
def material(request: OfficerRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file; who may not read names gets no signed list."""
    row = access.get_for_officer(request.officer, number)
    found = access.get_material(row, file, public_only=False)
    if found.kind == "list" and not access.may_read_names(request.officer, row.organisation):
        raise Http404
    return download(request, found.attachment, inline=True)


@require_POST
@officer_page(roles=access.READERS)
def remove_material(request: OfficerRequest, number: str, file: UUID) -> HttpResponse:
    row = access.get_to_work_on(request.officer, number)
    found = access.get_material(row, file, public_only=False)
    try:
        actions.remove_material(actor=request.officer, consultation=row, material=found, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Berkas dihapus.")
    return redirect("consultations_office:materials", number)


_BEFORE = (states.PLANNED, states.INVITED)
_OPEN = (states.PLANNED, states.INVITED, states.HELD)


def _plan(request: OfficerRequest, unit: Organisation, form: PlanForm) -> Consultation:
    return actions.plan_consultation(actor=request.officer, organisation=unit, plan=form.plan(), now=timezone.now())


def _add(request: OfficerRequest, row: Consultation, form: MaterialForm, file: UUID) -> object:
    return actions.add_material(
        actor=request.officer, consultation=row, file=file, now=timezone.now(), **form.cleaned_data
    )


def _suggested(request: OfficerRequest) -> dict[str, Any]:
    """What another page hands over with its link: a title that says what it is about."""
    return {"title": request.GET.get("judul", "").replace("\x00", "")[:160]}


def _typed_before(row: Consultation) -> dict[str, Any]:
    seats = {f"seats_{key}": wanted for key, wanted in row.quota.items()}
    return {**{name: getattr(row, name) for name in FIELDS}, **seats}
