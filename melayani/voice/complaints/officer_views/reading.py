"""One case, its files, and its extract for the Ombudsman."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.attachments import queries as files
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.voice.complaints import access, casework, papers
from melayani.voice.complaints.officer_views.page import render_case


@require_safe
@officer_page(roles=access.READS)
def case(request: OfficerRequest, number: str) -> HttpResponse:
    """What the reporter said, what was said since, the clock, what can be done now and what not yet."""
    return render_case(request, access.get_for_officer(request.officer, number))


@require_safe
@officer_page(roles=access.READS)
def download(request: OfficerRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file of the case or of something said on it; 410 when its bytes are gone."""
    attachment = casework.file_of(access.get_for_officer(request.officer, number), file)
    if attachment is None:
        raise Http404
    return files.download(request, attachment, inline="unduh" not in request.GET)


@require_safe
@officer_page(roles=access.READS)
def ombudsman(request: OfficerRequest, number: str) -> HttpResponse:
    """The extract for the Ombudsman as PDF; of an anonymous reporter it names nobody."""
    row = access.get_for_officer(request.officer, number)
    paper = papers.extract(row, now=timezone.now(), shown_to=request.officer)
    return sheet(paper, f"ringkasan-{row.number}.pdf", inline=True)
