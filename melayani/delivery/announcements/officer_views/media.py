"""Where else an announcement was made known, with the files that show it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from melayani.delivery.announcements import access, actions
from melayani.delivery.announcements.forms import MediumForm
from melayani.delivery.announcements.models import Announcement
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page


@officer_page(roles=access.SPEAKS)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: OfficerRequest, slug: str) -> HttpResponse:
    """Record one publication in radio, social media, a newspaper, on a board."""
    row, now = access.get_for_speaker(request.officer, slug), timezone.now()
    local = now.astimezone(row.organisation.zone).replace(tzinfo=None, second=0, microsecond=0)
    posted = request.method == "POST"
    form = MediumForm(request.POST, request.FILES) if posted else MediumForm(initial={"at": local})
    if posted and form.is_valid() and _noted(request, row, form):
        messages.success(request, "Tercatat.")
        return redirect("announcements_office:record", slug)
    status = 422 if form.errors else 200
    return render(request, "announcements/officer/media.html", {"form": form, "row": row}, status=status)


@officer_page(roles=access.SEES)
@require_safe
def file(request: OfficerRequest, slug: str, file: UUID) -> HttpResponseBase:
    """A file that shows a publication."""
    row = access.get_for_officer(request.officer, slug)
    return download(request, access.get_file(row, file).attachment, inline=True)


def _noted(request: OfficerRequest, row: Announcement, form: MediumForm) -> bool:
    """Whether it was kept; what is wrong stands on the form."""
    now, data = timezone.now(), form.cleaned_data
    files, trouble = attachments.take_in(
        actor=request.officer, kept=(), uploads=data["papers"], now=now, purpose="announcement"
    )
    if trouble:
        form.add_error("papers", trouble)
        return False
    try:
        actions.make_known(
            actor=request.officer,
            announcement=row,
            medium=data["medium"],
            place=data["place"],
            note=data["note"],
            at=form.when(row.organisation.zone),
            files=[one.pk for one in files],
            now=now,
        )
    except actions.AnnouncementRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True
