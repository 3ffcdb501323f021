"""The kiosk in the hall: two or three touches to a number, by touch or scanner, in two languages, no account."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.queues import access, actions, queries, rules, telling
from melayani.delivery.queues.models import Device, Ticket
from melayani.delivery.queues.rules.scanning import TYPED_MAX, Scanned, read_scanned
from melayani.foundation.people import Citizen, CitizenRequest, public_page
from melayani.foundation.people import actions as people

TRIES, TRIES_WITHIN = 20, timedelta(minutes=1)  # numbers typed at one kiosk
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def machine_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the kiosk at this address, in the language that was touched."""

    @wraps(view)
    def page(request: CitizenRequest, *, token: str, **more: Any) -> HttpResponse:
        device = access.get_device(token, Device.Kind.KIOSK)
        with translation.override(_language(request)):
            return view(request, device, **more)

    return page


@public_page
@never_cache
@require_safe
@machine_page
def kiosk(request: CitizenRequest, device: Device) -> HttpResponse:
    """Which agency, which service, and then the number: one question a screen."""
    offer = queries.kiosk_offer(device.site, timezone.now())
    unit, line = _chosen(request, offer)
    context = {
        "offer": offer,
        "unit": unit,
        "line": line,
        "key": secrets.token_urlsafe(18),
        "many_units": len(offer.units) > 1,
    }
    if line is not None:
        return _page(request, device, "queues/machine/kiosk_line.html", **context)
    if unit is not None:
        return _page(request, device, "queues/machine/kiosk_unit.html", **context)
    return _page(request, device, "queues/machine/kiosk_start.html", **context)


@public_page
@never_cache
@require_POST
@machine_page
def take(request: CitizenRequest, device: Device) -> HttpResponse:
    """One touch, one number: the key of the form makes a second touch the same number."""
    typed = request.POST.get("layanan", "")
    line = access.line_at(device.site, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    if line is None:
        raise Http404
    try:
        ticket = actions.take_ticket(
            actor=access.Machine(device),
            site=device.site,
            line=line,
            way=rules.KIOSK,
            priority=request.POST.get("prioritas") == "1",
            request_key=request.POST.get("kunci", "")[:64],
            now=timezone.now(),
        )
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
        return _to(request, device, "")
    return _to(request, device, "_ticket", ticket.number)


@public_page
@never_cache
@machine_page
def check_in(request: CitizenRequest, device: Device) -> HttpResponse:
    """A booking is scanned or typed: its visitor is here and gets the number. A number taken before is shown again."""
    if request.method != "POST":
        return _page(request, device, "queues/machine/kiosk_check_in.html", signs=SIGNS, longest=TYPED_MAX)
    now = timezone.now()
    try:
        people.throttle(scope="kiosk.check_in", key=str(device.pk), limit=TRIES, window=TRIES_WITHIN, now=now)
        ticket = _ticket_for(device, read_scanned(request.POST.get("kode", "")), now)
    except (actions.ActionRefused, people.TooMany) as refused:
        messages.error(request, str(refused))
        return _to(request, device, "_check_in")
    return _to(request, device, "_ticket", ticket.number)


@public_page
@never_cache
@machine_page
def printed(request: CitizenRequest, device: Device, number: str) -> HttpResponse:
    """The number with its QR; it prints itself once, and again on request with the same number."""
    ticket = access.ticket_at(device, number)
    if request.method == "POST":
        actions.print_again(actor=access.Machine(device), ticket=ticket, now=timezone.now())
        return _to(request, device, "_ticket", ticket.number)
    link = settings.PUBLIC_URL + telling.path_of(ticket, _language(request))
    context = {
        "ticket": ticket,
        "view": queries.ticket_view(ticket, timezone.now()),
        "qr": segno.make(link, error="m").svg_data_uri(scale=6, border=2),
    }
    return _page(request, device, "queues/machine/kiosk_ticket.html", **context)


@public_page
@require_safe
def beat(request: CitizenRequest, token: str) -> HttpResponse:
    """The kiosk asks whether we are here: one indexed read."""
    if queries.pulse_of(token, Device.Kind.KIOSK, timezone.now()) is None:
        raise Http404
    answer = HttpResponse(status=204)
    answer["Cache-Control"] = "no-store"
    return answer


def _ticket_for(device: Device, scanned: Scanned | None, now: datetime) -> Ticket:
    """The ticket of a booking that is checked in now, or the ticket whose number was given."""
    if scanned is not None and scanned.kind == "ticket":
        try:
            return access.ticket_at(device, scanned.number)
        except Http404:
            raise rules.ActionRefused(gettext("Nomor antrean itu bukan dari tempat ini.")) from None
    booking = access.booking_at(device, scanned.number) if scanned and scanned.kind == "booking" else None
    if booking is None:
        raise rules.ActionRefused(
            gettext(
                "Janji temu itu tidak kami temukan di tempat ini. Periksa nomornya, atau tanyakan di meja informasi."
            )
        )
    return actions.check_in(actor=Citizen(token=""), booking=booking, way=rules.KIOSK, secret=booking.secret, now=now)


def _chosen(
    request: CitizenRequest, offer: queries.KioskOffer
) -> tuple[queries.UnitOffer | None, queries.LineOffer | None]:
    """Unit and line of the address; a place with one unit begins with its services."""
    asked, slug = request.GET.get("layanan", ""), request.GET.get("instansi", "")
    for unit in offer.units:
        for line in unit.lines:
            if str(line.line.pk) == asked:
                return unit, line
    only = offer.units[0] if len(offer.units) == 1 else None
    return next((unit for unit in offer.units if unit.unit.slug == slug), only), None


def _language(request: CitizenRequest) -> str:
    asked = request.POST.get("bahasa") or request.GET.get("bahasa")
    return "en" if asked == "en" else settings.LANGUAGE_CODE


def _query(request: CitizenRequest) -> str:
    return "?bahasa=en" if _language(request) == "en" else ""


def _to(request: CitizenRequest, device: Device, page: str, *more: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"queue_kiosk{page}", args=[device.token, *more]) + _query(request))


def _page(request: CitizenRequest, device: Device, template: str, **more: Any) -> HttpResponse:
    language = _language(request)
    context = {
        "device": device,
        "site": device.site,
        "place": device.site.organisation,
        "language": language,
        "query": _query(request),
        "now": timezone.now(),
        **more,
    }
    return render(request, template, context)
