"""One's own number on one's own phone: place in line, wait, counter, leaving the queue. The link is the key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from melayani.delivery.queues import access, actions, queries, states, telling
from melayani.delivery.queues.citizen_views.tags import tag_of, tagged
from melayani.delivery.queues.models import Ticket
from melayani.foundation.messaging import correspondence
from melayani.foundation.people import CitizenRequest, public_page

MINUTE = 60


@public_page
@never_cache
@require_safe
def ticket(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Code, place in line, wait or why there is none, and what can be done."""
    row = access.get_for_citizen(number, secret)
    language = get_language() or settings.LANGUAGE_CODE
    link = settings.PUBLIC_URL + telling.path_of(row, language)
    more = {"letters": telling.own_letters(row), "device": telling.device_url(row, language)}
    return _page(request, "queues/citizen/ticket.html", row, link=link, **more)


@public_page
@require_safe
def state(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The part of the page that changes, or 304: after one read while nothing happened at the place, else compared."""
    now = timezone.now()
    row = access.get_for_citizen(number, secret)
    pulse = tag_of(row.site.pulse, int(now.timestamp()) // MINUTE, get_language()).strip('"')
    known = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
    if known.startswith(f"{pulse}."):
        return tagged(HttpResponseNotModified(), f'"{known}"')
    view = queries.ticket_view(row, now)
    shown = (row.state, row.line_id, row.called_at, view.ahead, view.range, view.reason, view.counter_number)
    content = tag_of(*shown, view.leave_now, len(view.wishes), get_language()).strip('"')
    tag = f'"{pulse}.{content}"'
    if known.endswith(f".{content}"):
        return tagged(HttpResponseNotModified(), tag)
    context = {"ticket": row, "view": view, "place": row.site.organisation, "now": now}
    return tagged(render(request, "queues/citizen/ticket_state.html", context), tag)


@public_page
@never_cache
def leave(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """Ask once more before the number is given up."""
    row = access.get_for_citizen(number, secret)
    if states.next_state(row.state, states.LEAVE) is None:
        return redirect("queues:ticket", number, secret)
    if request.method == "POST":
        try:
            actions.leave(actor=request.citizen, ticket=row, secret=secret, now=timezone.now())
            messages.success(request, gettext("Anda sudah keluar dari antrean. Terima kasih sudah memberi tahu."))
        except actions.ActionRefused as refused:
            messages.error(request, str(refused))
        return redirect("queues:ticket", number, secret)
    return _page(request, "queues/citizen/leave.html", row)


@public_page
@never_cache
@require_safe
def paper(request: CitizenRequest, number: str, secret: str) -> HttpResponse:
    """The number on paper, for somebody who prints it at home or keeps it as a file."""
    row = access.get_for_citizen(number, secret)
    link = settings.PUBLIC_URL + telling.path_of(row, get_language() or settings.LANGUAGE_CODE)
    qr = segno.make(link, error="m").svg_data_uri(scale=6, border=2)
    return _page(request, "queues/citizen/paper.html", row, qr=qr, link=link)


@public_page
@never_cache
@require_safe
def letter_file(request: CitizenRequest, number: str, secret: str, file: UUID) -> HttpResponseBase:
    """A file of an own letter on the ticket; 404 for any other, 410 when its bytes are gone."""
    return correspondence.handed_out(request, access.get_for_citizen(number, secret).reference, file)


def _page(request: CitizenRequest, template: str, row: Ticket, **more: Any) -> HttpResponse:
    now = timezone.now()
    context = {
        "ticket": row,
        "view": queries.ticket_view(row, now),
        "place": row.site.organisation,
        "now": now,
        **more,
    }
    answer = render(request, template, context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
