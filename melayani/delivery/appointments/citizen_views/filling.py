"""Fill in who comes while the place is held; the code proves the contact and makes the booking."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from melayani.delivery.appointments import actions, holds, rules, states
from melayani.delivery.appointments.citizen_views.proving import proven_contact
from melayani.delivery.appointments.forms import WhoForm
from melayani.delivery.appointments.models import Booking
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import CitizenRequest, public_page

PATIENCE = (0.0, 0.2, 0.5)  # seconds in which the first of two clicks may finish


@public_page
@never_cache
def fill(request: CitizenRequest, number: str) -> HttpResponse:
    """Who comes, how to reach them, what help is wanted; then the code, then the ticket."""
    booking = _held(request, number)
    if booking.state in states.ACTIVE:
        return _ticket(booking)
    if booking.state != states.HELD:
        return _choose_again(request, booking, gettext("Tempat itu sudah dilepas. Pilih waktu lain."))
    form = WhoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        contact = proven_contact(request, form, purpose=f"visit:{booking.number}")
        if contact is not None:
            return _confirm(request, booking, form, contact)
        if again := _made_meanwhile(request, booking, form):
            return again
    return render(request, "appointments/citizen/fill.html", _shown(booking, form))


def _shown(booking: Booking, form: WhoForm) -> dict[str, Any]:
    """What the page needs: the form or the code, and how long the place is still held."""
    left = (booking.held_until - timezone.now()).total_seconds() if booking.held_until else 0
    return {
        "booking": booking,
        "form": form,
        "asks_code": form.is_bound and form.fields["name"].widget.is_hidden,
        "minutes": max(0, int(left // 60)),
        "lapsed": left <= 0,
    }


@public_page
@never_cache
@require_POST
def release(request: CitizenRequest, number: str) -> HttpResponse:
    """Let the held place go and choose another time."""
    booking = _held(request, number)
    holds.release(token=request.citizen.token, now=timezone.now())
    return redirect("appointments:days", booking.service.slug, booking.organisation.slug)


def _held(request: CitizenRequest, number: str) -> Booking:
    booking = holds.last_of(request.citizen.token, number)
    if booking is None:
        raise Http404
    return booking


def _confirm(request: CitizenRequest, booking: Booking, form: WhoForm, contact: Contact) -> HttpResponse:
    try:
        made = actions.confirm_hold(
            actor=request.citizen,
            booking=booking,
            visitor=form.visitor,
            contact=contact,
            token=request.citizen.token,
            now=timezone.now(),
        )
    except actions.InputRefused as refused:
        for name, text in refused.problems.items():
            form.add_error(name if name in form.fields else None, text)
        return render(request, "appointments/citizen/fill.html", _shown(booking, form), status=422)
    except rules.Busy:
        messages.error(request, gettext("Banyak orang memesan waktu ini sekarang. Tunggu sebentar, lalu coba lagi."))
        return redirect("appointments:fill", booking.number)
    except actions.ActionRefused as refused:
        return _choose_again(request, booking, str(refused))
    return _ticket(made)


def _made_meanwhile(request: CitizenRequest, booking: Booking, form: WhoForm) -> HttpResponseRedirect | None:
    """The second of two clicks finds its code used up: when the first has made the booking, that counts."""
    if "code" not in form.errors:
        return None
    for pause in PATIENCE:
        time.sleep(pause)
        row = holds.last_of(request.citizen.token, booking.number)
        if row is not None and row.state in states.ACTIVE:
            return _ticket(row)
    return None


def _ticket(booking: Booking) -> HttpResponseRedirect:
    return redirect("appointments:ticket", booking.number, booking.secret)


def _choose_again(request: CitizenRequest, booking: Booking, why: str) -> HttpResponseRedirect:
    messages.error(request, why)
    return redirect("appointments:days", booking.service.slug, booking.organisation.slug)
