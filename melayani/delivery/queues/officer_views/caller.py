"""The counter: who is here, who comes next, and one key per action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.queues import access, actions, queries, rules, states
from melayani.delivery.queues.models import Counter, Line, Ticket
from melayani.foundation.people import Officer, OfficerRequest, officer_page
from melayani.foundation.people import actions as people

SEATED: dict[str, Callable[..., object]] = {
    "duduk": actions.sit_down,
    "berdiri": actions.stand_up,
    "istirahat": actions.begin_break,
    "kembali": actions.end_break,
    "panggil": actions.call_next,
}
LETTER = "surat"
HERE: dict[str, Callable[..., Ticket]] = {
    "ulang": actions.recall,
    "layani": actions.serve,
    "selesai": actions.finish,
    "tidak-datang": actions.miss,
    "kembalikan": actions.return_ticket,
    "simpan": actions.hold,
    "lanjutkan": actions.resume,
}
REASONS = ("Memanggil menurut nama", "Mencocokkan dengan identitas")


@dataclass(frozen=True)
class Button:
    """One action of the page: its verb, its words, its key."""

    verb: str
    label: str
    key: str
    main: bool = False


BUTTONS: dict[str, tuple[Button, ...]] = {
    states.CALLED: (
        Button("layani", "Layani", "L", main=True),
        Button("ulang", "Panggil ulang", "U"),
        Button("tidak-datang", "Tidak datang", "T"),
        Button("kembalikan", "Kembalikan", "K"),
        Button("simpan", "Simpan nomor", "H"),
    ),
    states.SERVING: (
        Button("selesai", "Selesai", "S", main=True),
        Button("simpan", "Simpan nomor", "H"),
    ),
}


@require_safe
@officer_page(roles=access.DESK)
def caller(request: OfficerRequest, pk: int) -> HttpResponse:
    """One counter; usable by keyboard alone."""
    return _page(request, access.get_counter(request.officer, pk))


@require_safe
@officer_page(roles=access.DESK)
def pulse(request: OfficerRequest, pk: int) -> HttpResponse:
    """How many wait now, for the line that announces new people without moving anything."""
    counter = access.get_counter(request.officer, pk)
    answer = JsonResponse({"waiting": queries.waiting_for(counter, timezone.now())})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@officer_page(roles=access.DESK)
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Do one of the verbs at this counter; back to it, with the reason when it was refused."""
    counter = access.get_counter(request.officer, pk)
    now = timezone.now()
    try:
        _do(request.officer, counter, verb, request.POST, now)
    except actions.NobodyWaits as nobody:
        messages.info(request, str(nobody))
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("queues_office:caller", pk)


@require_POST
@officer_page(roles=access.DESK)
def unmask(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the name of the booked visitor once, on this answer only; the record keeps who and why."""
    counter = access.get_counter(request.officer, pk)
    ticket = access.get_for_officer(request.officer, request.POST.get("nomor", ""))
    try:
        name = actions.unmask_visitor(
            actor=request.officer, ticket=ticket, reason=request.POST.get("reason", ""), now=timezone.now()
        )
    except (actions.ActionRefused, people.Refused) as refused:
        return _page(request, counter, problem=str(refused), status=422)
    return _page(request, counter, shown={ticket.number: name})


def _do(officer: Officer, counter: Counter, verb: str, typed: Mapping[str, str], now: datetime) -> None:
    if verb in SEATED:
        SEATED[verb](actor=officer, counter=counter, now=now)
        return
    if verb not in HERE and verb not in ("alihkan", "panggil-nomor", LETTER):
        raise Http404
    ticket = access.get_for_officer(officer, typed.get("nomor", ""))
    if verb == "panggil-nomor":
        actions.call(actor=officer, counter=counter, ticket=ticket, now=now)
    elif verb == LETTER:
        actions.settle_letters(actor=officer, ticket=ticket, answer=typed.get("answer", ""), now=now)
    elif verb == "alihkan":
        line, desk = _target(counter, typed.get("tujuan", ""))
        actions.transfer(actor=officer, ticket=ticket, now=now, line=line, counter=desk)
    else:
        HERE[verb](actor=officer, ticket=ticket, now=now)


def _target(counter: Counter, typed: str) -> tuple[Line | None, Counter | None]:
    """`antrean-12` or `loket-4` of the same place."""
    kind, _, digits = typed.partition("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise rules.ActionRefused("Pilih antrean atau loket tujuan.")
    if kind == "loket":
        return None, access.counter_at(counter.site, int(digits))
    return access.line_at(counter.site, int(digits)), None


def _page(
    request: OfficerRequest,
    counter: Counter,
    *,
    shown: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    view = queries.caller_view(request.officer, counter, now)
    state = view.current.ticket.state if view.current else ""
    context = {
        "view": view,
        "counter": counter,
        "unit": counter.site.organisation,
        "now": now,
        "buttons": BUTTONS.get(state, ()) if view.mine else (),
        "shown": dict(shown or {}),
        "problem": problem,
        "reasons": REASONS,
        "settle_url": reverse("queues_office:act", args=[counter.pk, LETTER]),
    }
    response = render(request, "queues/officer/caller.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
