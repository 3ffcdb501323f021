"""A number on one's own phone: by the QR at the door, or by the link of a booking."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.delivery.appointments import access as visits
from melayani.delivery.queues import access, actions, queries, rules
from melayani.delivery.queues.forms import DoorForm
from melayani.delivery.queues.models import Site, Ticket
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people

HOUR = timedelta(hours=1)
NUMBERS_PER_PERSON, NUMBERS_PER_ADDRESS = 8, 600  # an hour; a hall shares one address


@public_page
@never_cache
def door(request: CitizenRequest, slug: str, door: str) -> HttpResponse:
    """Choose a service, say whether one has priority and how far away one is; the number opens at once."""
    site = access.site_by_door(slug, door)
    offer = queries.kiosk_offer(site, timezone.now())
    form = DoorForm(request.POST or None, offer=offer, initial={"kunci": secrets.token_urlsafe(18)})
    if request.method == "POST" and form.is_valid():
        ticket = _taken(request, site, form, timezone.now())
        if ticket is not None:
            return redirect("queues:ticket", ticket.number, ticket.secret)
    context = {"form": form, "offer": offer, "place": site.organisation, "now": timezone.now()}
    answer = render(request, "queues/citizen/door.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@public_page
@never_cache
def hadir(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The booked visitor says "I am here" and gets the number; done again, it is the same number."""
    booking = visits.get_for_citizen(number, secret)
    ticket = queries.ticket_of_booking(booking)
    if request.method == "POST" and ticket is None:
        try:
            ticket = actions.check_in(
                actor=request.citizen, booking=booking, way=rules.BOOKING, now=timezone.now(), secret=secret
            )
        except actions.ActionRefused as refused:
            messages.error(request, str(refused))
    if ticket is not None:
        return redirect("queues:ticket", ticket.number, ticket.secret)
    context = {"booking": booking, "service": booking.service, "unit": booking.organisation}
    answer = render(request, "queues/citizen/hadir.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _taken(request: CitizenRequest, site: Site, form: DoorForm, now: datetime) -> Ticket | None:
    """The number, or None when a message says why not."""
    chosen = form.cleaned_data
    try:
        person, place = request.citizen.token, network_of(request)
        people.throttle(scope="queue.person", key=person, limit=NUMBERS_PER_PERSON, window=HOUR, now=now)
        people.throttle(scope="queue.address", key=place, limit=NUMBERS_PER_ADDRESS, window=HOUR, now=now)
        first = access.line_at(site, int(chosen["layanan"]))
        later = [access.line_at(site, int(pk)) for pk in chosen["lagi"] if int(pk) != first.pk]
        return actions.take_ticket(
            actor=request.citizen,
            site=site,
            line=first,
            way=rules.PHONE,
            priority=chosen["prioritas"],
            wishes=later,
            travel_minutes=int(chosen["perjalanan"] or 0) or None,
            request_key=chosen["kunci"],
            now=now,
        )
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    except people.TooMany as refused:
        messages.error(request, gettext("Nomor dari ponsel ini sudah banyak. {wait}").format(wait=refused))
    return None
