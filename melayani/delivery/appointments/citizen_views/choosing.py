"""Choose service and unit, day and time; the time is held at once for ten minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from melayani.delivery.appointments import actions, holds, offers, queries, rules
from melayani.delivery.appointments.forms import PartyForm
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.concerns import concern

HOLDS_PER_ADDRESS = 300  # an hour; many people may share one address


@public_page
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """What may be visited by appointment, found by words."""
    words, unit = request.GET.get("q", "")[:100], request.GET.get("instansi", "")[:80]
    page, day = request.GET.get("page", "1"), timezone.localdate()
    found = queries.offers_for_citizens(words=words, unit=unit, page=page, day=day)
    return render(request, "appointments/citizen/index.html", {"found": found, "words": words, "unit": unit})


@public_page
@never_cache
def days(request: CitizenRequest, service: str, unit: str) -> HttpResponse:
    """Days with free places; the times of the chosen day; the button holds the time."""
    terms = demand_terms(service, unit)
    if request.method == "POST":
        held = _hold(request, terms)
        if held is not None:
            return redirect("appointments:fill", held)
    concern(request, service=terms.offer.service, organisation=terms.offer.organisation)
    return render(request, "appointments/citizen/days.html", choice(request, terms, timezone.now()))


def demand_terms(service: str, unit: str) -> offers.Terms:
    terms = queries.offer_of(service, unit)
    if terms is None:
        raise Http404
    return terms


def choice(
    request: CitizenRequest,
    terms: offers.Terms,
    now: datetime,
    *,
    without: int = 0,
    party: int = 0,
    urgent: bool = False,
) -> dict[str, Any]:
    """What a page needs for choosing a day and a time; four queries. `party` is fixed where a booking is changed."""
    form = PartyForm(request.POST if request.method == "POST" else request.GET, most=terms.offer.party_max)
    typed = form.cleaned_data if form.is_valid() else {}
    size = party or int(typed.get("jumlah") or 1)
    priority = urgent or bool(typed.get("prioritas"))
    found = queries.free_days(terms, now=now, party_size=size, priority=priority, without=without)
    day = _day(request, found)
    times = queries.free_times(terms, day, now=now, priority=priority, without=without) if day else []
    today = now.astimezone(terms.offer.organisation.zone).date()
    return {
        "terms": terms,
        "service": terms.offer.service,
        "unit": terms.offer.organisation,
        "form": form,
        "size": size,
        "priority": priority,
        "weeks": weeks(found, today),
        "day": day,
        "times": times,
        "any_free": any(one.times for one in found),
        "releases": [(one, one.rule.next_opening(now)) for one in queries.releases_of(terms.offer.organisation, today)],
        "query": f"jumlah={size}" + ("&prioritas=on" if priority else ""),
        "now": now,
    }


@dataclass(frozen=True)
class Cell:
    """One day of the calendar; `choice` is None where nobody can be received."""

    day: date
    choice: queries.DayChoice | None

    @property
    def free(self) -> bool:
        return self.choice is not None and self.choice.times > 0


def weeks(found: Sequence[queries.DayChoice], today: date) -> list[list[Cell]]:
    """Whole weeks from this one to the last day with places."""
    by_day = {one.day: one for one in found}
    first = today - timedelta(days=today.weekday())
    last = max(by_day, default=today)
    count = (last - first).days // 7 + 1
    return [
        [Cell(day, by_day.get(day)) for day in (first + timedelta(days=7 * week + number) for number in range(7))]
        for week in range(count)
    ]


def _day(request: CitizenRequest, found: Sequence[queries.DayChoice]) -> date | None:
    """The day asked for, else the first with room for the party."""
    try:
        asked = date.fromisoformat(request.GET.get("hari", ""))
    except ValueError:
        asked = None
    known = {one.day for one in found}
    if asked in known:
        return asked
    return next((one.day for one in found if one.times), None)


def _hold(request: CitizenRequest, terms: offers.Terms) -> str | None:
    """Hold the chosen time; the number of the hold, or None when a message says why not."""
    form = PartyForm(request.POST, most=terms.offer.party_max)
    try:
        people.throttle(
            scope="visit.hold",
            key=network_of(request),
            limit=HOLDS_PER_ADDRESS,
            window=timedelta(hours=1),
            now=timezone.now(),
        )
        if not form.is_valid():
            raise rules.ActionRefused(gettext("Pilih jumlah orang dari daftar."))
        return holds.hold(
            token=request.citizen.token,
            terms=terms,
            slot_id=slot_of(request),
            party_size=form.cleaned_data["jumlah"] or 1,
            priority=form.cleaned_data["prioritas"],
            now=timezone.now(),
        ).number
    except (actions.ActionRefused, actions.InputRefused, people.TooMany) as error:
        messages.error(request, str(error))
    except actions.Busy:
        messages.error(request, gettext("Banyak orang memesan waktu ini sekarang. Tunggu sebentar, lalu coba lagi."))
    return None


def slot_of(request: CitizenRequest) -> int:
    """The slot that was pressed; what is no number is no slot."""
    typed = request.POST.get("slot", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 15):
        raise rules.ActionRefused(gettext("Pilih salah satu waktu."))
    return int(typed)
