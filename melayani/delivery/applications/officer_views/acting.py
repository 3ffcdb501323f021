"""One address per verb, POST only: read the few fields, call the action, show the case again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.delivery.applications import access, actions, office, rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.officer_views.page import render_case
from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.foundation.people import actions as people

Do = Callable[[Officer, Application, QueryDict, datetime], object]


def _number(text: str) -> int:
    """A number as an officer types it ("Rp 25.000"); -1 for anything else."""
    digits = text.strip().removeprefix("Rp").strip().replace(".", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else -1


def _judge(officer: Officer, row: Application, data: QueryDict, now: datetime) -> object:
    return actions.judge(
        actor=officer,
        application=row,
        number=_number(data.get("number", "")),
        judgement=data.get("judgement", ""),
        reason=data.get("reason", ""),
        now=now,
    )


def _reassign(officer: Officer, row: Application, data: QueryDict, now: datetime) -> object:
    to = office.colleague(row, _number(data.get("to", "")), now)
    if to is None:
        raise rules.ActionRefused("Pilih petugas yang menerima limpahan.")
    return actions.reassign(actor=officer, application=row, to=to, now=now)


def _answer(officer: Officer, row: Application, data: QueryDict, now: datetime) -> object:
    """What the citizen brought to the counter answers every returned requirement."""
    return actions.answer_return(actor=officer, application=row, answers=office.brought(row), now=now)


def _erase(officer: Officer, row: Application, data: QueryDict, now: datetime) -> object:
    if data.get("sure") != "on":
        raise rules.ActionRefused("Centang dahulu bahwa Anda memahami data ini tidak dapat dikembalikan.")
    return actions.erase_person(actor=officer, application=row, reason=data.get("reason", ""), now=now)


DO: dict[str, Do] = {
    states.TAKE: lambda who, row, data, now: actions.take(actor=who, application=row, now=now),
    states.JUDGE: _judge,
    states.RETURN: lambda who, row, data, now: actions.return_for_correction(
        actor=who, application=row, note=data.get("note", ""), now=now
    ),
    states.ANSWER: _answer,
    states.VERIFY: lambda who, row, data, now: actions.verify(actor=who, application=row, now=now),
    states.SEND_BACK: lambda who, row, data, now: actions.send_back(
        actor=who, application=row, reason=data.get("reason", ""), now=now
    ),
    states.REQUEST_PAYMENT: lambda who, row, data, now: actions.request_payment(
        actor=who, application=row, amount=_number(data.get("amount", "")), now=now
    ),
    states.CONFIRM_PAYMENT: lambda who, row, data, now: actions.confirm_payment(actor=who, application=row, now=now),
    states.APPROVE: lambda who, row, data, now: actions.approve(actor=who, application=row, now=now),
    states.REFUSE: lambda who, row, data, now: actions.refuse(
        actor=who, application=row, reason=data.get("reason", ""), now=now
    ),
    states.ISSUE: lambda who, row, data, now: actions.issue_result(
        actor=who, application=row, remark=data.get("remark", ""), now=now
    ),
    states.HAND_OVER: lambda who, row, data, now: actions.hand_over(
        actor=who, application=row, to=data.get("to", ""), now=now
    ),
    access.SETTLE_LETTERS: lambda who, row, data, now: actions.settle_letters(
        actor=who, application=row, answer=data.get("answer", ""), now=now
    ),
    access.ERASE: _erase,
    states.WITHDRAW: lambda who, row, data, now: actions.withdraw(actor=who, application=row, now=now),
    states.PAUSE: lambda who, row, data, now: actions.pause_for_disturbance(
        actor=who, application=row, reason=data.get("reason", ""), now=now
    ),
    states.RESUME: lambda who, row, data, now: actions.resume(actor=who, application=row, now=now),
    states.REASSIGN: _reassign,
}

DONE = {
    states.TAKE: "Permohonan ini sekarang Anda periksa.",
    states.JUDGE: "Penilaian disimpan.",
    states.RETURN: "Dikembalikan kepada warga. Jam janji berhenti sampai dijawab.",
    states.ANSWER: "Jawaban warga dicatat. Jam janji berjalan lagi.",
    states.VERIFY: "Diteruskan ke penandatangan.",
    states.SEND_BACK: "Dikembalikan ke pemroses.",
    states.REQUEST_PAYMENT: "Permintaan pembayaran dikirim. Jam janji berhenti sampai dibayar.",
    states.CONFIRM_PAYMENT: "Pembayaran diterima. Jam janji berjalan lagi.",
    states.APPROVE: "Disetujui. Terbitkan hasilnya.",
    states.REFUSE: "Ditolak. Alasan dikirim kepada warga.",
    states.ISSUE: "Hasil terbit dan warga diberi tahu.",
    states.HAND_OVER: "Diserahkan. Permohonan ini selesai.",
    access.SETTLE_LETTERS: "Surat warga ditandai sudah dibaca. Jawaban yang Anda tulis dikirim kepada warga.",
    access.ERASE: "Data pribadi dihapus. Warga diberi tahu untuk terakhir kali.",
    states.WITHDRAW: "Dibatalkan atas permintaan warga.",
    states.PAUSE: "Jam janji berhenti karena gangguan.",
    states.RESUME: "Jam janji berjalan lagi.",
    states.REASSIGN: "Dilimpahkan.",
}


@require_POST
@officer_page(roles=access.DESK_ROLES)
def act(request: OfficerRequest, number: str, verb: str) -> HttpResponse:
    """Do `verb`; a refusal shows the case again with the reason beside the form and what was typed."""
    application = access.get_for_officer(request.officer, number)
    if verb not in DO:
        raise Http404
    try:
        DO[verb](request.officer, application, request.POST, timezone.now())
    except rules.ActionRefused as refused:
        application.refresh_from_db()
        typed = {name: request.POST.get(name, "") for name in request.POST}
        return render_case(request, application, refused=verb, problem=str(refused), typed=typed, status=422)
    messages.success(request, DONE[verb])
    return redirect("applications_office:case", number=number)


@require_POST
@officer_page(roles=access.DESK_ROLES)
def unmask(request: OfficerRequest, number: str) -> HttpResponse:
    """Show one personal value once, on this answer only; the record keeps who, which and why."""
    application = access.get_for_officer(request.officer, number)
    field, chosen = request.POST.get("field", ""), request.POST.get("reason", "")
    reason = request.POST.get("other_reason", "") if chosen == "other" else chosen
    try:
        value = actions.unmask_field(
            actor=request.officer, application=application, field=field, reason=reason, now=timezone.now()
        )
    except (rules.ActionRefused, people.Refused) as refused:
        which = f"unmask-{field}"
        typed = {"reason": chosen, "other_reason": request.POST.get("other_reason", "")}
        return render_case(request, application, refused=which, problem=str(refused), typed=typed, status=422)
    return render_case(request, application, shown={field: value})
