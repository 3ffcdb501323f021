"""The minutes: written, drawn as a draft, signed by both sides, made known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.voice.consultations import access, actions, case, minutes_paper, states
from melayani.voice.consultations.forms.meeting import MinutesForm, PublicationForm, SignForm
from melayani.voice.consultations.models import Consultation
from melayani.voice.consultations.officer_views.shown import show, taken_in, tried
from melayani.voice.consultations.rules import recording


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(roles=access.READERS)
def minutes(request: OfficerRequest, number: str) -> HttpResponse:
    """How the discussion went; the draft to print; the signed sheet."""
    row = access.get_for_officer(request.officer, number)
    if request.method == "POST":
        row = access.get_to_work_on(request.officer, number)
        form = MinutesForm(request.POST)
        if tried(
            form,
            lambda: actions.write_minutes(
                actor=request.officer, consultation=row, now=timezone.now(), **form.cleaned_data
            ),
        ):
            messages.success(request, "Tersimpan. Konsep berita acara memuat tulisan ini.")
            return redirect("consultations_office:record", number)
        return _page(request, row, form=form)
    return _page(request, row)


@require_POST
@officer_page(roles=access.READERS)
def sign(request: OfficerRequest, number: str) -> HttpResponse:
    """Upload the sheet that both sides signed; the record is issued and never changes again."""
    row = access.get_to_work_on(request.officer, number, deciding=True)
    form, file = SignForm(request.POST), None
    if form.is_valid():
        file = taken_in(request, "scan", form, now=timezone.now(), wanted=True)
        if file is not None and tried(form, lambda: _sign(request, row, form, file.pk)):
            messages.success(request, "Berita acara terbit dengan nomor dan kode. Sekarang hasilnya dapat diterbitkan.")
            return redirect("consultations_office:record", number)
    return _page(request, row, sign_form=form, kept=file)


@require_safe
@officer_page(roles=access.READERS)
def paper(request: OfficerRequest, number: str) -> HttpResponseBase:
    """The minutes as PDF: the draft, or the issued record once signed."""
    row = access.get_for_officer(request.officer, number)
    record = access.record_of(row)
    if record is not None and record.document is not None:
        return download(request, record.document.attachment, inline=True)
    response = HttpResponse(minutes_paper.draft(row, now=timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="konsep-{row.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@officer_page(roles=access.READERS)
def sheet(request: OfficerRequest, number: str) -> HttpResponseBase:
    """The sheet with the signatures, for those who may read names."""
    row = access.get_for_officer(request.officer, number)
    record = access.record_of(row)
    if record is None or record.scan is None or not access.may_read_names(request.officer, row.organisation):
        raise Http404
    return download(request, record.scan, inline=True)


@require_POST
@officer_page(roles=access.READERS)
def announced(request: OfficerRequest, number: str) -> HttpResponse:
    """Where else the result was made known."""
    row = access.get_to_work_on(request.officer, number)
    form = PublicationForm(request.POST)
    if tried(
        form,
        lambda: actions.record_publication(
            actor=request.officer, consultation=row, now=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Pengumuman dicatat.")
        return redirect("consultations_office:record", number)
    return _page(request, row, media_form=form)


def _sign(request: OfficerRequest, row: Consultation, form: SignForm, scan: UUID) -> object:
    return actions.sign_record(
        actor=request.officer,
        consultation=row,
        signers=form.signers(),
        signed_on=form.cleaned_data["signed_on"],
        scan=scan,
        scan_is_public=form.cleaned_data["scan_is_public"],
        now=timezone.now(),
    )


def _page(request: OfficerRequest, row: Consultation, **more: Any) -> HttpResponse:
    record = access.record_of(row)
    facts = case.facts_of(row, timezone.now())
    names = minutes_paper.signers_of(record) if record else []
    may_sign = row.state == states.HELD and access.may_decide(request.officer, row.organisation)
    present = [one.kind for one in access.attendances_of(row).only("kind")]
    context = {
        "record": record,
        "form": MinutesForm(initial={"summary": record.summary if record else ""}),
        "sign_form": SignForm(initial={"signed_on": row.today(timezone.now()), "side_0": recording.UNIT}),
        "media_form": PublicationForm(),
        "signers": [(minutes_paper.side_label(one.side), one.name, one.post) for one in names],
        "missing": recording.sides_missing(names, present) if names else [],
        "publications": list(row.publications.order_by("published_on", "pk")),
        "may_write": row.state in (states.INVITED, states.HELD),
        "may_sign": may_sign,
        "why_not": states.why_not_yet(row.state, states.SIGN, facts) if may_sign else (),
        "kept": None,
        **more,
    }
    return show(request, row, "record.html", context, here="record")
