"""The desk of complaints: what to do first, by filters that stand in the address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.complaints import access, desk
from melayani.voice.complaints.forms.office import CLASS_LABELS
from melayani.voice.complaints.models import Channel
from melayani.voice.complaints.officer_views.sections import sections


@require_safe
@officer_page(roles=access.READS)
def listing(request: OfficerRequest) -> HttpResponse:
    """Open cases in groups: contested, to verify, to forward, in hand, waiting for the reporter, answered."""
    now = timezone.now()
    filters = desk.Filters(
        group=request.GET.get("kelompok", ""),
        scope=request.GET.get("lingkup", ""),
        complaint_class=request.GET.get("golongan", ""),
        channel=request.GET.get("saluran", ""),
        unit=number_of(request.GET.get("unit", "")),
    )
    found = desk.desk(request.officer, filters, now, request.GET.get("page", "1"))
    context = {
        "desk": found,
        "filters": filters,
        "chips": chips(found, filters),
        "classes": CLASS_LABELS.items(),
        "channels": Channel.choices,
        "narrowed": bool(filters.complaint_class or filters.channel or filters.unit),
        "may_file": not access.STANDS_IN.isdisjoint(request.officer.roles),
        "reads_only": desk.reads_only(request.officer),
        "sections": sections(request.officer),
        "now": now,
        "zone": request.officer.organisations[0] if request.officer.organisations else "Asia/Jakarta",
    }
    return render(request, "complaints/officer/list.html", context)


def chips(found: desk.Desk, filters: desk.Filters) -> list[tuple[str, str, int, bool]]:
    """The filters by group: key, words, how many, whether it is chosen. Empty groups are left out."""
    rows = [("", "Semua", found.counts["all"]), (desk.LATE, "Terlambat", found.counts[desk.LATE])]
    rows += [(key, title, found.counts[key]) for key, title, _, _ in desk.GROUPS]
    return [(key, title, count, key == filters.group) for key, title, count in rows if count or key == filters.group]


def number_of(text: str) -> int | None:
    """A small whole number as it stands in an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
