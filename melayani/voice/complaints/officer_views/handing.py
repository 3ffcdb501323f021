"""Hand-over to SP4N-LAPOR! by file: chosen reports go out by a field map, numbers come back, first on trial."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.ui.papers import sheet
from melayani.voice.complaints import access, actions, desk, exchange, rules
from melayani.voice.complaints.officer_views.sections import sections

TYPES = {exchange.CSV: "text/csv; charset=utf-8", exchange.JSON: "application/json"}


@require_safe
@officer_page(roles=access.ACTS)
def handover(request: OfficerRequest) -> HttpResponse:
    """The cases received by my units without a tracking number, newest first; with `?semua` all."""
    return _page(request)


@require_POST
@officer_page(roles=access.ACTS)
def export(request: OfficerRequest) -> HttpResponse:
    """The chosen cases as a file; each export is recorded on its case."""
    form, numbers = request.POST.get("form", ""), request.POST.getlist("number")
    now = timezone.now()
    try:
        content = actions.export_reports(actor=request.officer, numbers=numbers, form=form, now=now)
    except rules.ActionRefused as refused:
        return _page(request, problem=str(refused), chosen=numbers, status=422)
    return sheet(content, f"pengaduan-lapor-{now:%Y%m%d-%H%M}.{form}", TYPES[form])


@require_POST
@officer_page(roles=access.ACTS)
def take_numbers(request: OfficerRequest) -> HttpResponse:
    """Read tracking numbers: first shown as they would be written, written when confirmed."""
    content = _content(request)
    try:
        done = actions.import_tracking(
            actor=request.officer, content=content, dry_run="confirm" not in request.POST, now=timezone.now()
        )
    except exchange.NotReadable as refused:
        return _page(request, problem=str(refused), status=422)
    if not done.dry_run:
        messages.success(request, f"{done.written} nomor LAPOR! dicatat.")
        return redirect("complaints_office:handover")
    return _page(request, trial=done, content=base64.b64encode(content).decode())


def _content(request: OfficerRequest) -> bytes:
    """The file, or the content that was shown on trial before."""
    if upload := request.FILES.get("file"):
        return bytes(upload.read(exchange.BYTES_MAX + 1))
    try:
        return base64.b64decode(request.POST.get("content", ""), validate=True)
    except ValueError:
        return b""


def _page(
    request: OfficerRequest,
    *,
    problem: str = "",
    chosen: list[str] | None = None,
    trial: actions.Imported | None = None,
    content: str = "",
    status: int = 200,
) -> HttpResponse:
    everything = "semua" in request.GET
    context = {
        "page": desk.to_hand_over(request.officer, everything=everything, page=request.GET.get("page", "1")),
        "everything": everything,
        "fields": exchange.field_map(),
        "adapter": exchange.adapter(),
        "problem": problem,
        "chosen": chosen or [],
        "trial": trial,
        "content": content,
        "sections": sections(request.officer),
    }
    return render(request, "complaints/officer/handover.html", context, status=status)
