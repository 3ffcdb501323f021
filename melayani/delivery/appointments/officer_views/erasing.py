"""The form on the page of a visit by which its personal data is destroyed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.delivery.appointments import access, actions
from melayani.delivery.appointments.officer_views.desk import render_booking
from melayani.foundation.people import OfficerRequest, officer_page


@require_POST
@officer_page(roles=access.DESK)
def erase(request: OfficerRequest, number: str) -> HttpResponse:
    """Destroy it with a written reason; a refusal shows the page again with what was typed."""
    row, reason = access.get_for_officer(request.officer, number), request.POST.get("reason", "")
    problem = "" if request.POST.get("sure") == "on" else "Centang dahulu bahwa ini tidak dapat dikembalikan."
    try:
        if not problem:
            actions.erase_person(actor=request.officer, booking=row, reason=reason, now=timezone.now())
    except actions.ActionRefused as refused:
        problem = str(refused)
    if problem:
        return render_booking(request, row, refused="erase", problem=problem, value=reason, status=422)
    messages.success(request, "Data pribadi dihapus. Warga diberi tahu untuk terakhir kali.")
    return redirect("appointments_office:booking", number)
