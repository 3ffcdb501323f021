"""The register of malls, and one mall."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from melayani.entrances.portal.composing import malls as composed
from melayani.entrances.portal.composing.mall_index import mall_judged
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.ui.concerns import concern


@public_page
def malls(request: CitizenRequest) -> HttpResponse:
    page = composed.register(request.GET, timezone.now())
    return render(request, "portal/malls.html", {"page": page, "asked": page.asked})


@public_page
def mall(request: CitizenRequest, slug: str) -> HttpResponse:
    page = composed.mall_page(slug, timezone.now())
    if page is None:
        raise Http404
    concern(request, organisation=page.mall)
    return render(request, "portal/mall.html", {"page": page})


@public_page
def mall_index(request: CitizenRequest, slug: str) -> HttpResponse:
    page = mall_judged(slug, timezone.now())
    if page is None:
        raise Http404
    return render(request, "portal/mall_index.html", {"page": page, "figures": page.index.figures})
