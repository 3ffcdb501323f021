"""A badge and a small frame for the agency's own site, and the lines to copy. Only these two may stand in a frame.

No script, no cookie, nothing about who reads: what leaves here is the same for everybody and may be kept for a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from melayani.entrances.portal.composing import embeds
from melayani.foundation.people import CitizenRequest, public_page

Page = Callable[..., HttpResponseBase]
ANYWHERE = {"frame-ancestors": ["*"], "script-src": [NONE], "connect-src": [NONE]}
SIZES = (("indeks", 280, 72), ("jam", 280, 72), ("antrean", 280, 72))


def policy(directives: dict[str, list[str]]) -> Callable[[Page], Page]:
    """Other directives than the rest of the site has, for one page."""
    return cast("Callable[[Page], Page]", csp_replace(directives))


def embeddable(page: Page) -> Page:
    """For everybody, in any frame, kept for a minute, compared by its content after that."""
    kept = cache_control(public=True, max_age=60)(conditional_page(page))
    return require_safe(login_not_required(xframe_options_exempt(policy(ANYWHERE)(kept))))


@embeddable
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    found = _embed(slug)
    said = embeds.BADGES.get(request.GET.get("isi", ""), embeds.index_badge)(found)
    context = {
        "badge": said,
        "name": found.organisation.name,
        "short": embeds.cut(found.organisation.name, embeds.NAME_ROOM),
    }
    return HttpResponse(render_to_string("portal/badge.svg", context), content_type="image/svg+xml")


@embeddable
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    found = _embed(slug)
    pages = {"agency": _absolute("portal:agency", slug), "performance": _absolute("portal:performance")}
    return HttpResponse(render_to_string("portal/embed.html", {"embed": found, "pages": pages}))


@policy({"frame-src": [SELF]})
@require_safe
@public_page
def snippets(request: CitizenRequest, slug: str) -> HttpResponse:
    """The lines to copy, each beside what it shows."""
    found = _embed(slug)
    lines = [(kind, _badge_address(slug, kind), width, height) for kind, width, height in SIZES]
    context: dict[str, Any] = {
        "unit": found.organisation,
        "badges": lines,
        "frame_url": _absolute("portal:embed", slug),
        "agency_url": _absolute("portal:agency", slug),
    }
    return render(request, "portal/snippets.html", context)


def _embed(slug: str) -> embeds.Embed:
    found = embeds.embed_of(slug, timezone.now())
    if found is None:
        raise Http404
    return found


def _badge_address(slug: str, kind: str) -> str:
    return f"{_absolute('portal:badge', slug)}?isi={kind}"


def _absolute(name: str, *given: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=given)}"
