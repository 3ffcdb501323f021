"""The questionnaire behind a counter's code: for anybody who was just served, without an invitation."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from melayani.delivery.catalogue.models import Service
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.people.actions import TooMany
from melayani.voice.surveys import access, actions, queries
from melayani.voice.surveys.forms import SurveyForm
from melayani.voice.surveys.models import Point, PointKind

COOKIE, SALT = "survei-loket", "surveys.point"
ONCE = 12 * 60 * 60  # seconds: one answer per browser, counter and day; the cookie knows only which counter


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: CitizenRequest, token: str) -> HttpResponse:
    """Choose the service unless the code is about one, then the questions on one page."""
    place = access.find_point(token, PointKind.QR)
    now = timezone.now()
    if _mark(place, now) == request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=ONCE):
        return _already(request)
    service = place.service or _chosen(place, request.GET.get("layanan", ""))
    if service is None:
        services = queries.services_at(place.organisation)
        return render(request, "surveys/citizen/choose.html", {"point": place, "services": services})
    instrument = queries.instrument_for(place.organisation, now.astimezone(place.organisation.zone).date())
    form = SurveyForm(request.POST if request.method == "POST" else None, instrument=instrument)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_at_point(
                point=place,
                service=service,
                scores=form.scores(),
                comment=form.cleaned_data["comment"],
                traits=form.traits(),
                complete=not form.incomplete,
                now=now,
            )
        except (actions.SurveyRefused, TooMany) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _answered(place, now)
    context = {"form": form, "service": service, "unit": place.organisation}
    return render(request, "surveys/citizen/answer.html", context, status=422 if form.is_bound else 200)


def _answered(place: Point, now: datetime) -> HttpResponse:
    response = redirect("surveys:thanks")
    response.set_signed_cookie(
        COOKIE,
        _mark(place, now),
        salt=SALT,
        max_age=ONCE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _mark(place: Point, now: datetime) -> str:
    return f"{place.pk}.{now.astimezone(place.organisation.zone):%Y-%m-%d}"


def _already(request: CitizenRequest) -> HttpResponse:
    title = _("Survei ini sudah diisi")
    words = _("Anda sudah menilai loket ini hari ini dari perangkat ini. Terima kasih.")
    return render(request, "surveys/citizen/closed.html", {"title": title, "words": words}, status=410)


def _chosen(place: Point, slug: str) -> Service | None:
    return next((one for one in queries.services_at(place.organisation) if one.slug == slug), None) if slug else None
