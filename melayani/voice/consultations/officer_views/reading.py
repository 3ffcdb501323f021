"""The list, one consultation with its next steps, the bureau's overview, the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, queries, rules, sheets, states
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.officer_views.shown import show

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Do = Callable[[Officer, Consultation, str, datetime], object]
DO: dict[str, Do] = {
    states.ANNOUNCE: lambda who, row, text, now: actions.announce(actor=who, consultation=row, now=now),
    states.HOLD: lambda who, row, text, now: actions.hold(actor=who, consultation=row, now=now),
    states.PUBLISH: lambda who, row, text, now: actions.publish(actor=who, consultation=row, now=now),
    states.FINISH: lambda who, row, text, now: actions.finish(actor=who, consultation=row, now=now),
    states.CANCEL: lambda who, row, text, now: actions.cancel(actor=who, consultation=row, reason=text, now=now),
}
DONE = {
    states.ANNOUNCE: "Konsultasi diumumkan. Halamannya sekarang dapat dibuka siapa pun.",
    states.HOLD: "Pertemuan dicatat selesai. Berikutnya: jawab usulan, lalu tanda tangani berita acara.",
    states.PUBLISH: "Hasil terbit. Pengikut dikabari.",
    states.FINISH: "Konsultasi ditutup.",
    states.CANCEL: "Konsultasi dibatalkan. Tamu dan pengikut dikabari.",
}


@require_safe
@officer_page(roles=access.READERS)
def desk(request: OfficerRequest) -> HttpResponse:
    """My consultations, by stage and words; paged."""
    q, stage = request.GET.get("q", "").replace("\x00", "")[:120].strip(), request.GET.get("tahap", "")
    context = {
        "page": queries.desk_page(request.officer, q=q, stage=stage, page=request.GET.get("page", "1")),
        "q": q,
        "stage": stage,
        "stages": [(key, label) for key, label, _ in states.STAGES],
        "may_plan": not access.DECIDERS.isdisjoint(request.officer.roles),
        "year": timezone.localdate().year,
    }
    return render(request, "consultations/officer/desk.html", context)


@require_safe
@officer_page(roles=access.READERS)
def overview(request: OfficerRequest) -> HttpResponse:
    """Agency by agency: who held one this year, open promises, late ones."""
    today = timezone.localdate()
    year = _year(request, today.year)
    found = queries.overview(request.officer, year=year, page=request.GET.get("page", "1"), today=today)
    context = {"overview": found, "year": year, "years": range(today.year, today.year - 4, -1)}
    return render(request, "consultations/officer/overview.html", context)


@require_safe
@officer_page(roles=access.READERS)
def register(request: OfficerRequest) -> HttpResponse:
    """The register of a year as a workbook; without names of people."""
    today = timezone.localdate()
    year = _year(request, today.year)
    rows = queries.register_rows(request.officer, year, today)
    response = HttpResponse(sheets.register_xlsx(year, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="register-konsultasi-{year}.xlsx"'
    return response


@require_safe
@officer_page(roles=access.READERS)
def case(request: OfficerRequest, number: str) -> HttpResponse:
    """One consultation: the path, the quota, what can be done next and why other things cannot yet."""
    return _page(request, access.get_for_officer(request.officer, number))


@require_POST
@officer_page(roles=access.READERS)
def act(request: OfficerRequest, number: str, verb: str) -> HttpResponse:
    """Move the consultation along its table; a refusal shows the page again with the reason and what was typed."""
    row = access.get_to_work_on(request.officer, number, deciding=True)
    if verb not in DO:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        DO[verb](request.officer, row, reason, timezone.now())
    except rules.ActionRefused as refused:
        response = _page(request, row, refused=verb, problem=str(refused), reason=reason)
        response.status_code = 422
        return response
    messages.success(request, DONE[verb])
    return redirect("consultations_office:case", number)


def _page(request: OfficerRequest, row: Consultation, **more: Any) -> HttpResponse:
    page = queries.case_page(request.officer, row, timezone.now())
    context = {"page": page, "refused": "", "problem": "", "reason": "", **more}
    return show(request, row, "case.html", context, here="case")


def _year(request: OfficerRequest, this: int) -> int:
    typed = request.GET.get("tahun", "")
    given = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else this
    return given if 2017 <= given <= this + 1 else this
