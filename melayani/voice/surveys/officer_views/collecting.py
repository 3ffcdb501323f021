"""How answers come in besides the link: versions of the questionnaire, points, paper, sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access, actions, queries, rules
from melayani.voice.surveys.batches import Batch, Setting, numbers_in, read_batch
from melayani.voice.surveys.forms import ImportForm, InstrumentForm, PointForm
from melayani.voice.surveys.sheets import BadSheet, Row, read_bytes
from melayani.voice.surveys.versions import BadVersion

MOST_BYTES = 5_000_000
UNITS_SHOWN = 100


@officer_page(roles=access.PUBLISHES)
@require_http_methods(["GET", "HEAD", "POST"])
def instrument(request: OfficerRequest, slug: str) -> HttpResponse:
    """The questionnaire that the unit uses, its versions, and the making of the next one."""
    unit = access.get_unit_for_manager(request.officer, slug)
    now = timezone.now()
    today = now.astimezone(unit.zone).date()
    current = queries.instrument_for(unit, today)
    form = InstrumentForm(request.POST or None, current=current, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_version(
                actor=request.officer,
                organisation=unit,
                wish=form.wish(),
                reason=form.cleaned_data["reason"],
                valid_from=form.cleaned_data["valid_from"],
                now=now,
            )
        except (actions.VersionRefused, BadVersion) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Versi baru disimpan.")
            return redirect("surveys_office:instrument", slug)
    context = {
        "unit": unit,
        "current": current,
        "version": queries.version_for(unit, today),
        "questions": [queries.words_of(question, current, "id") for question in current.asked],
        "versions": queries.versions_of(unit),
        "form": form,
    }
    return render(request, "surveys/officer/instrument.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.PUBLISHES)
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: OfficerRequest, slug: str) -> HttpResponse:
    """The unit's codes at counters and kiosks, and a form for one more."""
    unit = access.get_unit_for_manager(request.officer, slug)
    form = PointForm(request.POST or None, services=queries.services_at(unit))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_point(actor=request.officer, organisation=unit, now=timezone.now(), **form.cleaned_data)
        except actions.PointRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Titik {made} dibuka.")
            return redirect("surveys_office:points", slug)
    found = access.points_of(unit)[:UNITS_SHOWN]
    context = {"unit": unit, "points": found, "form": form}
    return render(request, "surveys/officer/points.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.PUBLISHES)
@require_safe
def point_sheet(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """The sheet with the code to hang up at the counter, or the address to open on the kiosk."""
    point = access.get_point_for_manager(request.officer, slug, pk)
    address = queries.point_url(point)
    context = {
        "point": point,
        "unit": point.organisation,
        "address": address,
        "code": segno.make(address, error="m").svg_data_uri(scale=8, border=2),
    }
    return render(request, "surveys/officer/point_sheet.html", context)


@officer_page(roles=access.PUBLISHES)
@require_POST
def close_point(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    point = access.get_point_for_manager(request.officer, slug, pk)
    try:
        actions.close_point(actor=request.officer, point=point, now=timezone.now())
    except actions.PointRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Titik ditutup. Jawabannya tetap dihitung.")
    return redirect("surveys_office:points", slug)


@officer_page(roles=access.COLLECTS)
@require_safe
def collect(request: OfficerRequest) -> HttpResponse:
    """The units for which the officer types forms."""
    units = access.units_collecting_for(request.officer)[:UNITS_SHOWN]
    return render(request, "surveys/officer/collect.html", {"units": units})


@officer_page(roles=access.COLLECTS)
@require_http_methods(["GET", "HEAD", "POST"])
def read_sheet(request: OfficerRequest, slug: str) -> HttpResponse:
    """Choose a sheet; reading it only tries: the next page says what it would bring."""
    unit = access.get_unit_for_collector(request.officer, slug)
    form = ImportForm(request.POST or None, request.FILES or None, services=queries.services_at(unit))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("surveys_office:sheet", slug, _read(request, unit, form))
        except (BadSheet, actions.TypingRefused) as refusal:
            form.add_error("sheet", str(refusal))
    context = {"unit": unit, "form": form, "elements": rules.load_instrument().elements}
    return render(request, "surveys/officer/read_sheet.html", context, status=422 if form.errors else 200)


def _read(request: OfficerRequest, unit: Organisation, form: ImportForm) -> int:
    """Read the sheet and keep what it would bring; the key of the dry run."""
    upload: UploadedFile[Any] = form.cleaned_data["sheet"]
    if (upload.size or 0) > MOST_BYTES:
        raise BadSheet("Berkas ini terlalu besar; paling besar 5 MB.")
    content = upload.read()
    now = timezone.now()
    today = now.astimezone(unit.zone).date()
    questionnaire = queries.instrument_for(unit, form.cleaned_data["day"] or today)
    batch = _judged(unit, read_bytes(content, upload.name or ""), form, questionnaire, now)
    return actions.read_in(
        actor=request.officer,
        organisation=unit,
        name=upload.name or "",
        sha256=hashlib.sha256(content).hexdigest(),
        batch=batch,
        instrument=questionnaire,
        now=now,
    ).pk


def _judged(
    unit: Organisation, rows: Sequence[Row], form: ImportForm, questionnaire: rules.Instrument, now: datetime
) -> Batch:
    services = list(form.services.values())
    chosen = form.cleaned_data["service"]
    setting = Setting(
        instrument=questionnaire,
        today=now.astimezone(unit.zone).date(),
        services={name.casefold(): one.pk for one in services for name in (one.title, one.slug)},
        service_id=chosen.pk if chosen else None,
        day=form.cleaned_data["day"],
        order=form.cleaned_data["order"],
        open_numbers=queries.open_numbers(unit, numbers_in(rows)),
    )
    return read_batch(rows, setting)


@officer_page(roles=access.COLLECTS)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """The dry run: what can be taken, what is wrong row by row; and the import itself."""
    row = access.get_import_for_collector(request.officer, slug, pk)
    if request.method == "POST":
        try:
            count = actions.import_sheet(actor=request.officer, sheet=row, now=timezone.now())
        except actions.TypingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{count} jawaban diimpor. Angkanya masuk indeks setelah hari ini dihitung.")
        return redirect("surveys_office:sheet", slug, pk)
    context = {"unit": row.organisation, "sheet": row, "summary": row.summary}
    return render(request, "surveys/officer/sheet.html", context)
