"""What the head of a unit or the manager of its mall plans: services, sessions, roster, releases, closings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.delivery.appointments import access, actions, forms, queries, rules
from melayani.delivery.appointments.ground import session_of
from melayani.delivery.appointments.models import Closing
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.queries import services_of
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page

TITLES = {
    "layanan": "Layanan dengan janji temu",
    "sesi": "Sesi baru",
    "loket": "Loket di jadwal",
    "absen": "Loket kosong",
    "pembagian": "Cara membagi tempat",
}
CLOSED = "Semua warga yang punya janji pada waktu itu sudah kami kabari."
SAVED = "Tersimpan. Slot hari-hari berikutnya sudah disesuaikan."


@officer_page(roles=access.PLANNERS)
def plan(request: OfficerRequest, slug: str) -> HttpResponse:
    """All that the unit plans, with its settings to change."""
    unit = _unit(request, slug)
    today = timezone.now().astimezone(unit.zone).date()
    found = queries.planning_of(unit, today)
    names = list(forms.PlanForm.base_fields)
    initial = {name: getattr(found.plan, name) for name in names} if found.plan else {"horizon_days": 30}
    defaults = {"lead_minutes": 30, "walk_in_percent": 0, "priority_percent": 0, "is_open": True}
    form = forms.PlanForm(request.POST if request.method == "POST" else None, initial={**defaults, **initial})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = _try(
            request, form, lambda now: actions.save_plan(actor=request.officer, organisation=unit, now=now, **data)
        )
        if saved:
            return _regenerated(request, unit)
    sessions = [(row, session_of(row)) for row in found.templates]
    context = {"unit": unit, "found": found, "form": form, "sessions": sessions, "weekdays": dict(forms.WEEKDAYS)}
    return render(request, "appointments/officer/plan.html", context)


@officer_page(roles=access.PLANNERS)
def add(request: OfficerRequest, slug: str, what: str) -> HttpResponse:
    """Add a service, a session, a counter, an absence or a release."""
    unit = _unit(request, slug)
    if what not in ADDERS:
        raise Http404
    form_class, adder = ADDERS[what]
    services = services_of(unit)
    choices = [(str(row.pk), row.title) for row in services]
    now = timezone.now()
    initial = {"valid_from": now.astimezone(unit.zone).date(), "starts": "08:00", "ends": "12:00"}
    extra: dict[str, Any] = {} if what in ("pembagian", "absen") else {"choices": choices}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial, **extra)
    if request.method == "POST" and form.is_valid():
        by_key = {str(row.pk): row for row in services}
        if _try(request, form, lambda at: adder(request, unit, form.cleaned_data, by_key, at)):
            return _regenerated(request, unit)
    context = {"unit": unit, "form": form, "title": TITLES[what]}
    return render(request, "appointments/officer/add.html", context, status=422 if form.errors else 200)


@require_POST
@officer_page(roles=access.PLANNERS)
def end(request: OfficerRequest, slug: str, what: str, pk: int) -> HttpResponse:
    """End a session or take a counter off the roster, from tomorrow on."""
    unit = _unit(request, slug)
    now = timezone.now()
    if what == "sesi":
        actions.end_template(actor=request.officer, template=access.template_of(unit, pk), now=now)
    elif what == "loket":
        actions.end_shift(actor=request.officer, shift=access.shift_of(unit, pk), now=now)
    else:
        raise Http404
    return _regenerated(request, unit)


@officer_page(roles=access.PLANNERS)
def capacity(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Change the places of one slot by hand; what no longer fits becomes a conflict to settle."""
    unit = _unit(request, slug)
    slot = queries.slot_of(unit, pk)
    if slot is None:
        raise Http404
    form = forms.CapacityForm(request.POST if request.method == "POST" else None, initial={"capacity": slot.capacity})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["capacity"]
        if _try(
            request, form, lambda now: actions.set_capacity(actor=request.officer, slot=slot, capacity=wanted, now=now)
        ):
            target = redirect("appointments_office:day", unit.slug)
            target["Location"] += f"?hari={slot.starts_at.astimezone(unit.zone).date().isoformat()}"
            return target
    return render(request, "appointments/officer/capacity.html", {"unit": unit, "slot": slot, "form": form})


