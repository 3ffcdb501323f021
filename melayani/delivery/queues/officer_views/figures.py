"""Figures of a place: how people waited and were served, and how the forecasts came true."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.delivery.queues import access, charts, queries, sheets
from melayani.delivery.queues.models import Site
from melayani.foundation.people import OfficerRequest, officer_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SPANS = ((7, "7 hari"), (30, "30 hari"), (92, "92 hari"))
DEFINITION = (
    "Kunjungan: satu nomor, sejak diambil sampai ditutup, juga bila melewati beberapa layanan. Menunggu: sejak nomor "
    "diambil, atau layanan sebelumnya selesai, sampai panggilan. Di loket: sejak panggilan sampai selesai."
)


@require_safe
@officer_page(roles=access.OFFICE)
def statistics(request: OfficerRequest, slug: str) -> HttpResponse:
    """Waited, served, not come, by unit, service, counter, hour and way; never a person."""
    site, days, found = _asked(request, slug)
    context = {
        "site": site,
        "unit": site.organisation,
        "found": found,
        "days": days,
        "spans": SPANS,
        "tables": sheets.tables(found),
        "chart": charts.waits_by_hour(found.hours),
        "definition": DEFINITION,
    }
    return render(request, "queues/officer/statistics.html", context)


@require_safe
@officer_page(roles=access.OFFICE)
def statistics_xlsx(request: OfficerRequest, slug: str) -> HttpResponse:
    """The same as a sheet."""
    site, _, found = _asked(request, slug)
    answer = HttpResponse(sheets.as_xlsx(found, DEFINITION), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="antrean-{site.organisation.slug}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@officer_page(roles=access.OFFICE)
def accuracy(request: OfficerRequest, slug: str) -> HttpResponse:
    """Every published wait against what it became."""
    site = access.get_office_site(request.officer, slug, timezone.localdate())
    days, since, until = _span(request, site)
    context = {
        "site": site,
        "unit": site.organisation,
        "found": queries.accuracy(request.officer, site, since=since, until=until),
        "days": days,
        "spans": SPANS,
    }
    return render(request, "queues/officer/accuracy.html", context)


def _asked(request: OfficerRequest, slug: str) -> tuple[Site, int, queries.Statistics]:
    site = access.get_office_site(request.officer, slug, timezone.localdate())
    days, since, until = _span(request, site)
    return site, days, queries.statistics(request.officer, site, since=since, until=until)


def _span(request: OfficerRequest, site: Site) -> tuple[int, date, date]:
    typed = request.GET.get("hari", "")
    days = int(typed) if typed in {str(span) for span, _ in SPANS} else SPANS[0][0]
    until = timezone.now().astimezone(site.organisation.zone).date()
    return days, until - timedelta(days=days - 1), until
