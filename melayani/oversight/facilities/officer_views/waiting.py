"""What waits at the officer's places: reports of citizens to look at, improvements by their deadline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.facilities import access, actions, queries
from melayani.oversight.facilities.forms import ReasonForm
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.models import MismatchReport

ROWS = 25


@officer_page(roles=access.CHECKERS)
@require_safe
def waiting(request: OfficerRequest) -> HttpResponse:
    """Reports (`?apa=laporan`) or improvements, the first due first."""
    now = timezone.now()
    reports = request.GET.get("apa", "") == "laporan"
    rows: Any = queries.open_reports(request.officer) if reports else queries.open_improvements(request.officer)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    found = [queries.named(row, now) for row in page.object_list]
    context = {"page": page, "rows": found, "reports": reports, "now": now}
    return render(request, "facilities/officer/waiting.html", context)


@officer_page(roles=access.CHECKERS)
@require_safe
def report(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """One report: what the list says, what the citizen found, how to answer."""
    return _page(request, access.get_report(request.officer, slug, pk), ReasonForm())


@officer_page(roles=access.CHECKERS)
@require_POST
def set_aside(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Not about this item, or nothing that anybody could look at."""
    row, form = access.get_report(request.officer, slug, pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.set_aside_report(actor=request.officer, report=row, now=timezone.now(), **form.cleaned_data)
        except actions.ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Laporan disisihkan. Pelapor membaca alasannya.")
            return redirect("facilities_office:place", slug)
    return _page(request, row, form)


def _page(request: OfficerRequest, row: MismatchReport, form: ReasonForm) -> HttpResponse:
    now = timezone.now()
    known = inventory_on(now.astimezone(row.organisation.zone).date()).item(row.item)
    context = {
        "organisation": row.organisation,
        "one": row,
        "item": known.name("id") if known else row.item,
        "section": known.section if known else "",
        "said": queries.STATE_WORDS.get(row.said, row.said),
        "form": form,
        "now": now,
    }
    return render(request, "facilities/officer/report.html", context, status=422 if form.errors else 200)
