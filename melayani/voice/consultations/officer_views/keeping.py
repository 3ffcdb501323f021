"""Promises: add before signing; then progress with evidence, done, and the clause that changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.delivery.catalogue import queries as catalogue
from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, lists, states
from melayani.voice.consultations.forms.meeting import AgainForm, ClauseForm, CommitForm, DoneForm, ProgressForm
from melayani.voice.consultations.models import Commitment, Consultation
from melayani.voice.consultations.officer_views.shown import show, taken_in, tried

PROGRESS, DONE, AGAIN, CLAUSE, DROP = "kemajuan", "selesai", "buka-lagi", "klausul", "hapus"
SAID = {
    PROGRESS: "Kemajuan dicatat; pengikut dikabari.",
    DONE: "Komitmen dicatat selesai; pengikut dikabari.",
    AGAIN: "Komitmen berjalan lagi; pengikut dikabari.",
    CLAUSE: "Klausul standar ditautkan.",
    DROP: "Komitmen dihapus.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def commitments(request: OfficerRequest, number: str) -> HttpResponse:
    """Every promise with its steps; before signing also a form for a new one."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
    return _page(request, row)


@require_POST
@officer_page(roles=access.READERS)
def act(request: OfficerRequest, number: str, pk: int, verb: str) -> HttpResponse:
    """Report progress, note that it is done or after all is not, link a clause, drop what is not signed yet."""
    row = access.get_to_work_on(request.officer, number)
    found = access.get_commitment(row, pk)
    found.consultation = row
    if verb not in SAID:
        raise Http404
    form, do = _verb(request, row, found, verb)
    if form.is_valid() and tried(form, do):
        messages.success(request, SAID[verb])
        return redirect("consultations_office:commitments", number)
    return _page(request, row, refused=(pk, verb), refused_form=form)


@require_safe
@officer_page(roles=access.READERS)
def evidence(request: OfficerRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file that proves a step."""
    row = access.get_for_officer(request.officer, number)
    return download(request, access.evidence_of(row, file), inline=True)


def _verb(
    request: OfficerRequest, row: Consultation, found: Commitment, verb: str
) -> tuple[Form, Callable[[], object]]:
    """The form of a verb and what it does."""
    now = timezone.now()
    common: dict[str, Any] = {"actor": request.officer, "commitment": found, "now": now}
    if verb == PROGRESS:
        step = ProgressForm(request.POST)
        file = taken_in(request, "file", step, now=now, wanted=False) if step.is_valid() else None
        kept = file.pk if file else None
        return step, lambda: actions.report_progress(**common, file=kept, **step.cleaned_data)
    if verb == DONE:
        done = DoneForm(request.POST)
        return done, lambda: actions.finish_commitment(**common, **done.cleaned_data)
    if verb == AGAIN:
        again = AgainForm(request.POST)
        return again, lambda: actions.reopen_commitment(**common, **again.cleaned_data)
    if verb == CLAUSE:
        clause = ClauseForm(request.POST, services=access.services_below(row.organisation))
        return clause, lambda: actions.link_clause(**common, **clause.cleaned_data)
    return Form(request.POST), lambda: actions.drop_commitment(**common)


def _page(request: OfficerRequest, row: Consultation, **refusal: Any) -> HttpResponse:
    posted = request.POST if request.method == "POST" and not refusal else None
    proposals = list(access.proposals_of(row))
    form = CommitForm(posted, proposals=proposals)
    if posted is not None and tried(form, lambda: _commit(request, row, form)):
        messages.success(request, "Komitmen dicatat.")
        return redirect("consultations_office:commitments", row.number)
    today = row.today(timezone.now())
    services = access.services_below(row.organisation)
    promised = list(access.commitments_of(row))
    context = {
        "form": form,
        "commitments": [(one, one.is_late(today)) for one in promised],
        "readable": catalogue.offered_among(one.service_slug for one in promised if one.service_slug),
        "may_write": row.state in (states.INVITED, states.HELD),
        "is_running": row.state in (states.RECORD_SIGNED, states.PUBLISHED),
        "may_reopen": row.state in (states.RECORD_SIGNED, states.PUBLISHED, states.FOLLOWED_UP),
        "may_link": row.state in (states.RECORD_SIGNED, states.PUBLISHED, states.FOLLOWED_UP) and bool(services),
        "services": services,
        "titles": {one.slug: one.title for one in services},
        "components": lists.components(),
        "refused": (0, ""),
        "refused_form": None,
        **refusal,
    }
    return show(request, row, "commitments.html", context, here="commitments")


def _commit(request: OfficerRequest, row: Consultation, form: CommitForm) -> object:
    data = dict(form.cleaned_data)
    pk = data.pop("proposal")
    proposal = access.get_proposal(row, pk) if pk else None
    return actions.commit(actor=request.officer, consultation=row, proposal=proposal, now=timezone.now(), **data)
