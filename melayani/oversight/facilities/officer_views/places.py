"""What was found at each place, the history of an item, its photos, how to ask for help."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from melayani.foundation.attachments.queries import download
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.oversight.facilities import access, actions, queries
from melayani.oversight.facilities.forms import HelpForm

ROWS = 50


@officer_page(roles=access.CHECKERS)
@require_safe
def places(request: OfficerRequest) -> HttpResponse:
    """The officer's places, each with what was found and when to look again."""
    today = timezone.localdate()
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    rows = access.places_visible_to(request.officer, today)
    page = Paginator(rows.filter(name__icontains=typed) if typed else rows, ROWS).get_page(request.GET.get("page"))
    lines = queries.place_lines(list(page.object_list), today)
    context = {"page": page, "lines": lines, "typed": typed, "today": today}
    return render(request, "facilities/officer/places.html", context)


@officer_page(roles=access.CHECKERS)
@require_safe
def place(request: OfficerRequest, slug: str) -> HttpResponse:
    """Everything at one place, with what is done about it and what citizens say."""
    organisation = access.get_place(request.officer, slug)
    now = timezone.now()
    view = queries.place_view(organisation, now.astimezone(organisation.zone).date())
    return render(request, "facilities/officer/place.html", {"organisation": organisation, "view": view, "now": now})


@officer_page(roles=access.CHECKERS)
def help_note(request: OfficerRequest, slug: str) -> HttpResponse:
    """How a visitor asks for help at the place."""
    organisation = access.get_place(request.officer, slug)
    now = timezone.now()
    held = queries.place_view(organisation, now.astimezone(organisation.zone).date()).help
    initial = {"text": held.text, "contact": held.contact} if held else {}
    form = HelpForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.describe_help(actor=request.officer, organisation=organisation, now=now, **form.cleaned_data)
        messages.success(request, "Cara meminta bantuan disimpan.")
        return redirect("facilities_office:place", slug)
    context = {"organisation": organisation, "form": form}
    return render(request, "facilities/officer/help.html", context, status=422 if form.errors else 200)


@officer_page(roles=access.CHECKERS)
@require_safe
def history(request: OfficerRequest, slug: str, item: str) -> HttpResponse:
    """The findings about one item, so that progress between checks can be seen."""
    organisation = access.get_place(request.officer, slug)
    today = timezone.now().astimezone(organisation.zone).date()
    known = queries.place_view(organisation, today).inventory.item(item)
    if known is None:
        raise Http404
    rows = queries.history_of(organisation, item)
    context = {"organisation": organisation, "item": known, "rows": rows}
    return render(request, "facilities/officer/history.html", context)


@officer_page(roles=access.CHECKERS)
@require_safe
def photo(request: OfficerRequest, slug: str, file: UUID) -> HttpResponseBase:
    """A photo of a finding, of today or of long ago."""
    return download(request, access.get_photo(request.officer, slug, file), inline=True)
