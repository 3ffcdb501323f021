"""By the link of an invitation: come or not, and contribute. By the code in the room: note that one came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from melayani.foundation.numbers.rules import make_secret
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people import actions as people
from melayani.voice.consultations import access, actions, rules, states
from melayani.voice.consultations.citizen_views.speaking import add_problems
from melayani.voice.consultations.forms.citizen import AttendForm, ReplyForm, SpeakForm
from melayani.voice.consultations.models import Invitation

ONE_ROOM, WINDOW = 600, timedelta(hours=1)  # a whole room shares one address


@public_page
@never_cache
def invitation(request: CitizenRequest, token: str) -> HttpResponse:
    """The guest's own page: what it is about, whether the guest comes, and a contribution without any other proof."""
    row = access.find_invitation(token)
    if request.method == "POST":
        return _speak(request, row, token) if request.POST.get("step") == "speak" else _reply(request, row, token)
    return _page(request, row, token)


@public_page
@never_cache
def attend(request: CitizenRequest, number: str, code: str) -> HttpResponse:
    """The form behind the code on the wall: who came; once from each phone."""
    row, now = access.get_public(number), timezone.now()
    sending = request.method == "POST"
    if not access.opens_attendance(row, code, now, sending=sending):
        return render(request, "consultations/citizen/attend_closed.html", {"row": row}, status=404)
    form = AttendForm(request.POST if sending else None)
    if sending and form.is_valid():
        try:
            people.throttle(
                scope="consultation.attend", key=network_of(request), limit=ONE_ROOM, window=WINDOW, now=now
            )
            actions.attend(actor=request.citizen, consultation=row, code=code, now=now, **form.cleaned_data)
            return render(request, "consultations/citizen/attended.html", {"row": row})
        except rules.InputRefused as refused:
            add_problems(form, refused)
        except (rules.ActionRefused, people.TooMany) as refused:
            form.add_error(None, str(refused))
    status = 422 if form.errors else 200
    return render(request, "consultations/citizen/attend.html", {"row": row, "form": form}, status=status)


def _reply(request: CitizenRequest, row: Invitation, token: str) -> HttpResponse:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, row, token, reply=form)
    comes = form.cleaned_data["comes"] == "ya"
    try:
        actions.answer_invitation(
            actor=request.citizen,
            invitation=row,
            comes=comes,
            need=form.cleaned_data["need"],
            token=token,
            now=timezone.now(),
        )
    except rules.ActionRefused as refused:
        messages.error(request, gettext(str(refused)))
    else:
        words = gettext("Terima kasih. Kami menunggu Anda.") if comes else gettext("Terima kasih sudah memberi tahu.")
        messages.success(request, words)
    return redirect("consultations:invitation", token)


def _speak(request: CitizenRequest, row: Invitation, token: str) -> HttpResponse:
    held = row.consultation
    form = SpeakForm(request.POST, topics=list(access.topics_of(held)))
    if not form.is_valid():
        return _page(request, row, token, speak=form)
    try:
        found = actions.contribute(
            actor=request.citizen,
            consultation=held,
            said=form.said(),
            once=form.cleaned_data["once"],
            invitation=row,
            now=timezone.now(),
        )
    except rules.InputRefused as refused:
        add_problems(form, refused)
        return _page(request, row, token, speak=form)
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("consultations:invitation", token)
    words = gettext("Terima kasih. Masukan Anda bernomor {entry} kami terima dan tayang setelah dibaca petugas.")
    messages.success(request, words.format(entry=found.entry))
    return redirect("consultations:invitation", token)


def _page(request: CitizenRequest, row: Invitation, token: str, **forms: Any) -> HttpResponse:
    held = row.consultation
    if held.announced_at is None:
        raise Http404
    topics = list(access.topics_of(held))
    initial = {"once": make_secret(), "kind": row.kind, "vulnerable": row.vulnerable}
    answered = {"comes": {"accepted": "ya", "declined": "tidak"}.get(row.state), "need": row.need}
    context = {
        "row": held,
        "guest": row,
        "token": token,
        "topics": topics,
        "said": list(row.contributions.order_by("entry")),
        "reply": ReplyForm(initial=answered),
        "speak": SpeakForm(topics=topics, initial=initial),
        "is_open": held.state == states.INVITED,
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "consultations/citizen/invitation.html", context, status=422 if wrong else 200)
