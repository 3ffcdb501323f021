"""Services and the process of their standards: list, enter, begin a version, and every step of its way."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.catalogue import access, actions, queries, states, words
from melayani.delivery.catalogue.forms.process import ServiceForm, initial
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.officer_views.verbs import VERBS, FileRefusedHere, Verb, uploaded
from melayani.delivery.catalogue.rules import drafting
from melayani.foundation.attachments import queries as attachments
from melayani.foundation.people import OfficerRequest, officer_page

ROWS = 50
TALKED_ABOUT = (states.DRAFT, states.IN_CONSULTATION)
reader_page = officer_page(roles=access.STANDARD_READERS)
keeper_page = officer_page(roles=access.STANDARD_KEEPERS)


@reader_page
@require_safe
def services(request: OfficerRequest) -> HttpResponse:
    """The services of the officer's units, with the standard in force and the one being made."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = queries.services_with_facts(request.officer.reach(*access.STANDARD_READERS))
    for word in typed.split()[:6]:
        rows = rows.filter(title__icontains=word)
    page = Paginator(rows.select_related("agency").order_by("agency__path", "title", "pk"), ROWS).get_page(
        request.GET.get("page")
    )
    today = timezone.localdate()
    context = {
        "page": page,
        "lines": [queries.gap_row(one, today) for one in page.object_list],
        "typed": typed,
        "labels": states.LABELS,
        "today": today,
        "may_enter": not access.STANDARD_KEEPERS.isdisjoint(request.officer.roles),
        "here": "services",
    }
    return render(request, "catalogue/officer/services.html", context)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_service(request: OfficerRequest) -> HttpResponse:
    """Enter a service that has no standard yet."""
    units = {one.slug: one for one in access.units_to_enter(request.officer).order_by("path")[:200]}
    choices = [(slug, one.name) for slug, one in units.items()]
    form = ServiceForm(choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            made = actions.create_service(
                agency=units[data.pop("agency")], actor=request.officer, now=timezone.now(), **data
            )
        except actions.NotPossible as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Layanan dicatat. Sekarang susun standarnya.")
            return redirect("standards_office:service", made.slug)
    return render(request, "catalogue/officer/new_service.html", {"form": form}, status=422 if form.errors else 200)


@reader_page
@require_safe
def service(request: OfficerRequest, slug: str) -> HttpResponse:
    """A service with all versions of its standard."""
    row = access.get_service_for_officer(request.officer, slug)
    versions = queries.versions_of(row)
    context = {
        "service": row,
        "versions": versions,
        "in_force": next((one for one in versions if one.state in states.IN_FORCE), None),
        "open": next((one for one in versions if one.state not in states.FROZEN), None),
        "may_change": access.may_change_standards(request.officer, row.agency),
        "labels": states.LABELS,
    }
    return render(request, "catalogue/officer/service.html", context)


@keeper_page
@require_POST
def draft(request: OfficerRequest, slug: str) -> HttpResponse:
    """Begin the next version, as a copy of the one before it."""
    row = access.get_service_for_officer(request.officer, slug)
    if not access.may_change_standards(request.officer, row.agency):
        raise Http404
    try:
        made = actions.draft_new_version(service=row, actor=request.officer, now=timezone.now())
    except actions.NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("standards_office:service", slug)
    messages.success(request, "Rancangan dibuka. Mulai dari tim dan keadaan sekarang, lalu isi bagian-bagiannya.")
    return redirect("standards_office:version", slug, made.version)


@reader_page
@require_safe
def version(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """One version with its whole process and what it needs next."""
    return _page(request, access.get_version_for_officer(request.officer, slug, number))


@keeper_page
@require_POST
def act(request: OfficerRequest, slug: str, number: int, verb: str) -> HttpResponse:
    """One step or entry of the process; what was refused is shown again with its reason."""
    row = access.get_version_for_keeper(request.officer, slug, number)
    wanted = VERBS.get(verb)
    if wanted is None:
        raise Http404
    form = wanted.form(request.POST, request.FILES, auto_id=f"{verb}_%s")
    if form.is_valid() and _done(request, row, wanted, form):
        messages.success(request, wanted.said)
        return redirect("standards_office:version", slug, number)
    return _page(request, row, wrong=verb, form=form)


@reader_page
@require_safe
def evidence(request: OfficerRequest, slug: str, number: int, file: UUID) -> HttpResponseBase:
    """A paper of the version."""
    row = access.get_version_for_officer(request.officer, slug, number)
    return attachments.download(request, access.get_evidence(row, file))


def _done(request: OfficerRequest, row: Standard, verb: Verb, form: Form) -> bool:
    now = timezone.now()
    try:
        data = uploaded(form.cleaned_data, actor=request.officer, now=now)
        verb.do(row, data, request.officer, now)
    except FileRefusedHere as refused:
        form.add_error("file", str(refused))
    except actions.NotPossible as refused:
        form.add_error(None, str(refused))
    else:
        return True
    return False


def _page(request: OfficerRequest, row: Standard, wrong: str = "", form: Form | None = None) -> HttpResponse:
    view = queries.version_view(row)
    may = access.may_change_standards(request.officer, row.service.agency)
    today = timezone.now().astimezone(row.service.agency.zone).date()
    given = initial(today, **_proposals(row, today))
    offered = [verb for verb, one in VERBS.items() if may and row.state in one.states]
    told: dict[str, dict[str, Any]] = {
        "keadaan": {"words": row.present_state},
        "berita-acara": {"discussion": _without_minutes(view)},
    }
    forms: dict[str, Form | None] = dict.fromkeys(VERBS)
    forms |= {verb: VERBS[verb].form(initial={**given, **told.get(verb, {})}, auto_id=f"{verb}_%s") for verb in offered}
    if form is not None:
        forms[wrong] = form
    context: dict[str, Any] = {
        "view": view,
        "standard": row,
        "service": row.service,
        "label": states.LABELS[row.state],
        "forms": forms,
        "wrong": wrong,
        "may_change": may,
        "may_hold_talks": row.state in TALKED_ABOUT and access.may_hold_talks(request.officer, row.service.agency),
        "is_draft": row.state == states.DRAFT,
        "in_force": row.state in states.IN_FORCE,
        "late": row.state in states.IN_FORCE and row.review_due is not None and row.review_due < today,
        "names": words.COMPONENTS,
        "gaps": [words.COMPONENTS[key] for key in view.missing],
        "without_minutes": _without_minutes(view),
        "hurdles": _hurdles(row, view),
        "versions": queries.versions_of(row.service),
    }
    return render(request, "catalogue/officer/version.html", context, status=422 if form is not None else 200)


def _hurdles(row: Standard, view: queries.VersionView) -> list[str]:
    """What the next step still needs, in words."""
    action = {states.DRAFT: "consult", states.IN_CONSULTATION: "agree"}.get(row.state, "")
    return [words.HURDLES[key] for key in drafting.hurdles(action, view.progress)]


def _proposals(row: Standard, today: date) -> dict[str, object]:
    due = drafting.next_review(today)
    return {"review_due": due, "due": due, "decree_by": f"Kepala {row.service.agency.name}"}


def _without_minutes(view: queries.VersionView) -> int | None:
    """The first talk whose minutes are not there yet."""
    return next((one.pk for one in view.discussions if not one.has_minutes), None)
