"""What a place plans: its published order, zones, lines, counters, screens and kiosks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import segno
from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.delivery.queues import access, actions, queries, words
from melayani.delivery.queues.models import Counter, Device, Line, Site, Zone
from melayani.delivery.queues.officer_views import forms
from melayani.foundation.people import OfficerRequest, officer_page

TITLES = {"ruang": "Ruang tunggu", "antrean": "Antrean layanan", "loket": "Loket", "perangkat": "Layar atau kios"}
SAVED = "Tersimpan. Kios dan layar sudah mengikutinya."
LINE_FIELDS = ("minutes", "daily_limit", "is_open")
Row = TypeVar("Row", Line, Counter)
ADDRESS = {Device.Kind.SCREEN.value: "queue_screen", Device.Kind.KIOSK.value: "queue_kiosk"}


@require_POST
@officer_page(roles=access.PLANNERS)
def open_queue(request: OfficerRequest) -> HttpResponse:
    """Open a queue at a unit or mall of one's own."""
    now = timezone.now()
    slug = request.POST.get("unit", "")
    offered = queries.units_without_queue(request.officer, timezone.localdate(now))
    chosen = next((one for one in offered if one.slug == slug), None)
    if chosen is None:
        raise Http404
    actions.open_site(actor=request.officer, organisation=chosen, now=now)
    messages.success(request, "Antrean dibuka. Tambahkan antrean layanan dan loketnya.")
    return redirect("queues_office:plan", chosen.slug)


