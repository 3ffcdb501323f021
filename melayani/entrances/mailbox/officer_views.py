"""Letters that were put aside, for the administrators of the installation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.entrances.mailbox import access, actions, queries
from melayani.foundation.people import OfficerRequest, Role, officer_page


@require_safe
@officer_page(roles=[Role.ADMINISTRATOR])
def letters(request: OfficerRequest) -> HttpResponse:
    """What came and led to nothing by itself, newest first."""
    page = queries.page(request.officer, before=request.GET.get("sebelum", ""), now=timezone.now())
    return render(request, "mailbox/officer/letters.html", {"page": page})


@require_safe
@officer_page(roles=[Role.ADMINISTRATOR])
def one(request: OfficerRequest, pk: int) -> HttpResponse:
    """One letter with everything its sender wrote, as text."""
    payload = access.get_aside(request.officer, pk)
    context = {"payload": payload, "why": queries.why_of(payload), "letter": queries.whole(payload)}
    return render(request, "mailbox/officer/letter.html", context)


@require_POST
@officer_page(roles=[Role.ADMINISTRATOR])
def read_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give the letter to the worker once more."""
    payload = access.get_aside(request.officer, pk)
    actions.read_again(actor=request.officer, payload=payload, now=timezone.now())
    messages.success(request, "Surat dibaca lagi oleh pekerja dalam beberapa detik.")
    return redirect("mailbox_office:list")
