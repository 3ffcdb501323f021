"""One press: check, publish, extend, withdraw, stop and resume the sending."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from melayani.delivery.announcements import access, actions, recipients, states
from melayani.delivery.announcements.forms import ExtendForm
from melayani.delivery.announcements.officer_views.reading import preview
from melayani.foundation.people import OfficerRequest, officer_page


@officer_page(roles=access.SPEAKS)
@require_POST
def check(request: OfficerRequest, slug: str) -> HttpResponse:
    row = access.get_for_speaker(request.officer, slug)
    return tried(
        request,
        slug,
        lambda: actions.check_announcement(actor=request.officer, announcement=row, now=timezone.now()),
        "Ditandai sudah diperiksa.",
    )


@officer_page(roles=access.SPEAKS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: OfficerRequest, slug: str) -> HttpResponse:
    """A last look with the number of people who will get a message; then it is public."""
    row, now = access.get_for_speaker(request.officer, slug), timezone.now()
    if request.method == "POST":
        return tried(
            request,
            slug,
            lambda: actions.publish_announcement(actor=request.officer, announcement=row, now=now),
            "Terbit. Pesan dikirim di belakang layar; kemajuannya tampil di halaman ini.",
        )
    if states.next_state(row.state, "publish") is None:
        return redirect("announcements_office:record", slug)
    context = {"row": row, "people": recipients.count_people(row, now), **preview(row)}
    return render(request, "announcements/officer/publish.html", context)


@officer_page(roles=access.SPEAKS)
@require_POST
def extend(request: OfficerRequest, slug: str) -> HttpResponse:
    row, form = access.get_for_speaker(request.officer, slug), ExtendForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tulis hari, bulan, tahun, dan jam.")
        return redirect("announcements_office:record", slug)
    until = form.until(row.organisation.zone)
    return tried(
        request,
        slug,
        lambda: actions.extend_announcement(
            actor=request.officer, announcement=row, valid_until=until, now=timezone.now()
        ),
        "Waktunya sudah diperbarui di semua tempat.",
    )


@officer_page(roles=access.SPEAKS)
@require_POST
def withdraw(request: OfficerRequest, slug: str) -> HttpResponse:
    row, reason = access.get_for_speaker(request.officer, slug), request.POST.get("reason", "")
    return tried(
        request,
        slug,
        lambda: actions.withdraw_announcement(
            actor=request.officer, announcement=row, reason=reason, now=timezone.now()
        ),
        "Ditarik. Halamannya tetap ada dengan alasannya.",
    )


@officer_page(roles=access.SPEAKS)
@require_POST
def stop(request: OfficerRequest, slug: str) -> HttpResponse:
    row = access.get_for_speaker(request.officer, slug)
    return tried(
        request,
        slug,
        lambda: actions.stop_telling(actor=request.officer, announcement=row, now=timezone.now()),
        "Pengiriman dihentikan. Pesan yang sudah masuk antrean tetap terkirim.",
    )


@officer_page(roles=access.SPEAKS)
@require_POST
def resume(request: OfficerRequest, slug: str) -> HttpResponse:
    row = access.get_for_speaker(request.officer, slug)
    return tried(
        request,
        slug,
        lambda: actions.resume_telling(actor=request.officer, announcement=row, now=timezone.now()),
        "Pengiriman dilanjutkan dari tempat ia berhenti.",
    )


def tried(request: OfficerRequest, slug: str, verb: Callable[[], object], done: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the announcement either way."""
    try:
        verb()
    except actions.AnnouncementRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("announcements_office:record", slug)
