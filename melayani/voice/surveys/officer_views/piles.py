"""Paper forms typed by keys, one after the other on one page; the last one can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.views.decorators.http import require_http_methods

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access, actions, queries, rules
from melayani.voice.surveys.forms import PaperForm
from melayani.voice.surveys.keys import BadLine, read_line
from melayani.voice.surveys.models import Response

POINTS_SHOWN = 100
UNDO = "batal"
# Which form was the last one stands in the officer's browser only, signed, for a quarter of an hour: were it kept
# here, it would join the answer to the case whose number was typed with it.
COOKIE, SALT, KEPT = "survei-ketik", "surveys.paper", 15 * 60


@officer_page(roles=access.COLLECTS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: OfficerRequest, slug: str) -> HttpResponse:
    """Type one paper form after the other: a line of keys and Enter. What is the same for the pile stays.

    The word UNDO in place of the keys, or the button of that name, takes the last one back.
    """
    unit = access.get_unit_for_collector(request.officer, slug)
    now = timezone.now()
    if request.method == "POST" and (UNDO in request.POST or request.POST.get("line", "").strip().lower() == UNDO):
        return _undo(request, unit, now)
    today = now.astimezone(unit.zone).date()
    lists: dict[str, Any] = {
        "services": queries.services_at(unit),
        "points": [point for point in access.points_of(unit)[:POINTS_SHOWN] if point.closed_at is None],
    }
    stays = {key: request.GET[key] for key in ("service", "day", "point") if request.GET.get(key)}
    form = PaperForm(request.POST or None, initial={"day": today.isoformat(), **stays}, **lists)
    questionnaire = queries.instrument_for(unit, today)
    if request.method == "POST" and form.is_valid():
        questionnaire = queries.instrument_for(unit, form.cleaned_data["day"])
        taken = _take_paper(request, unit, form, questionnaire, now)
        if taken is not None:
            response = redirect(_next_paper(request.POST, slug, _count(request) + 1, taken.is_complete))
            return _remember(response, unit, taken, form.cleaned_data["number"])
    context = {
        "unit": unit,
        "form": form,
        "questionnaire": questionnaire,
        "typed": _count(request),
        "last": request.GET.get("lengkap", ""),
        "can_undo": _last(request, unit) is not None,
        "undo": UNDO,
    }
    return render(request, "surveys/officer/paper.html", context, status=422 if form.errors else 200)


def _take_paper(
    request: OfficerRequest, unit: Organisation, form: PaperForm, questionnaire: rules.Instrument, now: datetime
) -> Response | None:
    """The answer that was kept; None when it was refused, and the form says why."""
    given = form.cleaned_data
    try:
        scores, traits = read_line(given["line"], questionnaire)
        return actions.enter_paper(
            actor=request.officer,
            organisation=unit,
            service=given["service"],
            day=given["day"],
            scores=scores,
            traits=traits,
            comment=given["comment"],
            point=given["point"],
            number=given["number"].strip().upper(),
            now=now,
        )
    except BadLine as wrong:
        form.add_error("line", str(wrong))
    except (actions.TypingRefused, actions.SurveyRefused) as refusal:
        form.add_error(None, str(refusal))
    return None


def _next_paper(posted: QueryDict, slug: str, typed: int, complete: bool) -> str:
    query = QueryDict(mutable=True)
    query.update({key: str(posted[key]) for key in ("service", "day", "point") if posted.get(key)})
    query.update({"ke": str(typed), "lengkap": "ya" if complete else "tidak"})
    return f"{reverse('surveys_office:paper', args=[slug])}?{query.urlencode()}"


def _count(request: OfficerRequest) -> int:
    text = request.GET.get("ke", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0


def _remember(response: HttpResponse, unit: Organisation, answer: Response, number: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        signing.dumps([unit.pk, str(answer.pk), number.strip().upper()], salt=SALT),
        max_age=KEPT,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _last(request: OfficerRequest, unit: Organisation) -> tuple[UUID, str] | None:
    """The answer that was typed last in this browser for the unit, with its number."""
    try:
        place, answer, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError):
        return None
    return (UUID(answer), number) if place == unit.pk else None


def _undo(request: OfficerRequest, unit: Organisation, now: datetime) -> HttpResponse:
    last = _last(request, unit)
    typed = _count(request)
    if last is None:
        messages.error(request, "Tidak ada formulir yang baru Anda ketik untuk unit ini.")
    else:
        try:
            day = actions.undo_paper(actor=request.officer, organisation=unit, answer=last[0], number=last[1], now=now)
        except actions.TypingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            typed = max(typed - 1, 0)
            messages.success(request, f"Formulir terakhir, dari {formats.date_format(day, 'j F Y')}, dibatalkan.")
    response = redirect(_next_paper(request.POST, unit.slug, typed, complete=True))
    response.delete_cookie(COOKIE, samesite="Strict")
    return response
