"""Pages where anybody checks whether a document is genuine and still stands."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from melayani.foundation.documents import queries
from melayani.foundation.documents.forms import CodeForm, FileForm
from melayani.foundation.documents.models import Document
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import CitizenRequest, network_of, public_page
from melayani.foundation.people.actions import TooMany, throttle

# A village office or a school may share one address, so the limit is generous; a number is one of 32^8.
TYPED_CODES, WINDOW = 60, timedelta(hours=1)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: CitizenRequest) -> HttpResponse:
    """One page, two ways: type the number, or give the file."""
    if request.method != "POST":
        return _ask(request, CodeForm(), FileForm())
    return _by_file(request) if "file" in request.FILES or "by_file" in request.POST else _by_code(request)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verified(request: CitizenRequest, code: str) -> HttpResponse:
    """What the QR code of a document leads to. A file given here is compared with this very document.

    Reached by the number alone the page names no holder: whoever has the paper has the QR code, or types the number.
    """
    document = queries.find(code)
    if document is None:
        return _answer(request, None, status=404)
    named = read_number(code) is None
    if request.method != "POST":
        return _answer(request, document, named=named)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, document, named=named, form=form, status=400)
    matches = _sha256(form.cleaned_data["file"]) == document.sha256
    return _answer(request, document, named=named, matches=matches)


def _by_code(request: CitizenRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, FileForm(), status=400)
    try:
        throttle(
            scope="documents.verify", key=network_of(request), limit=TYPED_CODES, window=WINDOW, now=timezone.now()
        )
    except TooMany as refused:
        form.add_error("code", str(refused))
        answer = _ask(request, form, FileForm(), status=429)
        answer["Retry-After"] = str(refused.retry_after)
        return answer
    document = queries.find(form.cleaned_data["code"])
    if document is None:
        form.add_error("code", _("Nomor ini tidak kami kenal. Periksa setiap huruf dan angkanya pada dokumen."))
        return _ask(request, form, FileForm(), status=404)
    return _answer(request, document, named=True)


def _by_file(request: CitizenRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, CodeForm(), form, status=400)
    document = queries.find_by_hash(_sha256(form.cleaned_data["file"]))
    return _answer(request, document, named=True, matches=document is not None)


def _ask(request: CitizenRequest, code: CodeForm, file: FileForm, *, status: int = 200) -> HttpResponse:
    return render(request, "documents/citizen/verify.html", {"code": code, "file": file}, status=status)


def _answer(
    request: CitizenRequest,
    document: Document | None,
    *,
    named: bool = False,
    matches: bool | None = None,
    form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"document": document, "named": named, "matches": matches, "form": form or FileForm()}
    return render(request, "documents/citizen/verified.html", context, status=status)


def _sha256(file: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    return digest.hexdigest()
