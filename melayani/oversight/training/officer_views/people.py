"""Participants: those of a session, one of them, what the organiser decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.audit.queries import history
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.people import actions as people
from melayani.foundation.ui.papers import sheet
from melayani.oversight.training import access, actions, lists, queries, states, workbook
from melayani.oversight.training.forms.office import ReasonForm, UnmaskForm
from melayani.oversight.training.models import Registration

Act = Callable[[OfficerRequest, Registration, datetime], object]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@officer_page(roles=access.DESK)
@require_safe
def session(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Those of a session, by office; filtered by where they stand."""
    event = access.get_event_at_door(request.officer, slug)
    row = access.get_session(event, number)
    state = request.GET.get("status", "")
    state = state if state in states.STATES else ""
    counts = queries.people.counts_by_state(row)
    page = queries.people.participants(row, state=state, page=request.GET.get("page", "1"))
    context = {
        "event": event,
        "session": row,
        "page": page,
        "state": state,
        "counts": [(key, states.STATES[key].officer, n) for key, n in sorted(counts.items())],
        "everybody": sum(counts.values()),
        "taken": sum(n for key, n in counts.items() if key in states.HOLDS_PLACE),
        "organises": access.may_organise(request.officer, event.organisation),
        "offices": dict(lists.choices("offices")),
        "invitations": queries.people.invitations_of(row, request.GET.get("undangan", "1")),
    }
    return render(request, "training/officer/session.html", context)


@officer_page(roles=access.DESK)
@require_safe
def registration(request: OfficerRequest, key: str) -> HttpResponse:
    """One participant: masked, where the registration stands, marks, tests, certificate, history."""
    return _page(request, access.get_registration(request.officer, key))


@officer_page(roles=access.DESK)
@require_POST
def unmask(request: OfficerRequest, key: str) -> HttpResponse:
    """Show one masked value; who looked and why is recorded."""
    row = access.get_registration(request.officer, key)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return _page(request, row, unmask=form, status=422)
    try:
        value = actions.unmask_field(actor=request.officer, registration=row, now=timezone.now(), **form.cleaned_data)
    except (actions.ActionRefused, people.Refused) as refused:
        form.add_error("reason", str(refused))
        return _page(request, row, unmask=form, status=422)
    shown = dict(form.fields["field"].choices)[form.cleaned_data["field"]]  # type: ignore[attr-defined]
    return _page(request, row, shown=(shown, value))


@officer_page(roles=access.DESK)
@require_POST
def act(request: OfficerRequest, key: str, verb: str) -> HttpResponse:
    """Approve, reject, mark as there, take a mark back, issue or revoke the certificate."""
    row = access.get_registration(request.officer, key)
    if verb not in ACTS:
        raise Http404
    try:
        ACTS[verb](request, row, timezone.now())
    except (actions.ActionRefused, actions.InputRefused) as refused:
        messages.error(request, str(refused))
    except actions.Busy:
        messages.error(request, "Banyak orang sedang mendaftar. Coba lagi sebentar.")
    else:
        messages.success(request, "Tersimpan.")
    if request.POST.get("dari") == "sesi":
        return redirect("training_office:session", row.event.slug, row.session.number)
    return redirect("training_office:registration", key)


@officer_page(roles=access.ORGANISERS)
@require_safe
def figures(request: OfficerRequest, slug: str) -> HttpResponse:
    """Participants by agency and region, people and offices counted apart."""
    event = access.get_event(request.officer, slug)
    found = queries.figures.figures_of(event)
    return render(request, "training/officer/figures.html", {"event": event, "found": found})


@officer_page(roles=access.ORGANISERS)
@require_safe
def figures_xlsx(request: OfficerRequest, slug: str) -> HttpResponse:
    """The same as a workbook, with the participants by masked name."""
    event = access.get_event(request.officer, slug)
    rows = queries.people.everybody(event)
    return sheet(workbook.participants_xlsx(event, queries.figures.figures_of(event), rows), f"{slug}.xlsx", XLSX)


def _number(request: OfficerRequest) -> int:
    typed = request.POST.get("bagian", "1")
    return int(typed) if typed.isdigit() and len(typed) < 3 else 0


ACTS: dict[str, Act] = {
    "setujui": lambda request, row, now: actions.approve(actor=request.officer, registration=row, now=now),
    "tolak": lambda request, row, now: actions.reject(
        actor=request.officer, registration=row, reason=request.POST.get("reason", ""), now=now
    ),
    "hadir": lambda request, row, now: actions.mark_at_desk(
        actor=request.officer, registration=row, part=_number(request), now=now
    ),
    "cabut-hadir": lambda request, row, now: actions.unmark(
        actor=request.officer, registration=row, part=_number(request), now=now
    ),
    "sertifikat": lambda request, row, now: actions.certify(actor=request.officer, registration=row, now=now),
    "cabut-sertifikat": lambda request, row, now: actions.revoke_certificate(
        actor=request.officer, registration=row, reason=request.POST.get("reason", ""), now=now
    ),
}


def _page(request: OfficerRequest, row: Registration, *, status: int = 200, **more: Any) -> HttpResponse:
    marks = {one.part: one for one in row.attendances.select_related("marked_by").order_by("part")}
    context = {
        "row": row,
        "event": row.event,
        "session": row.session,
        "parts": [(part, marks.get(part)) for part in range(1, row.session.parts + 1)],
        "organises": access.may_organise(request.officer, row.event.organisation),
        "office": lists.words("offices", row.office),
        "may": {action for state, action, _ in states.TRANSITIONS if state == row.state},
        "may_mark": row.is_sure or row.state == states.ABSENT,
        "missing": actions.still_missing(row, len(marks)) if row.event.certificate else [],
        "unmask": UnmaskForm(),
        "reason": ReasonForm(),
        "shown": None,
        "history": history(row.reference),
        **more,
    }
    return render(request, "training/officer/registration.html", context, status=status)
