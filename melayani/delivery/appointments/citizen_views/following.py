"""The ticket, and what its link can do: calendar entry, change, cancel, accept another time, check in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.appointments import access, actions, offers, rules, states, visit
from melayani.delivery.appointments.citizen_views.choosing import choice, slot_of
from melayani.delivery.appointments.models import Booking
from melayani.delivery.appointments.visitors import HELP
from melayani.foundation.audit.queries import timeline
from melayani.foundation.messaging import correspondence, following
from melayani.foundation.people import CitizenRequest, letters, public_page


@public_page
@never_cache
@require_safe
def ticket(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Number and QR large, when and where, what to bring, what can be done with it."""
    return _ticket(request, access.get_for_citizen(number, secret), letters.blank())


@public_page
@never_cache
def write(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """What the form on the ticket sends: words and files to the officers of the visit."""
    booking = access.get_for_citizen(number, secret)
    if request.method == "POST":
        form = letters.take(
            request,
            number=booking.number,
            keep=lambda text, files: actions.write(
                actor=request.citizen, booking=booking, text=text, secret=secret, files=files, now=timezone.now()
            ),
            refusal=actions.ActionRefused,
        )
        if form.errors:
            return _ticket(request, booking, form)
    return redirect("appointments:ticket", number, secret)


def _ticket(request: CitizenRequest, booking: Booking, form: letters.LetterForm) -> HttpResponse:
    link = settings.PUBLIC_URL + visit.path_of(booking, get_language() or settings.LANGUAGE_CODE)
    context = {
        "qr": segno.make(link, error="m").svg_data_uri(scale=6, border=2),
        "link": link,
        "assistance": [HELP[key] for key in booking.assistance_keys if key in HELP],
        "lines": timeline(booking.reference),
        "may": {action for state, action, _ in states.TRANSITIONS if state == booking.state},
        "may_check_in": _may_check_in(booking),
        "letters": visit.own_letters(booking),
        "letter_form": None if booking.is_final and not form.errors else form,
        "letter_url": reverse("appointments:write", args=[booking.number, booking.secret]),
        "device": _device(booking),
    }
    return _page(request, "appointments/citizen/ticket.html", booking, **context)


@public_page
@never_cache
@require_safe
def calendar(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The entry for the citizen's own calendar."""
    booking = access.get_for_citizen(number, secret)
    text = rules.calendar_text(visit.calendar_entry(booking, timezone.now()))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{booking.number}.ics"'
    return answer


@public_page
@never_cache
def change(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Choose another time; the old place stays until the new one is sure."""
    booking = access.get_for_citizen(number, secret)
    if states.next_state(booking.state, states.CHANGE) is None:
        return redirect("appointments:ticket", number, secret)
    if request.method == "POST" and _done(
        request,
        lambda: actions.change(
            actor=request.citizen, booking=booking, slot_id=slot_of(request), secret=secret, now=timezone.now()
        ),
    ):
        messages.success(request, gettext("Waktu Anda sudah diubah. Simpan lagi ke kalender bila perlu."))
        return redirect("appointments:ticket", number, secret)
    terms = offers.terms_of(organisation_id=booking.organisation_id, service_id=booking.service_id)
    found = choice(
        request, terms, timezone.now(), without=booking.pk, party=booking.party_size, urgent=booking.priority
    )
    return _page(request, "appointments/citizen/change.html", booking, **found)


@public_page
@never_cache
def cancel(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Ask once more before the place is given away."""
    booking = access.get_for_citizen(number, secret)
    if states.next_state(booking.state, states.CANCEL) is None:
        return redirect("appointments:ticket", number, secret)
    if request.method == "POST":
        _done(
            request,
            lambda: actions.cancel(actor=request.citizen, booking=booking, secret=secret, now=timezone.now()),
        )
        return redirect("appointments:ticket", number, secret)
    return _page(request, "appointments/citizen/cancel.html", booking)


@public_page
@never_cache
@require_POST
def accept(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Accept the time that the office proposed, with one tap."""
    booking = access.get_for_citizen(number, secret)
    if _done(
        request,
        lambda: actions.accept_proposal(actor=request.citizen, booking=booking, secret=secret, now=timezone.now()),
    ):
        messages.success(request, gettext("Terima kasih. Waktu baru Anda pasti."))
    return redirect("appointments:ticket", number, secret)


@public_page
@never_cache
@require_POST
def check_in(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Tell the office that one is here."""
    booking = access.get_for_citizen(number, secret)
    _done(request, lambda: actions.check_in(actor=request.citizen, booking=booking, secret=secret, now=timezone.now()))
    return redirect("appointments:ticket", number, secret)


@public_page
@never_cache
@require_safe
def letter_file(request: CitizenRequest, number: str, secret: str, file: UUID) -> HttpResponseBase:
    """A file of an own letter on the booking; 404 for any other, 410 when its bytes are gone."""
    return correspondence.handed_out(request, access.get_for_citizen(number, secret).reference, file)


def _device(booking: Booking) -> str:
    """The page on which a device hears of this visit: reminders, another time, cancelled by the office."""
    over = booking.is_final
    return "" if over else following.device_url(booking.number, booking.contact_id, get_language() or "id")


def _may_check_in(booking: Booking) -> bool:
    if states.next_state(booking.state, states.CHECK_IN) is None:
        return False
    now = timezone.now()
    return booking.starts_at - rules.CHECK_IN_BEFORE <= now <= booking.ends_at + rules.NO_SHOW_AFTER


def _done(request: CitizenRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except (actions.ActionRefused, actions.InputRefused) as error:
        messages.error(request, str(error))
        return False
    except actions.Busy:
        messages.error(request, gettext("Banyak orang memesan waktu ini sekarang. Tunggu sebentar, lalu coba lagi."))
        return False
    return True


def _page(request: CitizenRequest, template: str, booking: Booking, **more: Any) -> HttpResponse:
    context = {
        "booking": booking,
        "service": booking.service,
        "unit": booking.organisation,
        "words": booking.words,
        **more,
    }
    answer = render(request, template, context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
