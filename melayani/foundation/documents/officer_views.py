"""The documents of an officer's units: find, read, revoke."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from melayani.foundation.attachments.queries import FileGone, response
from melayani.foundation.audit.queries import history
from melayani.foundation.documents import access, actions
from melayani.foundation.documents.forms import RevokeForm
from melayani.foundation.documents.models import Document
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import OfficerRequest, officer_page

ROWS = 50
document_page = officer_page(roles=access.SEE)


@document_page
@require_GET
def document_list(request: OfficerRequest) -> HttpResponse:
    """Newest first; `cari` finds a document by its own number or that of its case."""
    typed = request.GET.get("cari", "").strip()[:64]
    rows = access.visible_to(request.officer).select_related("organisation").order_by("-issued_at", "-id")
    page = Paginator(rows.found_by(typed) if typed else rows, ROWS).get_page(request.GET.get("page"))
    return render(request, "documents/officer/list.html", {"page": page, "typed": typed})


@document_page
@require_GET
def document(request: OfficerRequest, number: str) -> HttpResponse:
    return _page(request, access.get_for_officer(request.officer, number), RevokeForm())


@document_page
@require_POST
def revoke(request: OfficerRequest, number: str) -> HttpResponse:
    row = access.get_for_officer(request.officer, number)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=400)
    try:
        actions.revoke(document=row, reason=form.cleaned_data["reason"], actor=request.officer, now=timezone.now())
    except actions.Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, row, form, status=409)
    messages.success(request, f"Dokumen {row.number} dicabut.")
    return redirect("documents_office:document", row.number)


@document_page
@require_GET
def file(request: OfficerRequest, number: str) -> HttpResponseBase:
    row = access.get_for_officer(request.officer, number)
    try:
        return response(row.attachment)
    except FileGone as gone:
        raise Http404 from gone


def _page(request: OfficerRequest, row: Document, form: RevokeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "document": row,
        "may_revoke": access.may_revoke(request.officer, row),
        "form": form,
        "history": history(Reference(kind="document", number=row.number)),
    }
    return render(request, "documents/officer/document.html", context, status=status)
