"""How offices do: what citizens say, and whether promises are kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from melayani.delivery.catalogue import queries as catalogue
from melayani.entrances.portal.composing import performance as composed
from melayani.entrances.portal.composing.news import published_results
from melayani.entrances.portal.composing.service_pages import whole_number
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.ui import atom


@public_page
def performance(request: CitizenRequest) -> HttpResponse:
    now = timezone.now()
    unit = _unit_asked(request)
    if unit is not None:
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


@public_page
@require_safe
def results_feed(request: CitizenRequest) -> HttpResponse:
    """The newest published results as Atom, of everybody or of the office in `instansi` and what is below it."""
    unit = _unit_asked(request)
    asked = f"?instansi={unit.slug}" if unit else ""
    content = atom.feed(
        published_results(unit),
        title=_("Hasil penilaian: {office}").format(office=unit) if unit else _("Hasil penilaian yang diumumkan"),
        path=request.path + asked,
        home=reverse("portal:performance") + asked,
        language=get_language() or "id",
        now=timezone.now(),
    )
    return HttpResponse(content, content_type=atom.ATOM_TYPE)


def _unit_asked(request: CitizenRequest) -> Organisation | None:
    """The office in `instansi`, None without one; raises Http404 for one that is not there."""
    slug = request.GET.get("instansi", "").replace("\x00", "")[:80]
    return get_object_or_404(Organisation, slug=slug) if slug else None
