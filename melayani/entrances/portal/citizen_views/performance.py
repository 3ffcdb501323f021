"""How offices do: what citizens say, and whether promises are kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.portal.composing import performance as composed
from melayani.entrances.portal.composing.service_pages import whole_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import CitizenRequest, public_page


@public_page
def performance(request: CitizenRequest) -> HttpResponse:
    now = timezone.now()
    slug = request.GET.get("instansi", "").replace("\x00", "")[:80]
    if slug:
        unit = get_object_or_404(Organisation, slug=slug)
        period, service = request.GET.get("periode", "")[:20], request.GET.get("layanan", "")[:140]
        page = composed.unit_performance(unit, period=period, service=service, now=now)
        return render(request, "portal/performance_unit.html", {"page": page})
    region = request.GET.get("wilayah", "").replace("\x00", "")[:2]
    after = whole_number(request.GET.get("setelah", ""))
    provinces = catalogue.provinces_offering()
    return render(
        request,
        "portal/performance.html",
        {
            "page": composed.unit_page(region=region, after=after, now=now),
            "provinces": provinces,
            "region": region,
            "region_name": dict(provinces).get(region, ""),
        },
    )
