"""By the own link: what became of one contribution."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from melayani.foundation.people import CitizenRequest, public_page
from melayani.voice.consultations import access, queries


@public_page
@never_cache
@require_safe
def own(request: CitizenRequest, token: str) -> HttpResponse:
    """Whether it shows, and once the result is published what the office answered and promised because of it."""
    said = access.find_contribution(token)
    held = said.consultation
    if held.announced_at is None:
        raise Http404
    context = {"said": said, "row": held, "fate": queries.fate_of(said, today=held.today(timezone.now()))}
    return render(request, "consultations/citizen/own.html", context)
