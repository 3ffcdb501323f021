"""Events at the desk: the list, one event with its sessions, new, change, along its life."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.audit.queries import history
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.training import access, actions, queries, states
from melayani.oversight.training.forms.office import EventForm, NewEventForm, ReasonForm, SessionForm
from melayani.oversight.training.models import Event, Session

ROWS = 30
VERBS = {
    "umumkan": (actions.publish, "Acara diumumkan; pendaftaran dibuka."),
    "tutup": (actions.close, "Pendaftaran ditutup."),
    "buka": (actions.reopen, "Pendaftaran dibuka lagi."),
    "selesai": (actions.finish, "Acara selesai. Sertifikat terbit sendiri bagi yang memenuhi syarat."),
}
STATE_VERBS = {
    states.event.PUBLISH: ("umumkan", "Umumkan"),
    states.event.CLOSE: ("tutup", "Tutup pendaftaran"),
    states.event.REOPEN: ("buka", "Buka pendaftaran lagi"),
    states.event.FINISH: ("selesai", "Nyatakan selesai"),
}


@officer_page
@require_safe
def events(request: OfficerRequest) -> HttpResponse:
    """My events; what my unit is invited to; what is open to everybody; what I registered for."""
    now, officer = timezone.now(), request.officer
    rows = access.at_door_of(officer).select_related("organisation").order_by("-first_at", "-pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page", "1"))
    cards = queries.events.cards(list(page.object_list), now=now, language="id")
    related = "session__event__organisation"
    invitations = access.invitations_for(officer).filter(session__starts_at__gt=now)
    mine = access.own_registrations(officer).select_related("session", "event__organisation")
    coming = queries.events.coming(now).filter(state=states.event.OPEN, by_invitation=False)
    context = {
        "page": page,
        "cards": cards,
        "may_organise": not access.ORGANISERS.isdisjoint(officer.roles),
        "invitations": invitations.select_related(related, "organisation").order_by("session__starts_at")[:ROWS],
        "mine": mine.order_by("-made_at")[:ROWS],
        "open_events": coming.select_related("organisation").order_by("first_at")[:ROWS],
    }
    return render(request, "training/officer/events.html", context)


@officer_page(roles=access.ORGANISERS)
def new(request: OfficerRequest) -> HttpResponse:
    """Draft an event; nobody sees it until it is announced."""
    form = NewEventForm(access.organisers_of(request.officer), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            row = actions.draft_event(
                actor=request.officer, organisation=given.pop("organisation"), now=timezone.now(), **given
            )
        except (actions.InputRefused, actions.ActionRefused) as refused:
            _blame(form, refused)
        else:
            messages.success(request, "Rancangan disimpan. Tambahkan sesinya, lalu umumkan.")
            return redirect("training_office:event", row.slug)
    context = {"form": form, "title": "Acara baru", "back": ""}
    return render(request, "training/officer/form.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.DESK)
@require_safe
def event(request: OfficerRequest, slug: str) -> HttpResponse:
    """One event: sessions with counts, what can be done, materials, tasks, history."""
    row = access.get_event_at_door(request.officer, slug)
    view = queries.events.event_view(row, language="id")
    organises = access.may_organise(request.officer, row.organisation)
    count, means, texts = queries.events.feedback_means(row, language="id")
    context = {
        "event": row,
        "view": view,
        "organises": organises,
        "verbs": _verbs(row, timezone.now()) if organises else [],
        "may_cancel": organises and states.event.next_state(row.state, states.event.CANCEL) is not None,
        "is_over": row.state in states.event.FINAL,
        "reason": ReasonForm(),
        "gain": queries.events.gain_of(row),
        "feedback": {"count": count, "means": means, "texts": texts},
        "tasks": queries.people.tasks_of(row, request.GET.get("tugas", "1")),
        "history": history(row.reference)[:20] if organises else [],
    }
    return render(request, "training/officer/event.html", context)


@officer_page(roles=access.ORGANISERS)
def change(request: OfficerRequest, slug: str) -> HttpResponse:
    """Change words and rules."""
    row = access.get_event(request.officer, slug)
    posted = request.POST if request.method == "POST" else None
    form = EventForm(posted, initial=EventForm.initial_of(row))
    if posted is not None and form.is_valid():
        try:
            actions.change_event(actor=request.officer, event=row, now=timezone.now(), **form.cleaned_data)
        except (actions.InputRefused, actions.ActionRefused) as refused:
            _blame(form, refused)
        else:
            messages.success(request, "Perubahan disimpan.")
            return redirect("training_office:event", slug)
    context = {"form": form, "title": "Ubah acara", "back": slug}
    return render(request, "training/officer/form.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.ORGANISERS)
def add_session(request: OfficerRequest, slug: str) -> HttpResponse:
    """A new session of the event."""
    return _session_page(request, access.get_event(request.officer, slug), None)


@officer_page(roles=access.ORGANISERS)
def change_session(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Change a session; who has a place is told of another time."""
    row = access.get_event(request.officer, slug)
    return _session_page(request, row, access.get_session(row, number))


@officer_page(roles=access.ORGANISERS)
@require_POST
def act(request: OfficerRequest, slug: str, verb: str) -> HttpResponse:
    """Announce, close, open again, finish."""
    row = access.get_event(request.officer, slug)
    if verb not in VERBS:
        raise Http404
    action, done = VERBS[verb]
    try:
        action(actor=request.officer, event=row, now=timezone.now())
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("training_office:event", slug)


@officer_page(roles=access.ORGANISERS)
@require_POST
def cancel(request: OfficerRequest, slug: str) -> HttpResponse:
    """Call the event off; everybody who registered is told why."""
    row = access.get_event(request.officer, slug)
    try:
        reason = request.POST.get("reason", "")
        actions.cancel(actor=request.officer, event=row, reason=reason, now=timezone.now())
    except (actions.ActionRefused, actions.InputRefused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Acara dibatalkan. Semua pendaftar diberi tahu.")
    return redirect("training_office:event", slug)


def _session_page(request: OfficerRequest, event: Event, session: Session | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    with timezone.override(event.organisation.zone):
        form = SessionForm(posted, initial=SessionForm.initial_of(session) if session else None)
        if posted is not None and form.is_valid():
            try:
                actions.save_session(
                    actor=request.officer, event=event, plan=form.plan(), session=session, now=timezone.now()
                )
            except (actions.InputRefused, actions.ActionRefused) as refused:
                _blame(form, refused)
            except actions.Busy:
                form.add_error(None, "Banyak orang sedang mendaftar. Coba lagi sebentar.")
            else:
                messages.success(request, "Sesi disimpan.")
                return redirect("training_office:event", event.slug)
        context = {"form": form, "title": "Ubah sesi" if session else "Sesi baru", "back": event.slug}
        return render(request, "training/officer/form.html", context, status=422 if form.errors else 200)


def _verbs(event: Event, now: datetime) -> list[tuple[str, str]]:
    """What the state allows; to declare the event over only once its last session has ended."""
    may = {action: pair for action, pair in STATE_VERBS.items() if states.event.next_state(event.state, action)}
    if event.last_at is None or event.last_at > now:
        may.pop(states.event.FINISH, None)
    return list(may.values())


def _blame(form: Any, refused: Exception) -> None:
    if not isinstance(refused, actions.InputRefused):
        form.add_error(None, str(refused))
        return
    for name, text in refused.problems.items():
        form.add_error(name if name in form.fields else None, text)
