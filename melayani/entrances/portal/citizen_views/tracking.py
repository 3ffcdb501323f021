"""One field for every number. Reading a number is counted per address, so that numbers cannot be tried out."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.applications import queries as applications
from melayani.delivery.appointments import queries as appointments
from melayani.entrances.portal.composing.information import tracked
from melayani.entrances.portal.composing.queues import tracked_ticket
from melayani.entrances.portal.composing.reports import tracked_report
from melayani.entrances.portal.forms import TrackForm
from melayani.foundation.numbers.rules import KINDS
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people.actions import TooMany, throttle
from melayani.voice.consultations import queries as consultations

INFORMATION = frozenset({"information_request", "information_objection"})
LIMIT, WINDOW = 200, timedelta(hours=1)  # generous: a village office or a school may share one address


@public_page
def track(request: CitizenRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/track.html", {"form": TrackForm(initial={"nomor": _prefilled(request)})})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/track.html", {"form": form})
    try:
        throttle(scope="portal.track", key=network_of(request), limit=LIMIT, window=WINDOW, now=timezone.now())
    except TooMany as refused:
        form.add_error(None, str(refused))
        answer = render(request, "portal/track.html", {"form": form}, status=429)
        answer["Retry-After"] = str(refused.retry_after)
        return answer
    return _found(request, form, form.cleaned_data["nomor"])


def _found(request: CitizenRequest, form: TrackForm, number: str) -> HttpResponse:
    kind = KINDS[number[:3]]
    if kind in ("document", "certificate"):
        return redirect("documents:verified", number)
    if kind == "consultation" and consultations.public_by_number(number):
        return redirect("consultations:page", number)
    if kind == "booking" and (draw := appointments.draw_of(number)):
        return redirect(f"{reverse('appointments:draw', args=[draw])}?nomor={number}")
    context = {
        "form": form,
        "number": number,
        "state": applications.public_state(number) if kind == "application" else None,
        "information": tracked(number) if kind in INFORMATION else None,
        "visit": appointments.public_state(number) if kind == "booking" else None,
        "report": tracked_report(number) if kind == "complaint" else None,
        "tracked": tracked_ticket(number) if kind == "ticket" else None,
        "asked": True,
    }
    return render(request, "portal/track.html", context)


def _prefilled(request: CitizenRequest) -> str:
    return request.GET.get("nomor", "")[:40]
