"""At the door: the code on the screen, scans, the on-line room for who leads it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.training import access, actions, lists, meeting
from melayani.oversight.training.forms.office import ScanForm
from melayani.oversight.training.rooms.bigbluebutton import RoomUnavailable
from melayani.oversight.training.rules import presence


@officer_page(roles=access.DESK)
@never_cache
@require_safe
def code(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Six large digits for the projector; the page comes anew when they change."""
    event = access.get_event_at_door(request.officer, slug)
    session = access.get_session(event, number)
    now, seconds = timezone.now(), lists.limit("code_seconds")
    left = presence.seconds_left(now, seconds=seconds)
    url = f"{settings.PUBLIC_URL}/acara/{event.slug}/"
    context = {
        "event": event,
        "session": session,
        "code": presence.code_at(session.code_secret, now, seconds=seconds),
        "left": left,
        "qr": segno.make(url, error="m").svg_data_uri(scale=6, border=2),
        "takes": presence.may_mark(now, starts_at=session.starts_at, ends_at=session.ends_at),
    }
    answer = render(request, "training/officer/code.html", context)
    answer["Refresh"] = str(left + 1)
    return answer


@officer_page(roles=access.DESK)
@never_cache
def scan(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Read participants' QR codes; what a device kept without a network comes in one go and counts once."""
    event = access.get_event_at_door(request.officer, slug)
    session = access.get_session(event, number)
    now = timezone.now()
    form = ScanForm(request.POST if request.method == "POST" else None, initial={"key": secrets.token_hex(8)})
    if request.method == "POST" and form.is_valid():
        scans = _scans(form, now)
        try:
            found = actions.take_scans(actor=request.officer, session=session, scans=scans, now=now)
        except (actions.ActionRefused, actions.Busy) as refused:
            text = str(refused) or "Banyak yang mencatat bersamaan. Coba lagi sebentar."
            if "kept" in request.POST:
                return JsonResponse({"error": text}, status=409)
            messages.error(request, text)
        else:
            if form.cleaned_data["kept"]:
                return JsonResponse(found)
            _say(request, found)
        return redirect("training_office:scan", slug, number)
    context = {"event": event, "session": session, "form": form}
    return render(request, "training/officer/scan.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.DESK)
@require_POST
def host(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """The link into the on-line room as the one who leads."""
    event = access.get_event_at_door(request.officer, slug)
    session = access.get_session(event, number)
    if not session.has_room:
        messages.error(request, "Sesi ini tanpa ruang daring.")
        return redirect("training_office:session", slug, number)
    try:
        link = meeting.link_for_host(session, name=request.officer.name, now=timezone.now())
    except RoomUnavailable as error:
        messages.error(request, f"Ruang daring belum dapat dibuka: {error}")
        return redirect("training_office:session", slug, number)
    context = {"event": event, "session": session, "room": link}
    return render(request, "training/officer/host.html", context)


def _scans(form: ScanForm, now: datetime) -> list[actions.Scanned]:
    """What the form brings: a list kept by the device, or the one code that was typed."""
    data = form.cleaned_data
    if not data["kept"]:
        return [actions.Scanned(data["key"] or secrets.token_hex(8), now, data["code"])]
    try:
        rows = json.loads(data["kept"])
        return [
            actions.Scanned(str(row["key"]), datetime.fromtimestamp(int(row["at"]) / 1000, UTC), str(row["text"])[:500])
            for row in rows
        ]
    except (ValueError, TypeError, KeyError, OverflowError, OSError):
        return []


def _say(request: OfficerRequest, found: Mapping[str, int]) -> None:
    if found["marked"]:
        messages.success(request, "Hadir. Silakan masuk.")
    elif found["known"]:
        messages.info(request, "Sudah tercatat hadir sebelumnya.")
    elif found["outside"]:
        messages.error(request, "Kode benar, tetapi di luar waktu pencatatan sesi ini.")
    else:
        messages.error(request, "Kode tidak dikenal di sesi ini, atau tempatnya belum pasti.")
