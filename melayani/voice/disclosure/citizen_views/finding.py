"""The way in: what public information is, the list, what is excluded, and a request by its paper code."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.voice.disclosure import access, drafts
from melayani.voice.disclosure.composing import figures, listing
from melayani.voice.disclosure.forms import FindForm
from melayani.voice.disclosure.rules import law

TRIES_PER_NUMBER, TRIES_PER_ADDRESS, WINDOW = 10, 200, timedelta(hours=1)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: CitizenRequest) -> HttpResponse:
    """What public information is; open a request with the code from the paper receipt."""
    now = timezone.now()
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            _slow_down(request, number)
            found = access.find_by_paper_code(number, code)
            if found is not None:
                return redirect("disclosure:case", found.number, found.secret)
            form.add_error("code", gettext("Nomor dan kode ini tidak cocok. Periksa tanda terima Anda."))
        except people.TooMany as error:
            form.add_error(None, str(error))
    stages = law.stages(timezone.localdate(now))
    context = {
        "form": form,
        "drafts": drafts.of_session(request.citizen.token, now),
        "categories": listing.category_cards(),
        "figures": figures.of_year(None, now.year, now),
        "answer_days": stages[law.REQUEST].amount,
        "extension_days": stages[law.EXTENSION].amount,
        "objection_days": stages[law.OBJECTION_WINDOW].amount,
    }
    return render(request, "disclosure/citizen/index.html", context)


@public_page
@require_safe
def entries(request: CitizenRequest) -> HttpResponse:
    """The public list by category, office and words; paged."""
    asked = listing.Asked(
        q=_typed(request, "q", 120), category=_typed(request, "jenis", 20), unit=_typed(request, "instansi", 80)
    )
    context = {
        "asked": asked,
        "page": listing.entries_page(asked, page=request.GET.get("page", "1")),
        "categories": listing.categories(),
        "labels": dict(listing.categories()),
        "tones": listing.TONES,
        "units": listing.units_with_entries(),
    }
    return render(request, "disclosure/citizen/list.html", context)


@public_page
@require_safe
def entry(request: CitizenRequest, pk: int) -> HttpResponse:
    """One entry with the fields of the regulation and its files."""
    page = listing.entry_page(pk)
    return render(request, "disclosure/citizen/entry.html", {"page": page, "entry": page.entry})


@public_page
@require_safe
def entry_file(request: CitizenRequest, pk: int, file_id: UUID) -> HttpResponseBase:
    """A file of a published entry; 410 when its bytes are gone."""
    return download(request, listing.public_file(pk, file_id))


@public_page
@require_safe
def excluded(request: CitizenRequest) -> HttpResponse:
    """What is not opened: its test, the law, how long."""
    page = listing.exclusions_page(page=request.GET.get("page", "1"), now=timezone.now())
    return render(request, "disclosure/citizen/excluded.html", {"page": page})


def _typed(request: CitizenRequest, name: str, most: int) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:most].strip()


def _slow_down(request: CitizenRequest, number: str) -> None:
    """A paper code is short: ten tries an hour for one number, two hundred for one (shared) address."""
    now = timezone.now()
    people.throttle(
        scope="information.address", key=network_of(request), limit=TRIES_PER_ADDRESS, window=WINDOW, now=now
    )
    if key := read_number(number):
        people.throttle(scope="information.number", key=key, limit=TRIES_PER_NUMBER, window=WINDOW, now=now)
