"""Whether an innovation still runs, and who took it over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.innovations import access, actions
from melayani.oversight.innovations.forms import LookForm, OutsideForm, ReplicateForm
from melayani.oversight.innovations.officer_views.deciding import tried


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: OfficerRequest, slug: str) -> HttpResponse:
    """Record a look: does it run, who uses it, what shows that."""
    row, now = access.get_for_keeper(request.officer, slug), timezone.now()
    today = now.astimezone(row.organisation.zone).date()
    form = LookForm(
        request.POST if request.method == "POST" else None,
        initial={"checked_on": today, "owner": str(row.organisation), "legal_basis": row.legal_basis},
    )
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["checked_on"]
        try:
            actions.check_sustainability(
                actor=request.officer, innovation=row, look=form.look(), checked_on=day, now=now
            )
        except actions.InnovationRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Pemantauan dicatat. Warga melihat keadaannya di pustaka.")
            return redirect("innovations_office:record", slug)
    context = {"form": form, "row": row}
    return render(request, "innovations/officer/look.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def replicate(request: OfficerRequest, slug: str) -> HttpResponse:
    """Begin the record of one's own place as a copy of a published innovation, whosever it is."""
    original = access.get_published(slug)
    homes = list(access.homes_of(request.officer).exclude(pk=original.organisation_id)[:500])
    form = ReplicateForm(homes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        home = access.get_home(request.officer, form.cleaned_data["organisation"])
        try:
            copy = actions.replicate(
                actor=request.officer,
                original=original,
                organisation=home,
                takeover=form.takeover(),
                now=timezone.now(),
            )
        except actions.InnovationRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Catatan replikasi dibuat. Lengkapi isinya; pemilik asal diminta mengakuinya.")
            return redirect("innovations_office:record", copy.slug)
    context = {"form": form, "row": original, "homes": homes}
    return render(request, "innovations/officer/replicate.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: OfficerRequest, slug: str) -> HttpResponse:
    """Note a place outside the platform that took one's innovation over."""
    row = access.get_for_keeper(request.officer, slug)
    form = OutsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {"place": form.cleaned_data["place"], "takeover": form.takeover()}
        try:
            actions.note_replication(actor=request.officer, original=row, now=timezone.now(), **given)
        except actions.InnovationRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "Peniru dicatat.")
            return redirect("innovations_office:record", slug)
    context = {"form": form, "row": row}
    return render(request, "innovations/officer/outside.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.KEEPS)
@require_POST
def confirm(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    replica = access.get_replication(access.get_for_keeper(request.officer, slug), pk)
    return tried(
        request,
        slug,
        lambda: actions.confirm_replication(actor=request.officer, replication=replica, now=timezone.now()),
        "Diakui. Tempat itu kini tercantum di pustaka.",
    )


@officer_page(roles=access.KEEPS)
@require_POST
def decline(request: OfficerRequest, slug: str, pk: int) -> HttpResponse:
    replica = access.get_replication(access.get_for_keeper(request.officer, slug), pk)
    reason = request.POST.get("reason", "")
    return tried(
        request,
        slug,
        lambda: actions.decline_replication(
            actor=request.officer, replication=replica, reason=reason, now=timezone.now()
        ),
        "Tidak diakui; alasannya tersimpan.",
    )
