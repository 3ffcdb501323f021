"""The desk, one case, its files and letters."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.voice.disclosure import access, receipts
from melayani.voice.disclosure.composing import desk as desks
from melayani.voice.disclosure.composing import office_case
from melayani.voice.disclosure.officer_views.page import render_case

ALL = access.READERS | access.FRONT


@require_safe
@officer_page(roles=ALL)
def desk(request: OfficerRequest) -> HttpResponse:
    """What is owed, by due date: requests, or objections."""
    now = timezone.now()
    stage = desks.OBJECTIONS if request.GET.get("tahap") == desks.OBJECTIONS else desks.REQUESTS
    mine = "saya" in request.GET
    found = desks.desk(request.officer, stage=stage, mine=mine, page=request.GET.get("page", "1"), now=now)
    context = {
        "desk": found,
        "stage": stage,
        "mine": mine,
        "now": now,
        "zone": request.officer.organisations[0] if request.officer.organisations else "Asia/Jakarta",
        "may_file": not access.FRONT.isdisjoint(request.officer.roles),
        "reads": not access.READERS.isdisjoint(request.officer.roles),
    }
    return render(request, "disclosure/officer/desk.html", context)


@require_safe
@officer_page(roles=ALL)
def case(request: OfficerRequest, number: str) -> HttpResponse:
    """What was asked, the clock, what may be done, what happened."""
    return render_case(request, number)


@require_safe
@officer_page(roles=ALL)
def file(request: OfficerRequest, number: str, file: UUID) -> HttpResponseBase:
    """Any file of the request; 410 when its bytes are gone."""
    attachment = office_case.office_file(request.officer, number, file)
    return download(request, attachment, inline="unduh" not in request.GET)


@require_safe
@officer_page(roles=ALL)
def redactions(request: OfficerRequest, number: str) -> HttpResponse:
    """The list of what was blacked out in the files of the last notice; 404 when nothing was."""
    row = access.get_for_officer(request.officer, number)
    found = receipts.redaction_list(row, for_office=True)
    if found is None:
        raise Http404
    return sheet(found, f"bagian-dihitamkan-{row.number}.pdf")


@require_safe
@officer_page(roles=ALL)
def letter(request: OfficerRequest, number: str, letter: str) -> HttpResponseBase:
    """A letter of the request as PDF."""
    return download(request, office_case.office_letter(request.officer, number, letter), inline=True)
