"""Invitations from both sides: whom an organiser asks, whom a unit sends, an officer who registers alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.training import access, actions, queries, states
from melayani.oversight.training.forms.citizen import ReasonForm, SendForm
from melayani.oversight.training.forms.office import DoneForm, FindUnitsForm, InviteForm, JoinForm, TaskForm
from melayani.oversight.training.models import FollowUp, Way
from melayani.oversight.training.sending import send_from_unit


@officer_page(roles=access.ORGANISERS)
def invite(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Find units and invite those that are ticked."""
    event = access.get_event(request.officer, slug)
    session = access.get_session(event, number)
    search = FindUnitsForm(request.GET)
    asked = search.cleaned_data if search.is_valid() else {"q": "", "jenis": ""}
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        units = queries.people.units_by_id(request.POST.getlist("units"))
        try:
            made = actions.invite_units(
                actor=request.officer, session=session, organisations=units, now=timezone.now(), **form.cleaned_data
            )
        except actions.InputRefused as refused:
            for name, text in refused.problems.items():
                form.add_error(name if name in form.fields else None, text)
        except actions.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{len(made)} unit diundang.")
            return redirect("training_office:session", slug, number)
    typed = asked["q"].replace("\x00", "")
    units = queries.people.units_found(typed, kind=asked["jenis"], session=session) if request.GET else []
    context = {"event": event, "session": session, "search": search, "form": form, "units": units}
    return render(request, "training/officer/invite.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.SENDERS)
def invitation(request: OfficerRequest, pk: int) -> HttpResponse:
    """My unit is invited: register its people one by one."""
    row = access.get_invitation(request.officer, pk)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and send_from_unit(request.officer, row, form, Way.UNIT):
        messages.success(request, "Terdaftar. Tautan pribadinya dikirim kepada peserta.")
        return redirect("training_office:invitation", pk)
    context = {
        "invitation": row,
        "session": row.session,
        "event": row.session.event,
        "sent": queries.people.sent_by(row),
        "form": form,
        "reason": ReasonForm(),
        "is_open": row.session.event.state == states.event.OPEN and row.session.starts_at > timezone.now(),
    }
    return render(request, "training/officer/invitation.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.SENDERS)
@require_POST
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """My unit sends nobody, and says why."""
    row = access.get_invitation(request.officer, pk)
    try:
        reason = request.POST.get("reason", "")
        actions.decline(actor=request.officer, invitation=row, reason=reason, now=timezone.now())
    except (actions.ActionRefused, actions.InputRefused) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Penyelenggara diberi tahu.")
    return redirect("training_office:invitation", pk)


@officer_page
def join(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Register by the own account: name and address are known."""
    event = access.get_public_event(slug)
    session = access.get_session(event, number)
    places = {row.slug: row for row in request.officer.organisations}
    posted = request.POST if request.method == "POST" else None
    form = JoinForm(session, [(key, row.name) for key, row in places.items()], posted)
    if posted is not None and form.is_valid():
        data, now, person = form.cleaned_data, timezone.now(), request.officer.person
        unit = places[data["organisation"]]
        who = actions.Participant(
            name=person.name,
            position=data["position"],
            needs=data["needs"],
            office=data["office"],
            agency_name=unit.name,
            organisation=unit,
            region=queries.events.region(unit.region_id or ""),
        )
        try:
            contact = keep_contact(email=person.email, now=now)
            row = actions.register(
                actor=request.officer, session=session, who=who, contact=contact, way=Way.ACCOUNT, now=now
            )
        except actions.InputRefused as refused:
            for name, text in refused.problems.items():
                form.add_error(name if name in form.fields else None, text)
        except actions.ActionRefused as refused:
            form.add_error(None, str(refused))
        except actions.Busy:
            form.add_error(None, "Banyak orang sedang mendaftar. Coba lagi sebentar.")
        else:
            messages.success(request, f"{row.words.officer}. Rinciannya dikirim ke {person.email}.")
            return redirect("training_office:events")
    others = [one.session for one in queries.events.session_views(event, language="id") if one.session != session]
    context = {"form": form, "event": event, "session": session, "others": others}
    return render(request, "training/officer/join.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.ORGANISERS)
def give_task(request: OfficerRequest, slug: str) -> HttpResponse:
    """Ask a unit to do something with what was learnt."""
    event = access.get_event(request.officer, slug)
    form = TaskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit = queries.people.unit_by_slug(data["unit"])
        if unit is None:
            form.add_error("unit", "Unit ini tidak ada.")
        else:
            try:
                actions.give_task(
                    actor=request.officer,
                    event=event,
                    organisation=unit,
                    text=data["text"],
                    due_on=data["due_on"],
                    now=timezone.now(),
                )
            except actions.InputRefused as refused:
                for name, text in refused.problems.items():
                    form.add_error(name, text)
            else:
                messages.success(request, "Tindak lanjut ada di meja kerja unit itu.")
                return redirect("training_office:event", slug)
    context = {"form": form, "title": "Tugaskan tindak lanjut", "back": slug}
    return render(request, "training/officer/form.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.SENDERS | access.ORGANISERS)
@require_safe
def task(request: OfficerRequest, pk: int) -> HttpResponse:
    """What my unit is to do, by when."""
    return _task(request, access.get_follow_up(request.officer, pk), DoneForm())


@officer_page(roles=access.SENDERS | access.ORGANISERS)
@require_POST
def finish_task(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say what was done."""
    row = access.get_follow_up(request.officer, pk)
    form = DoneForm(request.POST)
    if form.is_valid():
        try:
            result = form.cleaned_data["result"]
            actions.finish_task(actor=request.officer, task=row, result=result, now=timezone.now())
        except (actions.ActionRefused, actions.InputRefused) as refused:
            form.add_error("result", str(refused))
        else:
            messages.success(request, "Tindak lanjut dinyatakan selesai.")
            return redirect("training_office:task", pk)
    return _task(request, row, form)


def _task(request: OfficerRequest, row: FollowUp, form: DoneForm) -> HttpResponse:
    context = {"task": row, "event": row.event, "form": form}
    return render(request, "training/officer/task.html", context, status=422 if form.errors else 200)