@officer_page(roles=access.PLANNERS)
def close(request: OfficerRequest, slug: str) -> HttpResponse:
    """Close an hour or some days at once; every visitor is told once, with another time or a place in the line."""
    unit = _unit(request, slug)
    now = timezone.now()
    local = now.astimezone(unit.zone)
    shown = local.replace(tzinfo=None)  # the clock of the office, whatever the server's
    initial = {"starts": shown, "ends": max(shown + timedelta(hours=1), shown.replace(hour=17, minute=0))}
    form = forms.ClosingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        times = {"starts_at": _local(data["starts"], unit), "ends_at": _local(data["ends"], unit)}
        done: list[Closing] = []
        about: Any = {"actor": request.officer, "organisation": unit, "reason": data["reason"], **times}
        if _try(request, form, lambda at: done.append(actions.close_in_emergency(now=at, **about))):
            rest = "Warga yang belum kami kabari menyusul dalam beberapa menit ini."
            messages.success(request, f"Ditutup. {CLOSED if done[0].settled_at else rest}")
            return redirect("appointments_office:close", unit.slug)
    closings = queries.planning_of(unit, local.date()).closings
    return render(request, "appointments/officer/close.html", {"unit": unit, "form": form, "closings": closings})


def _unit(request: OfficerRequest, slug: str) -> Organisation:
    today = timezone.localdate()
    unit = access.get_unit(request.officer, slug, today)
    if not access.may_plan(request.officer, unit, today):
        raise Http404
    return unit


def _regenerated(request: OfficerRequest, unit: Organisation) -> HttpResponseRedirect:
    """Bring the slots in line at once, so that the officer sees what the change does."""
    try:
        done = actions.regenerate(actor=request.officer, organisation=unit, now=timezone.now())
    except actions.Busy:
        messages.success(request, "Tersimpan. Slot disesuaikan sebentar lagi.")
    else:
        more = f" {done.conflicts} janji temu bentrok dan perlu diselesaikan." if done.conflicts else ""
        messages.success(request, SAVED + more)
    return redirect("appointments_office:plan", unit.slug)


def _try(request: OfficerRequest, form: django_forms.Form, act: Callable[[datetime], object]) -> bool:
    try:
        act(timezone.now())
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
    except actions.ActionRefused as refused:
        form.add_error(None, str(refused))
    except actions.Busy:
        form.add_error(None, "Sedang ada yang memesan. Coba lagi sebentar.")
    else:
        return True
    return False


def _local(moment: datetime, unit: Organisation) -> datetime:
    """What was typed is the clock of the office, whatever the server's."""
    return moment.replace(tzinfo=unit.zone)


Services = dict[str, Service]


def _add_offer(request: OfficerRequest, unit: Organisation, data: Any, by_key: Services, now: datetime) -> object:
    service = by_key[data.pop("service")]
    return actions.save_offer(actor=request.officer, organisation=unit, service=service, now=now, **data)


def _add_session(request: OfficerRequest, unit: Organisation, data: Any, by_key: Services, now: datetime) -> object:
    capped, cap = data.pop("capped"), data.pop("cap")
    caps = {by_key[capped]: cap} if capped and cap else {}
    return actions.add_template(actor=request.officer, organisation=unit, caps=caps, now=now, **data)


def _add_shift(request: OfficerRequest, unit: Organisation, data: Any, by_key: Services, now: datetime) -> object:
    services = [by_key[key] for key in data.pop("services")]
    return actions.add_shift(actor=request.officer, organisation=unit, services=services, now=now, **data)


def _add_absence(request: OfficerRequest, unit: Organisation, data: Any, by_key: Services, now: datetime) -> object:
    typed = request.GET.get("loket", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 15):
        raise Http404
    return actions.add_absence(actor=request.officer, shift=access.shift_of(unit, int(typed)), now=now, **data)


def _add_release(request: OfficerRequest, unit: Organisation, data: Any, by_key: Services, now: datetime) -> object:
    opens = _local(data.pop("opens_at"), unit)
    closes = _local(data.pop("closes_at"), unit) if data["closes_at"] else data.pop("closes_at")
    waves = []
    if data["kind"] == rules.WAVES:
        second = closes or opens + timedelta(days=1)
        waves = [{"at": opens.isoformat(), "percent": 50}, {"at": second.isoformat(), "percent": 50}]
        closes = None
    return actions.plan_release(
        actor=request.officer, organisation=unit, opens_at=opens, closes_at=closes, waves=waves, now=now, **data
    )


Adder = Callable[[OfficerRequest, Organisation, Any, Services, datetime], object]
ADDERS: dict[str, tuple[Any, Adder]] = {
    "layanan": (forms.OfferForm, _add_offer),
    "sesi": (forms.SessionForm, _add_session),
    "loket": (forms.ShiftForm, _add_shift),
    "absen": (forms.AbsenceForm, _add_absence),
    "pembagian": (forms.ReleaseForm, _add_release),
}
