"""Campaigns, meetings, and the presentation that a region shows there."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.reporting import access, actions, asked, papers, queries
from melayani.oversight.reporting.forms import AgreeForm, CampaignForm, MeetingForm
from melayani.oversight.reporting.models import Meeting, Round
from melayani.oversight.reporting.queries import Presentation


# --- campaigns --------------------------------------------------------------------------------------------------------
@officer_page(roles=access.READERS)
@require_safe
def campaigns(request: OfficerRequest) -> HttpResponse:
    page = queries.campaigns(request.officer, request.GET.get("page"))
    context = {"page": page, "asks": bool(access.askers_of(request.officer))}
    return render(request, "reporting/officer/campaigns.html", context)


@officer_page(roles=access.JUDGES)
def new_campaign(request: OfficerRequest) -> HttpResponse:
    """Ask the units below for reports."""
    askers = {one.slug: one for one in access.askers_of(request.officer)}
    form = CampaignForm(list(askers.values()), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "asked_by"}
        asker = askers[form.cleaned_data["asked_by"]]
        try:
            made = actions.start_campaign(actor=request.officer, asked_by=asker, now=timezone.now(), **given)
        except actions.ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Permintaan dimulai. Laporan dibuka sendiri sesudah periodenya lewat.")
            return redirect("reporting_office:campaign", made.pk)
    status = 422 if form.errors else 200
    return render(request, "reporting/officer/campaign_new.html", {"form": form}, status=status)


@officer_page(roles=access.READERS)
@require_safe
def campaign(request: OfficerRequest, pk: int) -> HttpResponse:
    """One request with its periods."""
    found = access.get_campaign(request.officer, pk)
    context = {
        "campaign": found,
        "page": queries.rounds_of(found, request.GET.get("page")),
        "asks": access.may_ask(request.officer, found.asked_by),
    }
    return render(request, "reporting/officer/campaign.html", context)


# --- meetings ---------------------------------------------------------------------------------------------------------
@officer_page(roles=access.READERS)
@require_safe
def meetings(request: OfficerRequest) -> HttpResponse:
    page = queries.meetings(request.officer, request.GET.get("page"))
    return render(request, "reporting/officer/meetings.html", {"page": page})


@officer_page(roles=access.JUDGES)
def call(request: OfficerRequest, pk: int, one: int) -> HttpResponse:
    """Call a meeting about one period; the units present in the order of the tree, unless numbers say otherwise."""
    found = _round(request, pk, one)
    with timezone.override(found.campaign.asked_by.zone):  # the hour is typed by the clock of the office that calls
        return _call(request, found)


@officer_page(roles=access.READERS)
@require_safe
def meeting(request: OfficerRequest, pk: int) -> HttpResponse:
    """Agenda, order, notes, what was agreed."""
    return _meeting_page(request, access.get_meeting(request.officer, pk))


@officer_page(roles=access.JUDGES)
def note_meeting(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keep the notes of the meeting and of each turn."""
    found = _own_meeting(request, pk)
    if request.method != "POST":
        return redirect("reporting_office:meeting", pk)
    typed = {turn.pk: request.POST.get(f"turn_{turn.pk}") for turn in queries.turns_of(found)}
    notes = {key: words for key, words in typed.items() if words is not None}
    whole = request.POST.get("notes")
    actions.note_turn(actor=request.officer, meeting=found, notes=notes, whole=whole, now=timezone.now())
    messages.success(request, "Catatan disimpan.")
    return redirect("reporting_office:meeting", pk)


@officer_page(roles=access.JUDGES)
def agree(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what a unit took on."""
    found = _own_meeting(request, pk)
    if request.method != "POST":
        return redirect("reporting_office:meeting", pk)
    units = {turn.organisation.slug: turn.organisation for turn in queries.turns_of(found)}
    form = AgreeForm(list(units.values()), request.POST)
    if form.is_valid():
        unit = units[form.cleaned_data["organisation"]]
        text, due_on = form.cleaned_data["text"], form.cleaned_data["due_on"]
        try:
            actions.agree(
                actor=request.officer, meeting=found, organisation=unit, text=text, due_on=due_on, now=timezone.now()
            )
        except actions.ReportRefused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Dicatat. Unit menemukannya di laporan berikutnya.")
            return redirect("reporting_office:meeting", pk)
    return _meeting_page(request, found, form=form, status=422)


def _meeting_page(
    request: OfficerRequest, found: Meeting, *, form: AgreeForm | None = None, status: int = 200
) -> HttpResponse:
    turns = queries.turns_of(found)
    asks = access.may_ask(request.officer, found.held_by)
    context = {
        "meeting": found,
        "turns": turns,
        "points": queries.points_of(found),
        "asks": asks,
        "form": form or AgreeForm([turn.organisation for turn in turns]),
    }
    return render(request, "reporting/officer/meeting.html", context, status=status)


def _own_meeting(request: OfficerRequest, pk: int) -> Meeting:
    found = access.get_meeting(request.officer, pk)
    if not access.may_ask(request.officer, found.held_by):
        raise Http404
    return found


def _call(request: OfficerRequest, found: Round) -> HttpResponse:
    units = queries.units_of(found)
    form = MeetingForm(found.campaign.asked_by, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        order = _in_order(units, request)
        try:
            made = actions.call_meeting(
                actor=request.officer, one=found, order=order, now=timezone.now(), **form.cleaned_data
            )
        except actions.ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reporting_office:meeting", made.pk)
    context = {"campaign": found.campaign, "round": found, "units": units, "form": form}
    return render(request, "reporting/officer/meeting_new.html", context, status=422 if form.errors else 200)


def _round(request: OfficerRequest, pk: int, one: int) -> Round:
    campaign = access.get_campaign(request.officer, pk)
    found = queries.round_of(campaign, one) if access.may_ask(request.officer, campaign.asked_by) else None
    if found is None:
        raise Http404
    return found


def _in_order(units: list[Organisation], request: OfficerRequest) -> list[Organisation]:
    """The units by the numbers typed beside them; one without a number keeps its place behind those with one."""
    typed = {unit.pk: request.POST.get(f"order_{unit.pk}", "") for unit in units}
    numbers = {pk: int(text) for pk, text in typed.items() if text.isascii() and text.isdigit() and len(text) < 5}
    return sorted(units, key=lambda unit: numbers.get(unit.pk, 10_000))


# --- presentation -----------------------------------------------------------------------------------------------------
@officer_page(roles=access.READERS)
@require_safe
def slides(request: OfficerRequest, code: str, month: str) -> HttpResponse:
    """A region's reports as slides: wide sections, one after another, that also print."""
    found = _presentation(request, code, month)
    shown = [one for one in papers.slides_of(found) if one["lines"] or one["figures"] or one["lead"]]
    return render(request, "reporting/officer/slides.html", {"found": found, "slides": shown, "month": month})


@officer_page(roles=access.READERS)
@require_safe
def slides_pdf(request: OfficerRequest, code: str, month: str) -> HttpResponse:
    found = _presentation(request, code, month)
    content = papers.slides_pdf(found, request.officer.organisations[0], at=timezone.now())
    name = f'attachment; filename="paparan-{code}-{month}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _presentation(request: OfficerRequest, code: str, month: str) -> Presentation:
    period: date | None = asked.month_of(month)
    if period is None or not (code == "id" or asked.CODE.fullmatch(code)):
        raise Http404
    place = "" if code == "id" else code
    for kind in [request.GET["jenis"]] if "jenis" in request.GET else [key for key, _ in asked.KINDS]:
        found = queries.presentation(request.officer, place, period, kind)
        if found is not None:
            return found
    raise Http404
