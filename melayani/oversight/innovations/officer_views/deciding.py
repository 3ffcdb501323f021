"""One press: send, give back, publish, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.innovations import access, actions


@officer_page(roles=access.KEEPS)
@require_POST
def submit(request: OfficerRequest, slug: str) -> HttpResponse:
    row = access.get_for_keeper(request.officer, slug)
    return tried(
        request,
        slug,
        lambda: actions.submit_innovation(actor=request.officer, innovation=row, now=timezone.now()),
        "Terkirim ke biro organisasi. Anda melihat jawabannya di halaman ini.",
    )


@officer_page(roles=access.LOOKS_OVER)
@require_POST
def send_back(request: OfficerRequest, slug: str) -> HttpResponse:
    row, reason = access.get_for_bureau(request.officer, slug), request.POST.get("reason", "")
    return tried(
        request,
        slug,
        lambda: actions.send_back(actor=request.officer, innovation=row, reason=reason, now=timezone.now()),
        "Dikembalikan ke unit dengan alasannya.",
    )


@officer_page(roles=access.LOOKS_OVER)
@require_POST
def publish(request: OfficerRequest, slug: str) -> HttpResponse:
    row = access.get_for_bureau(request.officer, slug)
    return tried(
        request,
        slug,
        lambda: actions.publish_innovation(actor=request.officer, innovation=row, now=timezone.now()),
        "Terbit di pustaka inovasi.",
    )


@officer_page(roles=access.KEEPS)
@require_POST
def withdraw(request: OfficerRequest, slug: str) -> HttpResponse:
    row, reason = access.get_for_keeper(request.officer, slug), request.POST.get("reason", "")
    return tried(
        request,
        slug,
        lambda: actions.withdraw_innovation(actor=request.officer, innovation=row, reason=reason, now=timezone.now()),
        "Ditarik dari pustaka. Riwayatnya tetap tersimpan.",
    )


def tried(request: OfficerRequest, slug: str, verb: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the record either way."""
    try:
        verb()
    except actions.InnovationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("innovations_office:record", slug)
