"""Pages about the platform itself."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from melayani.entrances.portal import readings
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.organisations.queries import is_demonstration
from melayani.foundation.people import CitizenRequest, public_page

MESSAGES = 25


@public_page
def privacy(request: CitizenRequest) -> HttpResponse:
    """Which personal data, why, on what basis, and how to have it deleted."""
    clocks = {"days": settings.ERASURE_ANSWER_DAYS, "keep": settings.ERASURE_KEEP_DAYS}
    return render(request, "portal/privacy.html", {**readings.privacy(), **clocks})


@public_page
def accessibility(request: CitizenRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public_page
def demo_messages(request: CitizenRequest) -> HttpResponse:
    """What would have been sent. Exists only in a demonstration database: elsewhere messages are private."""
    if not is_demonstration():
        raise Http404
    asked = request.GET.get("sebelum", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    rows = messaging.recent(limit=MESSAGES + 1, before=before)
    older = rows[MESSAGES - 1].pk if len(rows) > MESSAGES else None
    return render(request, "portal/demo_messages.html", {"messages_sent": rows[:MESSAGES], "older": older})
