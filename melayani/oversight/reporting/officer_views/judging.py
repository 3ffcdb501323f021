"""What those above do with a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.reporting import access, actions
from melayani.oversight.reporting.forms import NoteForm
from melayani.oversight.reporting.models import Report

Verb = Callable[..., Report]
VERBS: dict[str, tuple[Verb, str]] = {
    "kembalikan": (actions.return_report, "Laporan dikembalikan. Unit sudah diberi tahu."),
    "buka-lagi": (actions.reopen, "Laporan dibuka lagi. Unit sudah diberi tahu."),
    "bebaskan": (actions.excuse, "Unit dibebaskan dari laporan ini."),
    "tunggu-lagi": (actions.owe_again, "Laporan ditunggu lagi."),
}


@officer_page(roles=access.JUDGES)
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """One verb of a judge; a refusal is told on the report's page."""
    row = access.get_report(request.officer, pk)
    if not access.may_judge(request.officer, row):
        raise Http404
    if request.method != "POST":
        return redirect("reporting_office:report", pk)
    form = NoteForm(request.POST)
    form.is_valid()
    given: dict[str, Any] = {"actor": request.officer, "report": row, "now": timezone.now()}
    try:
        said = _do(verb, given, form, row)
    except actions.ReportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("reporting_office:report", pk)


def _do(verb: str, given: dict[str, Any], form: NoteForm, row: Report) -> str:
    note = form.cleaned_data.get("note", "")
    if verb == "sahkan":
        actions.verify(**given)
        return "Laporan disahkan. Angkanya kini dapat dibaca lewat API publik dan rekap wilayah."
    if verb == "buka-kunci":
        day = form.cleaned_data.get("until")
        until = datetime.combine(day + timedelta(days=1), time(0), row.organisation.zone) if day else given["now"]
        actions.unlock(until=until, note=note, **given)
        return "Kunci dibuka. Unit sudah diberi tahu."
    if verb not in VERBS:
        raise Http404
    do, said = VERBS[verb]
    do(note=note, **given)
    return said
