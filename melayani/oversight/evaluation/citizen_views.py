"""F-03 for users: the questions on one page, without a name and without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.people.actions import TooMany
from melayani.oversight.evaluation import access, actions, states
from melayani.oversight.evaluation.forms import UserForm
from melayani.oversight.evaluation.models import Assessment

COOKIE, SALT = "penilaian-unit", "evaluation.users"
ONCE = 180 * 24 * 60 * 60  # seconds: one answer per browser and evaluation; the cookie knows only which unit


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: CitizenRequest, token: str) -> HttpResponse:
    """The questions about the unit behind this address, or why there are none now."""
    row = access.find_by_token(token)
    if request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=ONCE) == str(row.pk):
        return _closed(request, _("Anda sudah menilai kantor ini dari perangkat ini. Terima kasih."))
    if not (row.campaign.is_running and row.state in {states.FILLING, *states.SCORING}):
        return _closed(request, _("Penilaian ini sudah ditutup. Terima kasih atas kesediaan Anda."))
    form = UserForm(request.POST if request.method == "POST" else None, instrument=row.instrument)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_as_user(assessment=row, answers=form.answers(), now=timezone.now())
        except (actions.AnswersRefused, TooMany) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _thanked(row)
    context = {"form": form, "unit": row.unit}
    return render(request, "evaluation/citizen/answer.html", context, status=422 if form.errors else 200)


@public_page
@require_safe
def thanks(request: CitizenRequest) -> HttpResponse:
    return render(request, "evaluation/citizen/thanks.html", {})


def _thanked(row: Assessment) -> HttpResponse:
    response = redirect("evaluation:thanks")
    response.set_signed_cookie(
        COOKIE,
        str(row.pk),
        salt=SALT,
        max_age=ONCE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _closed(request: CitizenRequest, words: str) -> HttpResponse:
    return render(request, "evaluation/citizen/closed.html", {"words": words}, status=410)
