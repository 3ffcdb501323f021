"""The history of a standard, its sheet, and the pledge of a unit."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.portal.composing import standards as composed
from melayani.foundation.attachments import queries as attachments
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.ui.papers import sheet


@public_page
@require_safe
def standard_history(request: CitizenRequest, slug: str) -> HttpResponse:
    """Every published version: what changed and what caused it."""
    page = composed.history_page(slug)
    if page is None:
        raise Http404
    return render(request, "portal/standard_history.html", {"page": page})


@public_page
@require_safe
def standard_sheet(request: CitizenRequest, slug: str) -> HttpResponse:
    """The standard in force as a sheet to print (PDF)."""
    standard = composed.sheet_of(slug)
    if standard is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):  # the standard itself is in Indonesian
        address = settings.PUBLIC_URL + reverse("portal:service", args=[slug])
        content = catalogue.standard_pdf(standard, address=address, now=timezone.now())
    return sheet(content, f"standar-{slug[:80]}-v{standard.version}.pdf", inline=True)


@public_page
@require_safe
def pledge(request: CitizenRequest, slug: str) -> HttpResponse:
    page = composed.pledge_page(slug)
    if page is None:
        raise Http404
    return render(request, "portal/pledge.html", {"page": page})


@public_page
@require_safe
def pledge_sheet(request: CitizenRequest, slug: str) -> HttpResponseBase:
    """The signed sheet of the pledge, as it was issued."""
    page = composed.pledge_page(slug)
    if page is None:
        raise Http404
    return attachments.download(request, page.pledge.document.attachment, inline=True)
