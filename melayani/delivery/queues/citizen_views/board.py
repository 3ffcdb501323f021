"""Queues as everybody may read them: where there are any, and how one stands now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from melayani.delivery.queues import access, queries
from melayani.delivery.queues.citizen_views.tags import tag_of, tagged, unchanged
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.ui.concerns import concern

MINUTE = 60


@public_page
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """Places with a queue, found by words."""
    typed = request.GET.get("q", "")[:100]
    found = queries.sites_for_citizens(typed=typed, page=request.GET.get("page", "1"))
    return render(request, "queues/citizen/index.html", {"found": found, "words": typed})


@public_page
@never_cache
@require_safe
def board(request: CitizenRequest, slug: str) -> HttpResponse:
    """Who is called now, how many wait how long, hours, and the order of calling."""
    now = timezone.now()
    found = queries.queue_board(slug, now)
    place = found.site.organisation
    concern(request, organisation=place)
    return render(request, "queues/citizen/board.html", {"board": found, "place": place, "now": now})


@public_page
@require_safe
def board_state(request: CitizenRequest, slug: str) -> HttpResponse:
    """The part of the board that changes, or 304 after one read."""
    now = timezone.now()
    site = access.get_site(slug)
    tag = tag_of(site.pulse, int(now.timestamp()) // MINUTE, get_language())
    if answer := unchanged(request, tag):
        return answer
    context = {"board": queries.queue_board(slug, now), "place": site.organisation, "now": now}
    return tagged(render(request, "queues/citizen/board_state.html", context), tag)