@officer_page(roles=access.PLANNERS)
def plan(request: OfficerRequest, slug: str) -> HttpResponse:
    """All that the place plans; its order to change for who plans the place."""
    site = _site(request, slug)
    whole = access.may_plan(request.officer, site)
    initial = {name: getattr(site, name) for name in forms.PolicyForm.base_fields}
    form = forms.PolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if not whole:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            done = _try(form, lambda now: actions.save_policy(actor=request.officer, site=site, now=now, **data))
            if done:
                messages.success(request, "Tersimpan. Urutan baru berlaku untuk nomor berikutnya.")
                return redirect("queues_office:plan", slug)
    context = {
        "plan": queries.plan_of(request.officer, site, timezone.localdate()),
        "site": site,
        "unit": site.organisation,
        "whole": whole,
        "form": form,
        "policy": words.policy_words(site.policy),
    }
    return render(request, "queues/officer/plan.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.PLANNERS)
def edit(request: OfficerRequest, slug: str, what: str, pk: int) -> HttpResponse:
    """Add (0) or change a zone, a line or a counter; add a screen or kiosk."""
    site = _site(request, slug)
    if what not in EDITORS:
        raise Http404
    found = queries.plan_of(request.officer, site, timezone.localdate())
    editor = EDITORS[what](request, found, pk)
    form = editor.form
    if request.method == "POST" and form.is_valid() and _try(form, lambda now: editor.save(form.cleaned_data, now)):
        if editor.told:
            return _told(request, site, *editor.told)
        messages.success(request, SAVED)
        return redirect("queues_office:plan", slug)
    context = {"site": site, "unit": site.organisation, "form": form, "title": TITLES[what], "is_new": pk == 0}
    return render(request, "queues/officer/edit.html", context, status=422 if form.errors else 200)


@require_POST
@officer_page(roles=access.PLANNERS)
def address(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """A new address of a screen or kiosk, told once; or its end."""
    site = _whole(request, slug)
    device = access.device_at(site, pk)
    now = timezone.now()
    if request.POST.get("tutup"):
        actions.close_device(actor=request.officer, device=device, now=now)
        messages.success(request, f"{device.name} ditutup; alamatnya tidak membuka apa-apa lagi.")
        return redirect("queues_office:plan", slug)
    return _told(
        request, site, device.name, device.kind, actions.renew_device(actor=request.officer, device=device, now=now)
    )


@require_POST
@officer_page(roles=access.PLANNERS)
def plan_act(request: OfficerRequest, slug: str, verb: str) -> HttpResponse:
    """A new QR for the door, or the end of the queue here."""
    site = _whole(request, slug)
    now = timezone.now()
    if verb == "pintu":
        token = actions.renew_door(actor=request.officer, site=site, now=now)
        return _told(request, site, "QR di pintu", "door", token)
    if verb != "tutup":
        raise Http404
    try:
        actions.close_site(actor=request.officer, site=site, now=now)
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("queues_office:plan", slug)
    messages.success(request, "Antrean di sini ditutup.")
    return redirect("queues_office:mine")


def _told(request: OfficerRequest, site: Site, name: str, kind: str, token: str) -> HttpResponse:
    """The page that tells an address once: to type into the screen, or to print for the door."""
    path = (
        reverse("queues:door", args=[site.organisation.slug, token])
        if kind == "door"
        else reverse(ADDRESS[kind], args=[token])
    )
    link = settings.PUBLIC_URL + path
    context = {
        "site": site,
        "unit": site.organisation,
        "name": name,
        "link": link,
        "is_door": kind == "door",
        "qr": segno.make(link, error="m").svg_data_uri(scale=6, border=2),
    }
    response = render(request, "queues/officer/address.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _site(request: OfficerRequest, slug: str) -> Site:
    """The place, for who plans it or a unit in it; Http404 for everybody else."""
    now = timezone.now()
    site = access.get_office_site(request.officer, slug, timezone.localdate(now))
    units = queries.units_at(site, timezone.localdate(now))
    if not any(access.may_plan_for(request.officer, site, unit) for unit in units):
        raise Http404
    return site


def _whole(request: OfficerRequest, slug: str) -> Site:
    site = _site(request, slug)
    if not access.may_plan(request.officer, site):
        raise Http404
    return site


def _try(form: django_forms.Form, act: Callable[[datetime], object]) -> bool:
    try:
        act(timezone.now())
    except actions.ActionRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@dataclass
class Editor:
    """A form and what saving it does; `told` holds what is shown once afterwards."""

    form: django_forms.Form
    save: Callable[[dict[str, Any], datetime], object]
    told: tuple[str, str, str] | None = None


def _zone_editor(request: OfficerRequest, plan: queries.Plan, pk: int) -> Editor:
    _demand_whole(request, plan.site)
    zone = access.zone_at(plan.site, pk) if pk else None
    initial = {"name": zone.name, "position": zone.position} if zone else {"position": len(plan.zones) + 1}
    form = forms.ZoneForm(_data(request), initial=initial)
    return Editor(
        form,
        lambda data, now: actions.save_zone(actor=request.officer, site=plan.site, zone=zone, now=now, **data),
    )


def _line_editor(request: OfficerRequest, plan: queries.Plan, pk: int) -> Editor:
    line = _own(plan.lines, pk)
    services = {f"{service.pk}": service for service in plan.services}
    initial = (
        {name: getattr(line, name) for name in LINE_FIELDS} | {"zone": line.zone_id, "letters": line.prefix}
        if line
        else None
    )
    form = forms.LineForm(
        _data(request),
        initial=initial,
        services=[(key, f"{one.title} ({one.agency})") for key, one in services.items()],
        zones=_zones(plan),
        fixed=line is not None,
    )

    def save(data: dict[str, Any], now: datetime) -> Line:
        service = line.service if line else services[data.pop("service")]
        unit = line.unit if line else queries.unit_of_service(plan, service)
        zone, prefix = _zone(plan, data.pop("zone")), data.pop("letters")
        return actions.save_line(
            actor=request.officer,
            site=plan.site,
            unit=unit,
            service=service,
            prefix=prefix,
            line=line,
            zone=zone,
            now=now,
            **data,
        )

    return Editor(form, save)


def _counter_editor(request: OfficerRequest, plan: queries.Plan, pk: int) -> Editor:
    counter = _own(plan.counters, pk)
    units = {f"{unit.pk}": unit for unit in plan.units}
    lines = {f"{line.pk}": line for line in plan.lines}
    names = ("number", "break_from", "break_until", "is_open")
    initial = {name: getattr(counter, name) for name in names} if counter else {}
    if counter:
        initial |= {"zone": counter.zone_id, "lines": [str(line.pk) for line in counter.lines.all()]}
    form = forms.CounterForm(
        _data(request),
        initial=initial or None,
        units=[(key, unit.name) for key, unit in units.items()],
        zones=_zones(plan),
        lines=[(key, f"{line.prefix}: {line.service.title} ({line.unit})") for key, line in lines.items()],
        fixed=counter is not None,
    )

    def save(data: dict[str, Any], now: datetime) -> Counter:
        unit = counter.unit if counter else units[data.pop("unit")]
        zone, chosen = _zone(plan, data.pop("zone")), [lines[key] for key in data.pop("lines")]
        return actions.save_counter(
            actor=request.officer, site=plan.site, unit=unit, counter=counter, zone=zone, lines=chosen, now=now, **data
        )

    return Editor(form, save)


def _device_editor(request: OfficerRequest, plan: queries.Plan, pk: int) -> Editor:
    _demand_whole(request, plan.site)
    if pk:
        raise Http404
    form = forms.DeviceForm(_data(request), zones=_zones(plan))
    editor = Editor(form, lambda data, now: None)

    def save(data: dict[str, Any], now: datetime) -> Device:
        zones = [zone for key in data["zones"] if (zone := _zone(plan, key))]
        device, token = actions.add_device(
            actor=request.officer, site=plan.site, kind=data["kind"], name=data["name"], zones=zones, now=now
        )
        editor.told = (device.name, device.kind, token)
        return device

    editor.save = save
    return editor


def _demand_whole(request: OfficerRequest, site: Site) -> None:
    if not access.may_plan(request.officer, site):
        raise Http404


def _own(rows: Sequence[Row], pk: int) -> Row | None:
    """The row to change among those of the officer's units, None for a new one; Http404 for any other."""
    if pk == 0:
        return None
    found = next((row for row in rows if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _data(request: OfficerRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _zones(plan: queries.Plan) -> list[tuple[str, str]]:
    return [(str(zone.pk), zone.name) for zone in plan.zones]


def _zone(plan: queries.Plan, key: str) -> Zone | None:
    return next((zone for zone in plan.zones if str(zone.pk) == str(key)), None)


EDITORS: dict[str, Callable[[OfficerRequest, queries.Plan, int], Editor]] = {
    "ruang": _zone_editor,
    "antrean": _line_editor,
    "loket": _counter_editor,
    "perangkat": _device_editor,
}
