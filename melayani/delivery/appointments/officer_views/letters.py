"""What a visitor wrote on a booking: its files, and the word that it was read, with an answer or without."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from melayani.delivery.appointments import access, actions
from melayani.foundation.messaging import correspondence
from melayani.foundation.people import OfficerRequest, officer_page


@require_POST
@officer_page(roles=access.DESK)
def settle(request: OfficerRequest, number: str) -> HttpResponse:
    """Note that the letters were read, and send the answer when one was written."""
    row = access.get_for_officer(request.officer, number)
    answer = request.POST.get("answer", "")
    try:
        actions.settle_letters(actor=request.officer, booking=row, answer=answer, now=timezone.now())
        messages.success(request, "Surat ditandai sudah dibaca. Jawaban yang Anda tulis dikirim kepada warga.")
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    return redirect("appointments_office:booking", number)


@require_safe
@officer_page(roles=access.DESK)
def letter_file(request: OfficerRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file of a letter on the booking; 404 for any other, 410 when its bytes are gone."""
    return correspondence.handed_out(request, access.get_for_officer(request.officer, number).reference, file)
