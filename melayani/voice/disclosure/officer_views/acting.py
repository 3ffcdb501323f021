"""One address per verb: read the few fields, call the action, show the case again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.foundation.people import actions as people
from melayani.voice.disclosure import access, actions, rules, states
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.officer_views.page import render_case
from melayani.voice.disclosure.officer_views.reading import ALL

Do = Callable[[Officer, InformationRequest, QueryDict, datetime], object]

DO: dict[str, Do] = {
    states.TAKE: lambda who, row, data, now: actions.take(actor=who, request=row, now=now),
    states.EXTEND: lambda who, row, data, now: actions.extend(
        actor=who, request=row, reason=data.get("reason", ""), now=now
    ),
    states.RECORD_PAYMENT: lambda who, row, data, now: actions.record_payment(
        actor=who, request=row, way=data.get("way", ""), now=now
    ),
    states.DELIVER: lambda who, row, data, now: actions.deliver(
        actor=who, request=row, to=data.get("to", ""), note=data.get("note", ""), now=now
    ),
    states.CLOSE: lambda who, row, data, now: actions.close(
        actor=who, request=row, reason=data.get("reason", ""), now=now
    ),
    access.SETTLE_LETTERS: lambda who, row, data, now: actions.settle_letters(
        actor=who, request=row, answer=data.get("answer", ""), now=now
    ),
    states.WITHDRAW: lambda who, row, data, now: actions.withdraw(actor=who, request=row, now=now),
}
DONE = {
    states.TAKE: "Permintaan ini sekarang Anda proses.",
    states.EXTEND: "Waktu diperpanjang. Surat beserta alasannya dikirim kepada pemohon.",
    states.RECORD_PAYMENT: "Pembayaran dicatat. Informasinya dapat diserahkan.",
    states.DELIVER: "Informasi diserahkan. Pemohon diberi tahu.",
    states.CLOSE: "Permintaan ditutup.",
    access.SETTLE_LETTERS: "Surat pemohon ditandai sudah dibaca. Jawaban yang Anda tulis dikirim kepadanya.",
    states.WITHDRAW: "Dibatalkan atas permintaan pemohon.",
}


@require_POST
@officer_page(roles=ALL)
def act(request: OfficerRequest, number: str, verb: str) -> HttpResponse:
    """Do `verb`; a refusal shows the case again with the reason beside the form and what was typed."""
    row = access.get_for_officer(request.officer, number)
    if verb not in DO:
        raise Http404
    try:
        DO[verb](request.officer, row, request.POST, timezone.now())
    except rules.ActionRefused as refused:
        typed = {name: request.POST.get(name, "") for name in request.POST}
        return render_case(request, number, refused=verb, problem=str(refused), typed=typed, status=422)
    messages.success(request, DONE[verb])
    return redirect("disclosure_office:case", number=number)


@require_POST
@officer_page(roles=ALL)
def unmask(request: OfficerRequest, number: str) -> HttpResponse:
    """Show one personal value once, on this answer only; the record keeps who, which and why."""
    row = access.get_for_officer(request.officer, number)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    try:
        value = actions.unmask_field(actor=request.officer, request=row, field=field, reason=reason, now=timezone.now())
    except (rules.ActionRefused, people.Refused) as refused:
        typed = {"reason": reason}
        return render_case(request, number, refused=f"unmask-{field}", problem=str(refused), typed=typed, status=422)
    return render_case(request, number, shown={field: value})
