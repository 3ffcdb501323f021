"""The kiosk: large buttons, one question per screen, back to the start by itself. Nothing is kept between screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from melayani.delivery.catalogue.models import Service
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.people.actions import TooMany
from melayani.voice.surveys import access, actions, queries, rules
from melayani.voice.surveys.models import Point, PointKind
from melayani.voice.surveys.queries import words_of

IDLE, SEEN = 60, 8  # seconds until the start comes back: from a question, from the thanks


@dataclass(frozen=True)
class Screen:
    """One question: what was answered before it travels along in the form."""

    number: int
    total: int
    words: str
    key: str
    choices: list[tuple[int, str]]
    given: dict[str, int]


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: CitizenRequest, token: str) -> HttpResponse:
    """The start asks for the service; each press leads to the next question; the last one keeps the answer."""
    place = access.find_point(token, PointKind.KIOSK)
    if request.method != "POST":
        return _start(request, place)
    now = timezone.now()
    service = place.service or _service(place, request.POST.get("layanan", ""))
    if service is None:
        return _start(request, place)
    instrument = queries.instrument_for(place.organisation, now.astimezone(place.organisation.zone).date())
    given = _given(request, instrument)
    if "kembali" in request.POST and given:
        given.popitem()
    if len(given) < len(instrument.questions):
        return _question(request, place, service, instrument, given)
    return _finish(request, place, service, given, now)


def _start(request: CitizenRequest, place: Point) -> HttpResponse:
    """The first screen, or the thanks after an answer, which give way to it."""
    done = request.GET.get("selesai", "") == "1"
    services = [place.service] if place.service else queries.services_at(place.organisation)
    context = {"point": place, "services": services, "done": done}
    response = render(request, "surveys/citizen/kiosk_start.html", context)
    return _returning(response, place, SEEN) if done else response


def _question(
    request: CitizenRequest, place: Point, service: Service, instrument: rules.Instrument, given: dict[str, int]
) -> HttpResponse:
    question = instrument.asked[len(given)]
    screen = Screen(
        number=len(given) + 1,
        total=len(instrument.questions),
        words=words_of(question, instrument, "id"),
        key=question.key,
        choices=instrument.choices(question, "id"),
        given=given,
    )
    context = {"point": place, "service": service, "screen": screen}
    return _returning(render(request, "surveys/citizen/kiosk_question.html", context), place, IDLE)


def _finish(
    request: CitizenRequest, place: Point, service: Service, given: dict[str, int], now: datetime
) -> HttpResponse:
    try:
        actions.answer_at_point(point=place, service=service, scores=given, now=now)
    except (actions.SurveyRefused, TooMany) as refusal:
        context = {"point": place, "services": [], "done": False, "refusal": str(refusal)}
        response = render(request, "surveys/citizen/kiosk_start.html", context, status=429)
        return _returning(response, place, SEEN)
    return redirect(reverse("surveys:kiosk", args=[place.token]) + "?selesai=1")


def _given(request: CitizenRequest, instrument: rules.Instrument) -> dict[str, int]:
    """The answers so far in the order asked, up to the first question without one."""
    given: dict[str, int] = {}
    for question in instrument.asked:
        text = request.POST.get(f"j-{question.key}", "")
        if text not in ("1", "2", "3", "4"):
            break
        given[question.key] = int(text)
    return given


def _service(place: Point, slug: str) -> Service | None:
    return next((one for one in queries.services_at(place.organisation) if one.slug == slug), None)


def _returning(response: HttpResponse, place: Point, seconds: int) -> HttpResponse:
    """Let the browser go back to the start by itself, also without a script."""
    response["Refresh"] = f"{seconds}; url={reverse('surveys:kiosk', args=[place.token])}"
    return response
