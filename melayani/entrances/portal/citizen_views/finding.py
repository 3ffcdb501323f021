"""Home, search, a service, an agency."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.portal import readings, words
from melayani.entrances.portal.composing import offices, promises
from melayani.entrances.portal.composing import service_pages as composed
from melayani.foundation.organisations.models import Kind
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.ui.concerns import concern

PAGE = 12
NEAR = 6
LOOKED_AT = 40  # offices whose hours home looks at, to show those first that say theirs


@public_page
def home(request: CitizenRequest) -> HttpResponse:
    now = timezone.now()
    region = composed.Asked.read(request.GET).region[:2]
    provinces = catalogue.provinces_offering()
    return render(
        request,
        "portal/home.html",
        {
            "now": now,
            "today": timezone.localdate(now),
            "tries": readings.home()["tries"],
            "notices": offices.notices_today(now, region=region),
            "cards": promises.cards(composed.featured(region), now),
            "total": catalogue.search("", limit=1).total,
            "offices": offices.nearest(catalogue.agencies_offering(region=region, limit=LOOKED_AT), now, limit=NEAR),
            "provinces": provinces,
            "region": region,
            "region_name": dict(provinces).get(region, ""),
        },
    )


@public_page
def services(request: CitizenRequest) -> HttpResponse:
    now = timezone.now()
    asked = composed.Asked.read(request.GET)
    found = catalogue.search(
        asked.q, unit=asked.unit, region=asked.region, group=asked.group, limit=PAGE, after=asked.after
    )
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "before": asked.after - PAGE if asked.after >= PAGE else None,
        "cards": promises.cards(found.services, now),
        "groups": [(key, words.group_name(key), count) for key, count in catalogue.groups()],
        "provinces": catalogue.provinces_offering(),
        "agencies": catalogue.agencies_offering(region=asked.region),
    }
    return render(request, "portal/services.html", context)


@public_page
def service(request: CitizenRequest, slug: str) -> HttpResponse:
    page = composed.service_page(slug, timezone.now())
    if page is None:
        raise Http404
    concern(request, service=page.view.service)
    return render(request, "portal/service.html", {"page": page})


@public_page
def agency(request: CitizenRequest, slug: str) -> HttpResponse:
    page = composed.agency_page(slug, timezone.now())
    if page is None:
        raise Http404
    if page.agency.kind == Kind.MALL:
        return redirect("portal:mall", slug)
    concern(request, organisation=page.agency)
    return render(request, "portal/agency.html", {"page": page})
