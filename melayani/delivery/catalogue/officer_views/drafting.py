"""The editor of a draft, its comparison with the version in force, and the sheet to print."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from melayani.delivery.catalogue import access, actions, queries, rules, states, words
from melayani.delivery.catalogue.forms.drafting import DraftForm, Section, stored
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.officer_views.standards import keeper_page, reader_page
from melayani.delivery.catalogue.rules import drafting
from melayani.delivery.catalogue.rules import sections as drafted
from melayani.foundation.people import OfficerRequest
from melayani.foundation.ui.papers import sheet

ADDITIONS = {"requirements": ("forms",), "duration": ("stages",), "complaint_handling": ("tiers",)}
TITLES = {"forms": "Kode formulir", "stages": "Tahap dengan waktunya sendiri", "tiers": "Jenjang penanganan pengaduan"}


@dataclass(frozen=True)
class Block:
    """One of the fourteen components in the editor, with what belongs to it."""

    number: int
    key: str
    title: str
    hint: str
    public: bool
    stated: bool
    sections: list[tuple[str, Section]]

    @property
    def wrong(self) -> bool:
        return any(not section.is_read for _, section in self.sections)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """Fill in the fourteen components. Saving keeps what can be read and shows again what cannot."""
    row = access.get_version_for_keeper(request.officer, slug, number)
    if row.state != states.DRAFT:
        raise Http404
    if request.method != "POST":
        more = request.GET.get("baris", "")
        return _editor(request, row, DraftForm(stored(row, more if more in drafted.ROWS else "")))
    form = DraftForm({name: str(value)[:20_000] for name, value in request.POST.items()})
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
    try:
        actions.save_draft(
            standard=row,
            sections=form.read,
            unread=form.unread,
            revision=revision,
            actor=request.officer,
            now=timezone.now(),
        )
    except actions.Overtaken as refused:
        row.refresh_from_db()
        return _editor(request, row, form, trouble=str(refused), status=409)
    except actions.NotPossible as refused:
        return _editor(request, row, form, trouble=str(refused), status=422)
    more = request.POST.get("more", "")
    if form.unread:
        fresh = access.get_version_for_keeper(request.officer, slug, number)
        return _editor(request, fresh, DraftForm(stored(fresh, more)), status=422)
    messages.success(request, "Rancangan disimpan.")
    if more in drafted.ROWS:
        return redirect(f"{reverse('standards_office:edit', args=[slug, number])}?baris={more}#bagian-{more}")
    return redirect("standards_office:edit" if "stay" in request.POST else "standards_office:version", slug, number)


@reader_page
@require_safe
def compare(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """A version beside the one in force, or beside the one before it when it is the one in force or over."""
    row = access.get_version_for_officer(request.officer, slug, number)
    before = queries.latest_in_force(row.service) if row.state not in states.FROZEN else None
    if row.state in states.FROZEN:
        before = queries.version_of(row.service, row.version - 1)
    found = drafting.changes(queries.lines_of(before), queries.lines_of(row)) if before else []
    context = {
        "standard": row,
        "service": row.service,
        "before": before,
        "changes": found,
        "names": words.COMPONENTS,
        "same": len(rules.COMPONENTS) - len(found),
    }
    return render(request, "catalogue/officer/compare.html", context)


@reader_page
@require_safe
def printed(request: OfficerRequest, slug: str, number: int) -> HttpResponse:
    """The version as a sheet (PDF), also while it is a draft."""
    row = access.get_version_for_officer(request.officer, slug, number)
    address = settings.PUBLIC_URL + reverse("portal:service", args=[slug])
    content = queries.standard_pdf(row, address=address, now=timezone.now())
    return sheet(content, f"standar-{row.service.slug[:80]}-v{row.version}.pdf", inline=True)


def _editor(
    request: OfficerRequest, row: Standard, form: DraftForm, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    stated = {one.key: one.stated for one in queries.component_rows(row)}
    blocks = [_block(place, key, form, stated[key]) for place, key in enumerate(rules.COMPONENTS, 1)]
    context = {
        "standard": row,
        "service": row.service,
        "blocks": blocks,
        "wrong": [block for block in blocks if block.wrong],
        "missing": [block for block in blocks if not block.stated],
        "trouble": trouble,
        "in_force": queries.published_standard(row.service),
    }
    return render(request, "catalogue/officer/edit.html", context, status=status)


def _block(place: int, key: str, form: DraftForm, stated: bool) -> Block:
    parts = [("", form.sections[key])]
    parts += [(TITLES[more], form.sections[more]) for more in ADDITIONS.get(key, ())]
    return Block(place, key, words.COMPONENTS[key], words.MISSING[key], key in rules.PUBLIC, stated, parts)
