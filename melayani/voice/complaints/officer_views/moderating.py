"""What waits for moderation: verified reports that may be public and are not yet, oldest first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.complaints import access, desk, states
from melayani.voice.complaints.officer_views.sections import sections


@require_safe
@officer_page(roles=access.ROLES[states.PUBLISH])
def moderation(request: OfficerRequest) -> HttpResponse:
    """Reports to publish or to withhold; with `?tayang` those that are published, newest first."""
    shown = "tayang" in request.GET
    context = {
        "page": desk.to_moderate(request.officer, shown=shown, page=request.GET.get("page", "1")),
        "shown": shown,
        "sections": sections(request.officer),
        "now": timezone.now(),
    }
    return render(request, "complaints/officer/moderation.html", context)
