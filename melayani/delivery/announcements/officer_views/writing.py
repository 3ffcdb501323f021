"""Write an announcement: choose who speaks, then everything it says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from melayani.delivery.announcements import access, actions, queries, states
from melayani.delivery.announcements.forms import AnnouncementForm, OfficeForm
from melayani.delivery.announcements.models import Announcement
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page

MOST = 300


@officer_page(roles=access.SPEAKS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: OfficerRequest) -> HttpResponse:
    """Whose announcement it is; who speaks for one office goes on at once."""
    offices = list(access.offices_of(request.officer)[:MOST])
    form = OfficeForm(offices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect(
            "announcements_office:new", access.get_office(request.officer, form.cleaned_data["organisation"]).slug
        )
    if request.method != "POST" and len(offices) == 1:
        return redirect("announcements_office:new", offices[0].slug)
    return render(request, "announcements/officer/choose.html", {"form": form}, status=422 if form.errors else 200)


@officer_page(roles=access.SPEAKS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficerRequest, office: str) -> HttpResponse:
    """A draft; it is published on its own page, after a look at how it reads."""
    home, now = access.get_office(request.officer, office), timezone.now()
    form = _form(request, home, initial=AnnouncementForm.initial_new(home, now))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.draft_announcement(actor=request.officer, organisation=home, given=form.given(), now=now)
        except actions.AnnouncementRefused as refused:
            form.blame(refused.field, str(refused))
        else:
            messages.success(request, "Rancangan tersimpan. Lihat dahulu bagaimana tampilannya, lalu terbitkan.")
            return redirect("announcements_office:record", row.slug)
    return _page(request, form, home, None)


@officer_page(roles=access.SPEAKS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, slug: str) -> HttpResponse:
    """Change a draft, or correct what is published: that asks what was set right."""
    row = access.get_for_speaker(request.officer, slug)
    is_public = row.state == states.PUBLISHED
    form = _form(request, row.organisation, initial=AnnouncementForm.initial_for(row), is_correction=is_public)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        given: dict[str, Any] = {"given": form.given(), "reason": reason, "now": timezone.now()}
        try:
            actions.edit_announcement(actor=request.officer, announcement=row, **given)
        except actions.AnnouncementRefused as refused:
            form.blame(refused.field, str(refused))
        else:
            messages.success(request, "Perbaikan sudah tampil." if is_public else "Rancangan tersimpan.")
            return redirect("announcements_office:record", slug)
    return _page(request, form, row.organisation, row)


def _form(request: OfficerRequest, home: Organisation, **more: Any) -> AnnouncementForm:
    choices = queries.choices_for(home)
    posted = request.POST if request.method == "POST" else None
    return AnnouncementForm(home, choices.units, choices.services, choices.regions, posted, **more)


def _page(
    request: OfficerRequest, form: AnnouncementForm, home: Organisation, row: Announcement | None
) -> HttpResponse:
    context = {"form": form, "home": home, "row": row, "is_correction": "reason" in form.fields}
    return render(request, "announcements/officer/write.html", context, status=422 if form.errors else 200)
