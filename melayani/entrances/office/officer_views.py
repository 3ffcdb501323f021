"""The desk, the search and the record: what officers see across modules."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.applications import access as applications_access
from melayani.delivery.applications import queries as applications
from melayani.entrances.office import queries
from melayani.entrances.office.finding import page_of
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.disclosure import access as disclosure_access

SEARCHERS = applications_access.DESK_ROLES | disclosure_access.READERS | disclosure_access.FRONT


@require_safe
@officer_page
def desk(request: OfficerRequest) -> HttpResponse:
    """My work by due date: late, today, next, and what waits for the citizen."""
    now = timezone.now()
    mine = "saya" in request.GET
    filters = applications.DeskFilters(
        mine=request.officer.person_id if mine else None, service=_number(request.GET.get("layanan", ""))
    )
    context = {
        "desk": applications.desk(request.officer, filters, now, page=_number(request.GET.get("page", "")) or 1),
        "counts": applications.rail_counts(request.officer, now),
        "services": applications.services_with_cases(request.officer),
        "service": filters.service,
        "mine": mine,
        "may_file": not applications_access.FRONT.isdisjoint(request.officer.roles),
        "now": now,
        "zone": request.officer.organisations[0] if request.officer.organisations else "Asia/Jakarta",
    }
    return render(request, "office/desk.html", context)


@require_POST
@officer_page(roles=SEARCHERS)
def search(request: OfficerRequest) -> HttpResponse:
    """Find cases by number or by a whole NIK. POST, so that a NIK stands in no address and no log."""
    typed = request.POST.get("q", "")[:64]
    if page := page_of(request.officer, typed):
        return redirect(page)
    found = applications.search(request.officer, typed)
    if len(found) == 1:
        return redirect("applications_office:case", number=found[0].number)
    context = {"found": found, "typed": typed, "now": timezone.now()}
    return render(request, "office/search.html", context, status=200 if found else 404)


@require_safe
@officer_page(roles=queries.READERS_OF_HISTORY)
def history(request: OfficerRequest) -> HttpResponse:
    """The record of my units: who did what, and who opened personal data and why."""
    kind = request.GET.get("jenis", "")
    page = queries.history_page(request.officer, kind=kind, before=request.GET.get("sebelum", ""))
    return render(request, "office/history.html", {"page": page, "kind": kind})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
