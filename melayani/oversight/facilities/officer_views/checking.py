"""A walk through a section with a phone: the form works without scripts, and outlives a lost network with one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.facilities import access, actions, photos, queries
from melayani.oversight.facilities.forms import CheckForm


@officer_page(roles=access.CHECKERS)
def check(request: OfficerRequest, slug: str, section: str) -> HttpResponse:
    """The items of one section, or the one that `?butir=` names; the fields hold details of last time."""
    organisation = access.get_place(request.officer, slug)
    now = timezone.now()
    today = now.astimezone(organisation.zone).date()
    view = queries.place_view(organisation, today)
    walked = next((one for one in view.sections if one.section.key == section), None)
    if walked is None:
        raise Http404
    rows = [row for row in walked.rows if row.item.section == section]
    only = [row for row in rows if row.item.key == request.GET.get("butir", "")]
    form = CheckForm(
        only or rows,
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        mandatory=walked.has_mandatory,
        initial=CheckForm.initial_for(only or rows, today),
    )
    if request.method == "POST" and _recorded(request, organisation, section, form):
        messages.success(request, "Pemeriksaan dicatat. Warga melihatnya di halaman tempat ini.")
        return redirect("facilities_office:place", slug)
    context = {
        "organisation": organisation,
        "section": walked.section,
        "form": form,
        "whole": not only,
        "mandatory": walked.has_mandatory,
        "waiting": queries.waiting_reports(organisation, [row.item.key for row in only]) if only else [],
    }
    return render(request, "facilities/officer/check.html", context, status=422 if form.errors else 200)


def _recorded(request: OfficerRequest, organisation: Organisation, section: str, form: CheckForm) -> bool:
    """Record what was sent, or say in the form what is wrong; what was recorded already is recorded."""
    now, valid = timezone.now(), form.is_valid()
    if valid and queries.walk_known(request.officer, form.cleaned_data["key"]):
        return True
    taken = photos.take(request.officer, request.POST, form.uploads(), now)
    form.kept = taken.kept
    for item, problem in taken.problems.items():
        form.blame(item, problem, "photo")
    if not valid or taken.problems:
        return False
    given = {name: form.cleaned_data[name] for name in ("checked_on", "next_check", "key")}
    try:
        actions.record_check(
            actor=request.officer,
            organisation=organisation,
            section=section,
            findings=form.findings(taken.photos),
            answer=form.cleaned_data.get("answer", ""),
            now=now,
            **given,
        )
    except actions.CheckRefused as refusal:
        form.blame(refusal.item, str(refusal))
        return False
    return True
