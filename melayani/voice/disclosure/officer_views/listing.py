"""Keeping the public list: entries, their files, publishing and taking back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import download
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import OfficerRequest, Role, officer_page
from melayani.voice.disclosure import access, actions, rules
from melayani.voice.disclosure.composing import keeping
from melayani.voice.disclosure.models import EntryState, Information, InformationRequest
from melayani.voice.disclosure.officer_views.forms import EntryForm, add_problems

FIELDS = (
    "title",
    "summary",
    "category",
    "holding_unit",
    "responsible",
    "made_on",
    "place",
    "soft",
    "hard",
    "retention",
    "link",
)


@require_safe
@officer_page(roles=access.READERS)
def entries(request: OfficerRequest) -> HttpResponse:
    """All entries of my bodies, by state and words; paged."""
    q, state = request.GET.get("q", "").replace("\x00", "")[:120], request.GET.get("status", "")
    context = {
        "page": keeping.entries_page(request.officer, q=q, state=state, page=request.GET.get("page", "1")),
        "q": q,
        "state": state,
        "states": EntryState.choices,
        "may_add": bool(access.desks_of(request.officer, Role.INFORMATION)),
    }
    return render(request, "disclosure/officer/entries.html", context)


@require_safe
@officer_page(roles=access.READERS)
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """One entry with its files and history."""
    page = keeping.entry_page(request.officer, pk)
    return render(request, "disclosure/officer/entry.html", {"page": page, "entry": page.entry})


@require_safe
@officer_page(roles=access.READERS)
def entry_file(request: OfficerRequest, pk: int, file: Any) -> HttpResponseBase:
    """A file of an entry, published or not."""
    row = access.get_entry_for_officer(request.officer, pk)
    found = row.files.select_related("attachment").filter(attachment=file).first()
    if found is None:
        raise Http404
    return download(request, found.attachment, inline=True)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.PPID)
def add_entry(request: OfficerRequest) -> HttpResponse:
    """A new entry, as a draft; with `dari` from what was handed over on a request."""
    desks = access.desks_of(request.officer, Role.INFORMATION)
    slug = request.POST.get("organisation") or request.GET.get("kantor", "")
    organisation = next((one for one in desks if one.slug == slug), desks[0])
    number = request.GET.get("dari", "")
    origin = access.get_for_officer(request.officer, number) if number else None
    if origin is not None:
        organisation = origin.organisation if request.method == "GET" and not slug else organisation
    return _edit(request, organisation, None, origin, desks)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.PPID)
def change_entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change an entry, add files, take some away."""
    page = keeping.entry_page(request.officer, pk)
    if not page.may_change:
        raise Http404
    return _edit(request, page.entry.organisation, page, page.entry.from_request, [page.entry.organisation])


@require_POST
@officer_page(roles=access.PPID)
def publish_entry(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_entry_for_officer(request.officer, pk)
    try:
        actions.publish_information(actor=request.officer, information=row, now=timezone.now())
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Terbit dalam Daftar Informasi Publik.")
    return redirect("disclosure_office:entry", pk=pk)


@require_POST
@officer_page(roles=access.PPID)
def withdraw_entry(request: OfficerRequest, pk: int) -> HttpResponse:
    row = access.get_entry_for_officer(request.officer, pk)
    try:
        actions.withdraw_information(
            actor=request.officer, information=row, reason=request.POST.get("reason", ""), now=timezone.now()
        )
    except rules.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Ditarik dari daftar. Alasannya tersimpan dalam riwayat.")
    return redirect("disclosure_office:entry", pk=pk)


def _edit(
    request: OfficerRequest,
    organisation: Organisation,
    page: keeping.EntryPage | None,
    origin: InformationRequest | None,
    desks: Sequence[Organisation],
) -> HttpResponse:
    now, entry = timezone.now(), page.entry if page else None
    data = request.POST if request.method == "POST" else None
    choices = keeping.exclusions_in_force(organisation, now)
    form = EntryForm(data, exclusions=choices, initial=_initial(entry, origin, organisation))
    files, trouble = attachments.take_in(
        actor=request.officer,
        kept=request.POST.getlist("kept"),
        uploads=request.FILES.getlist("papers"),
        now=now,
        purpose="information",
    )
    if request.method == "POST" and form.is_valid() and not trouble:
        try:
            row = _save(request, organisation, entry, origin, form.cleaned_data, files, now)
        except rules.InputRefused as refused:
            add_problems(form, refused.problems)
        except rules.ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Tersimpan. Terbitkan bila sudah benar." if entry is None else "Tersimpan.")
            return redirect("disclosure_office:entry", pk=row.pk)
    if trouble:
        form.add_error("papers", trouble)
    context = {
        "form": form,
        "entry": entry,
        "organisation": organisation,
        "desks": desks,
        "files": page.files if page else [],
        "papers": files,
        "origin": origin,
    }
    return render(request, "disclosure/officer/entry_form.html", context, status=422 if form.errors else 200)


def _save(
    request: OfficerRequest,
    organisation: Organisation,
    entry: Information | None,
    origin: InformationRequest | None,
    data: dict[str, Any],
    files: Sequence[Attachment],
    now: datetime,
) -> Information:
    typed: dict[str, Any] = {
        "actor": request.officer,
        "entry": rules.Entry(**{name: data[name] for name in FIELDS}),
        "exclusion": keeping.exclusion_in_force(organisation, data["exclusion"], now),
        "files": [(file.pk, "") for file in files],
        "now": now,
    }
    if entry is None:
        return actions.add_information(organisation=organisation, from_request=origin, **typed)
    removed = [int(text) for text in request.POST.getlist("remove") if text.isascii() and text.isdigit()]
    return actions.change_information(information=entry, remove=removed, **typed)


def _initial(
    entry: Information | None, origin: InformationRequest | None, organisation: Organisation
) -> dict[str, object]:
    if entry is not None:
        return {**{name: getattr(entry, name) for name in FIELDS}, "exclusion": str(entry.exclusion_id or "")}
    start: dict[str, object] = {"holding_unit": organisation.name, "soft": True}
    return {**start, "summary": origin.information} if origin else start
