"""The way in: drafts of this session, and a case by its number and paper code."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.delivery.applications import access, queries
from melayani.delivery.applications.forms import FindForm
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people

TRIES_PER_NUMBER, WINDOW = 10, timedelta(hours=1)


@public_page
@never_cache
def index(request: CitizenRequest) -> HttpResponse:
    """Continue a draft, or open a case with the code from the paper receipt."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            _slow_down(request, number)
            found = access.find_by_paper_code(number, code)
            if found is not None:
                return redirect("applications:case", found.number, found.secret)
            form.add_error("code", gettext("Nomor dan kode ini tidak cocok. Periksa tanda terima Anda."))
        except people.TooMany as error:
            form.add_error(None, str(error))
    open_drafts = queries.drafts_of(request.citizen.token, timezone.now())
    return render(request, "applications/citizen/index.html", {"form": form, "drafts": open_drafts})


def _slow_down(request: CitizenRequest, number: str) -> None:
    """A paper code is short: ten tries an hour for one number, and as many for an address as people may share it.

    However the number is written, it counts as one; who is stopped by the address does not use up a number's tries.
    """
    now = timezone.now()
    most = settings.PEOPLE_PER_ADDRESS
    people.throttle(scope="paper.address", key=network_of(request), limit=most, window=WINDOW, now=now)
    if key := read_number(number):
        people.throttle(scope="paper.number", key=key, limit=TRIES_PER_NUMBER, window=WINDOW, now=now)
