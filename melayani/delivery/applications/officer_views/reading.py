"""The list of cases, one case, and its files."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from melayani.delivery.applications import access, office
from melayani.delivery.applications.officer_views.page import render_case
from melayani.foundation.attachments import queries as files
from melayani.foundation.people import OfficerRequest, officer_page


@require_safe
@officer_page(roles=access.DESK_ROLES)
def listing(request: OfficerRequest) -> HttpResponse:
    """All cases of my units, newest first, by state and service; paged."""
    found = office.listing(request.officer, state=request.GET.get("status", ""), page=request.GET.get("page", "1"))
    return render(
        request,
        "applications/officer/list.html",
        {"found": found, "may_file": not access.FRONT.isdisjoint(request.officer.roles)},
    )


@require_safe
@officer_page(roles=access.DESK_ROLES)
def case(request: OfficerRequest, number: str) -> HttpResponse:
    """What the citizen gave against what the standard asks; the clock, the actions, the history."""
    return render_case(request, access.get_for_officer(request.officer, number))


@require_safe
@officer_page(roles=access.DESK_ROLES)
def download(request: OfficerRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file of the case: one given by the citizen, or its result; 410 when its bytes are gone."""
    application = access.get_for_officer(request.officer, number)
    attachment = office.file_of(application, file)
    if attachment is None:
        raise Http404
    return files.download(request, attachment, inline="unduh" not in request.GET)
