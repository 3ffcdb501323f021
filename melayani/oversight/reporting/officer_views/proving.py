"""Evidence of a report: add a photo or PDF, look at it, take it out again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.reporting import access, actions, queries
from melayani.oversight.reporting.forms import EvidenceForm
from melayani.oversight.reporting.models import Report
from melayani.oversight.reporting.officer_views.writing import writable


@officer_page(roles=access.REPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_evidence(request: OfficerRequest, pk: int) -> HttpResponse:
    """Add a file that shows what the report, or a note in it, says."""
    row = writable(request, pk)
    entries = queries.entries_of(row)
    kept = request.POST.getlist("kept")
    asked = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EvidenceForm(entries, bool(kept), *asked, initial={"entry": request.GET.get("catatan", "")})
    if request.method == "POST":
        uploads = request.FILES.getlist("paper")
        files, trouble = attachments.take_in(
            actor=request.officer, kept=kept, uploads=uploads, now=timezone.now(), purpose="report"
        )
        kept = [str(one.pk) for one in files]
        if trouble:
            form.add_error("paper", trouble)
        elif form.is_valid() and _added(request, row, form, files[-1].pk if files else None):
            messages.success(request, "Bukti ditambahkan.")
            return redirect("reporting_office:report", pk)
    context = {"report": row, "form": form, "kept": kept}
    return render(request, "reporting/officer/evidence.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.READERS)
@require_safe
def evidence_file(request: OfficerRequest, pk: int, file: UUID) -> HttpResponseBase:
    """The file, for whoever may read the report: its unit, and those above who judge it."""
    found = access.get_evidence(access.get_report(request.officer, pk), file)
    return download(request, found.attachment, inline=True)


@officer_page(roles=access.REPORTERS)
@require_POST
def remove_evidence(request: OfficerRequest, pk: int, file: UUID) -> HttpResponse:
    """Take a file out while the report is being written."""
    row = writable(request, pk)
    found = access.get_evidence(row, file)
    try:
        actions.remove_evidence(actor=request.officer, report=row, evidence=found, now=timezone.now())
        messages.success(request, "Bukti dihapus.")
    except actions.ReportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("reporting_office:report", pk)


def _added(request: OfficerRequest, row: Report, form: EvidenceForm, file: UUID | None) -> bool:
    if file is None:
        form.add_error("paper", "Pilih berkasnya.")
        return False
    try:
        actions.add_evidence(
            actor=request.officer,
            report=row,
            file=file,
            title=form.cleaned_data["title"],
            entry=form.entry_chosen,
            now=timezone.now(),
        )
    except actions.ReportRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
