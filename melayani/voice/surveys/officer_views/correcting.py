"""What was typed by mistake: a period that is not published, a line of its plan, an announcement."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.surveys import access, actions
from melayani.voice.surveys.forms import FollowUpForm, PeriodForm
from melayani.voice.surveys.models import FollowUp
from melayani.voice.surveys.officer_views.periods import elements, period_page


@officer_page(roles=access.PUBLISHES)
@require_POST
def change(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Days, users and minimum of a period that is not published."""
    access.get_unit_for_manager(request.officer, slug)
    row = access.get_period_for_officer(request.officer, slug, pk)
    form = PeriodForm(request.POST)
    if form.is_valid():
        try:
            actions.change_period(actor=request.officer, period=row, now=timezone.now(), **form.cleaned_data)
        except actions.PeriodRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Periode diubah.")
            return redirect("surveys_office:period", slug, pk)
    return period_page(request, row, period_form=form)


@officer_page(roles=access.PUBLISHES)
@require_POST
def withdraw(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Take away a period that was opened by mistake."""
    access.get_unit_for_manager(request.officer, slug)
    row = access.get_period_for_officer(request.officer, slug, pk)
    try:
        actions.withdraw_period(actor=request.officer, period=row, now=timezone.now())
    except actions.PeriodRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys_office:period", slug, pk)
    messages.success(request, "Periode dihapus. Jawaban yang sudah masuk tetap tersimpan dan dihitung.")
    return redirect("surveys_office:unit", slug)


@officer_page(roles=access.PUBLISHES)
@require_POST
def correct(request: OfficerRequest, slug: str, pk: int, deed: str) -> HttpResponse:
    """Change a line of the plan, let it run again, or take it back on its first day."""
    row = access.get_follow_up_for_manager(request.officer, slug, pk)
    if deed == "ubah":
        return _change_line(request, slug, row)
    deeds: dict[str, tuple[Callable[..., object], str]] = {
        "buka-lagi": (actions.reopen_follow_up, "Tindak lanjut berjalan lagi."),
        "hapus": (actions.withdraw_follow_up, "Rencana dihapus."),
    }
    if deed not in deeds:
        raise Http404
    do, said = deeds[deed]
    try:
        do(actor=request.officer, follow_up=row, now=timezone.now())
    except actions.FollowUpRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("surveys_office:period", slug, row.period_id)


@officer_page(roles=access.PUBLISHES)
@require_POST
def unannounce(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    """Take back an announcement that was noted by mistake."""
    row = access.get_publication_for_manager(request.officer, slug, pk)
    try:
        actions.withdraw_publication(actor=request.officer, publication=row, now=timezone.now())
    except actions.FollowUpRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Pengumuman dihapus dari catatan.")
    return redirect("surveys_office:period", slug, row.period_id)


def _change_line(request: OfficerRequest, slug: str, row: FollowUp) -> HttpResponse:
    form = FollowUpForm(request.POST, elements=elements(), auto_id=False)
    if form.is_valid():
        try:
            actions.change_follow_up(actor=request.officer, follow_up=row, now=timezone.now(), **form.cleaned_data)
        except actions.FollowUpRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Rencana diubah dan tampil untuk warga.")
            return redirect("surveys_office:period", slug, row.period_id)
    return period_page(request, row.period, change_form=form, change_of=row.pk)
