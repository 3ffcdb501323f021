"""The list, one consultation with its three stages, its files, and the feed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.people import CitizenRequest, public_page
from melayani.foundation.ui import atom
from melayani.voice.consultations import access, queries
from melayani.voice.consultations.models import Consultation, Record
from melayani.voice.consultations.queries import pages


@public_page
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """Consultations that run, come and are finished; searched and paged."""
    now = timezone.now()
    asked = queries.Asked(
        when=_typed(request, "kapan", 20), q=_typed(request, "q", 120), unit=_typed(request, "instansi", 80)
    )
    found = queries.public_list(asked, page=request.GET.get("page", "1"), now=now)
    context = {
        "asked": asked,
        "page": found,
        "rows": [(row, pages.when_of(row, now)) for row in found],
        "whens": list(pages.WHEN.items()),
        "words": dict(pages.WHEN),
        "units": queries.units_with_consultations(),
    }
    return render(request, "consultations/citizen/index.html", context)


@public_page
@require_safe
def page(request: CitizenRequest, number: str) -> HttpResponse:
    """One consultation: where it stands, how to take part, what was said, agreed and kept."""
    found = queries.public_page(number, page=request.GET.get("page", "1"), now=timezone.now())
    context = {"page": found, "row": found.row, "when": pages.when_of(found.row, timezone.now())}
    return render(request, "consultations/citizen/page.html", context)


@public_page
@require_safe
def material(request: CitizenRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file that is for everybody."""
    return download(request, access.get_material(access.get_public(number), file, public_only=True).attachment)


@public_page
@require_safe
def minutes(request: CitizenRequest, number: str) -> HttpResponseBase:
    """The signed minutes as issued; 404 until the result is published."""
    record = _published_record(number)
    if record.document is None:
        raise Http404
    return download(request, record.document.attachment)


@public_page
@require_safe
def sheet(request: CitizenRequest, number: str) -> HttpResponseBase:
    """The sheet with the signatures, when all who signed agreed that it may be shown."""
    record = _published_record(number)
    if record.scan is None or not record.scan_is_public:
        raise Http404
    return download(request, record.scan)


@public_page
@require_safe
def feed(request: CitizenRequest) -> HttpResponse:
    """The newest consultations as an Atom feed, in the language of the address."""
    now = timezone.now()
    entries = [_entry(row) for row in queries.latest()]
    title, home = gettext("Konsultasi publik"), reverse("consultations:index")
    content = atom.feed(entries, title=title, path=request.path, home=home, language=get_language() or "id", now=now)
    return HttpResponse(content, content_type=atom.ATOM_TYPE)


def _entry(row: Consultation) -> atom.Entry:
    path = reverse("consultations:page", args=[row.number])
    words = f"{row.organisation.name}: {pages.state_words(row)}"
    name = settings.PUBLIC_URL + path
    return atom.Entry(
        name=name, title=row.title, text=words, path=path, at=row.updated_at, author=row.organisation.name
    )


def _published_record(number: str) -> Record:
    row = access.get_public(number)
    record = access.record_of(row) if row.published_at is not None else None
    if record is None:
        raise Http404
    return record


def _typed(request: CitizenRequest, name: str, most: int) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:most].strip()
