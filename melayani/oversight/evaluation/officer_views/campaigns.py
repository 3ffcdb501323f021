"""Campaigns: the overview, preparing one, its units and judges, weights, start and close."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.evaluation import access, actions, queries, rules
from melayani.oversight.evaluation.forms import AppointForm, CampaignForm, WeightsForm
from melayani.oversight.evaluation.instrument import CODES, CURRENT, load
from melayani.oversight.evaluation.models import Campaign

CAMPAIGNS_SHOWN = 20
CHOICES_SHOWN = 20
SEARCHED = 80


@officer_page(roles=access.EVERYBODY)
@require_safe
def desk(request: OfficerRequest) -> HttpResponse:
    """What the officer fills and judges, and the campaigns that the officer conducts or reads."""
    now = timezone.now()
    page = Paginator(queries.duties_of(request.officer), queries.UNITS_SHOWN).get_page(request.GET.get("page"))
    campaigns = access.campaigns_visible_to(request.officer)[:CAMPAIGNS_SHOWN]
    context = {
        "page": page,
        "rows": queries.unit_rows(list(page.object_list), now),
        "campaigns": campaigns,
        "conducts": bool(access.governments_of(request.officer)),
        "reads": not access.READS.isdisjoint(request.officer.roles),
    }
    return render(request, "evaluation/officer/desk.html", context)


@officer_page(roles=access.CONDUCTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficerRequest) -> HttpResponse:
    """Prepare a campaign."""
    homes = access.governments_of(request.officer)
    if not homes:
        raise Http404
    now = timezone.now()
    base, today = load(CURRENT, "A"), timezone.localdate()
    proposed = {
        "title": "PEKPPP",
        "year": today.year,
        "f01_until": today + timedelta(days=30),
        "desk_until": today + timedelta(days=45),
        "field_until": today + timedelta(days=60),
        "f02_share": float(base.f02_share),
        "fewest": base.fewest,
        "most": base.most,
    }
    form = CampaignForm(request.POST if request.method == "POST" else None, homes=homes, initial=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare_campaign(actor=request.officer, now=now, **form.wish())
        except actions.EvaluationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Evaluasi disiapkan. Pilih unit dan penilainya, lalu mulai.")
            return redirect("evaluation_office:campaign", made.pk)
    context = {"form": form, "instrument": base}
    return render(request, "evaluation/officer/new.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.READS)
@require_safe
def campaign(request: OfficerRequest, pk: int) -> HttpResponse:
    """One campaign: schedule, instruments, units with how far each has come."""
    row = access.get_campaign(request.officer, pk)
    page = Paginator(queries.units_of(row), queries.UNITS_SHOWN).get_page(request.GET.get("page"))
    conducts = access.conducts(request.officer, row.organisation)
    typed = request.GET.get("cari", "").strip()[:SEARCHED]
    choices = access.units_for(row, typed)[:CHOICES_SHOWN] if conducts and row.started_at is None else []
    context = {
        "campaign": row,
        "page": page,
        "rows": queries.unit_rows(list(page.object_list), timezone.now()),
        "conducts": conducts,
        "typed": typed,
        "choices": choices,
        "instruments": [(code, row.instrument(code), _problem(row, code)) for code in CODES],
    }
    return render(request, "evaluation/officer/campaign.html", context)


@officer_page(roles=access.CONDUCTS)
@require_POST
def add_unit(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_campaign_to_conduct(request.officer, pk)
    unit = access.units_for(row, "").filter(slug=request.POST.get("unit", "")).first()
    if unit is None:
        messages.error(request, "Pilih unit dari daftar.")
        return redirect("evaluation_office:campaign", pk)
    code = request.POST.get("code", "")
    try:
        made = actions.add_unit(actor=request.officer, campaign=row, unit=unit, code=code, now=timezone.now())
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("evaluation_office:campaign", pk)
    messages.success(request, f"{unit.name} masuk daftar. Tunjuk penilainya.")
    return redirect("evaluation_office:unit", made.pk)


@officer_page(roles=access.CONDUCTS)
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: OfficerRequest, pk: int, code: str) -> HttpResponse:
    """Enter the weights that the instrument leaves open."""
    row = access.get_campaign_to_conduct(request.officer, pk)
    if code not in CODES or not load(row.version, code).open_weights:
        raise Http404
    held = row.weights.get(code, {})
    proposed = {f"weight_{number}": weight for number, weight in held.items() if "/" not in weight}
    form = WeightsForm(
        request.POST if request.method == "POST" else None,
        instrument=load(row.version, code),
        initial={"source": row.weights_source, **proposed},
    )
    if request.method == "POST" and form.is_valid():
        given = {"weights": form.weights(), "source": form.cleaned_data["source"]}
        try:
            actions.enter_weights(actor=request.officer, campaign=row, code=code, now=timezone.now(), **given)
        except actions.EvaluationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Bobot instrumen {code} disimpan.")
            return redirect("evaluation_office:campaign", pk)
    context = {"campaign": row, "code": code, "form": form}
    return render(request, "evaluation/officer/weights.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.CONDUCTS)
@require_POST
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_campaign_to_conduct(request.officer, pk)
    try:
        actions.start_campaign(actor=request.officer, campaign=row, now=timezone.now())
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Evaluasi dimulai. Unit dapat mengisi F-01.")
    return redirect("evaluation_office:campaign", pk)


@officer_page(roles=access.CONDUCTS)
@require_POST
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_campaign_to_conduct(request.officer, pk)
    try:
        actions.close_campaign(actor=request.officer, campaign=row, now=timezone.now())
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Evaluasi ditutup.")
    return redirect("evaluation_office:campaign", pk)


@officer_page(roles=access.CONDUCTS)
@require_POST
def appoint(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_for_conductor(request.officer, pk)
    form = AppointForm(request.POST)
    person = access.find_person(form.cleaned_data["email"]) if form.is_valid() else None
    if person is None:
        messages.error(request, "Tidak ada akun petugas dengan alamat itu. Tulis alamat lengkapnya.")
        return redirect("evaluation_office:unit", pk)
    given = {"person": person, "leads": form.cleaned_data["leads"]}
    try:
        actions.appoint(actor=request.officer, assessment=row, now=timezone.now(), **given)
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{person.name} ditunjuk.")
    return redirect("evaluation_office:unit", pk)


@officer_page(roles=access.CONDUCTS)
@require_POST
def release(request: OfficerRequest, pk: int, evaluator: int) -> HttpResponse:
    row = access.get_for_conductor(request.officer, pk)
    found = access.get_evaluator(request.officer, row, evaluator)
    try:
        actions.release(actor=request.officer, evaluator=found, now=timezone.now())
    except actions.EvaluationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.person.name} tidak lagi menilai.")
    return redirect("evaluation_office:unit", pk)


def _problem(row: Campaign, code: str) -> str:
    """Why units of this instrument cannot be judged yet; "" when they can."""
    try:
        rules.demand_weights(row.instrument(code))
    except rules.BadInstrument as lack:
        return str(lack)
    return ""
