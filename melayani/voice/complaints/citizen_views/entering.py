"""The way in: what to expect, drafts of this session, and a report by its number and paper code."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.voice.complaints import access, drafts, public_pages, words
from melayani.voice.complaints.forms.following import FindForm

TRIES_PER_NUMBER, TRIES_PER_ADDRESS, WINDOW = 10, 200, timedelta(hours=1)


@public_page
@never_cache
def index(request: CitizenRequest) -> HttpResponse:
    """What a report leads to and by when, two ways to begin, and the way back to one's own report."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            _slow_down(request, number)
            found = access.find_by_paper_code(number, code)
            if found is not None:
                return redirect("complaints:case", found.number, found.secret)
            form.add_error("code", gettext("Nomor dan kode ini tidak cocok. Periksa catatan Anda."))
        except people.TooMany as error:
            form.add_error(None, str(error))
    now, today = timezone.now(), timezone.localdate()
    context = {
        "form": form,
        "drafts": drafts.open_of(request.citizen.token, now),
        "clocks": words.expectations(today),
        "silence": words.silence(today),
        "figures": public_pages.headlines(now),
        "latest": public_pages.latest(),
        "state_words": words.PUBLIC,
    }
    return render(request, "complaints/citizen/index.html", context)


def _slow_down(request: CitizenRequest, number: str) -> None:
    """A paper code is short: ten tries an hour for one number, two hundred for one (shared) address.

    However the number is written, it counts as one; who is stopped by the address does not use up a number's tries.
    """
    now = timezone.now()
    people.throttle(
        scope="complaint.paper.address", key=network_of(request), limit=TRIES_PER_ADDRESS, window=WINDOW, now=now
    )
    if key := read_number(number):
        people.throttle(scope="complaint.paper.number", key=key, limit=TRIES_PER_NUMBER, window=WINDOW, now=now)
