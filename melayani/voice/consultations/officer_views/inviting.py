"""The list of guests with the quota beside it; sending; answers as an officer heard them; guests who came."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, rules, states
from melayani.voice.consultations.actions.inviting import Invited
from melayani.voice.consultations.forms.planning import GuestForm
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.officer_views.shown import show, tried
from melayani.voice.consultations.queries import desk

PAGE_SIZE = 50
COMES, STAYS_AWAY, CAME, DROP = "hadir", "tidak", "datang", "hapus"


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def invitations(request: OfficerRequest, number: str) -> HttpResponse:
    """Guests by kind, who answered what; add one."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
    form = GuestForm(request.POST if request.method == "POST" else None, initial={"kind": request.GET.get("unsur")})
    if request.method == "POST" and tried(form, lambda: _invite(request, row, form)):
        messages.success(request, "Tamu masuk daftar undangan.")
        return redirect("consultations_office:invitations", number)
    guests = access.invitations_of(row)
    context = {
        "form": form,
        "page": Paginator(guests, PAGE_SIZE).get_page(request.GET.get("page", "1")),
        "seats": desk.seats_of(row),
        "waiting": guests.filter(state="prepared").count(),
        "may_invite": row.state in (states.PLANNED, states.INVITED),
        "is_announced": row.state == states.INVITED,
    }
    return show(request, row, "invitations.html", context, here="invitations")


@require_POST
@officer_page(roles=access.READERS)
def send(request: OfficerRequest, number: str) -> HttpResponse:
    """Send what is prepared."""
    row = access.get_to_work_on(request.officer, number)
    try:
        sent = actions.send_invitations(actor=request.officer, consultation=row, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{sent} undangan dikirim.")
    return redirect("consultations_office:invitations", number)


@require_POST
@officer_page(roles=access.READERS)
def guest(request: OfficerRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """What a guest said by telephone, that the guest came, or that the guest was listed by mistake."""
    row = access.get_to_work_on(request.officer, number)
    found = access.get_invitation(row, pk)
    now = timezone.now()
    if verb not in (COMES, STAYS_AWAY, CAME, DROP):
        raise Http404
    try:
        if verb == CAME:
            actions.note_attendance(actor=request.officer, consultation=row, invitation=found, once="", now=now)
        elif verb == DROP:
            actions.drop_guest(actor=request.officer, invitation=found, now=now)
        else:
            actions.answer_invitation(actor=request.officer, invitation=found, comes=verb == COMES, now=now)
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Tamu dihapus dari daftar." if verb == DROP else "Dicatat.")
    return redirect("consultations_office:attendance" if verb == CAME else "consultations_office:invitations", number)


def _invite(request: OfficerRequest, row: Consultation, form: GuestForm) -> object:
    guest = Invited(**form.cleaned_data)
    return actions.invite(actor=request.officer, consultation=row, guest=guest, now=timezone.now())
