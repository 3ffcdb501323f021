"""The list with its archive, one announcement, its picture, the feeds."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from melayani.delivery.announcements import access, cards, devices, feeds, queries, rules, states
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import by_slug
from melayani.foundation.people import CitizenRequest, public_page

PNG = "image/png"


@public_page
@require_safe
def index(request: CitizenRequest) -> HttpResponse:
    """Announcements in force, or what is past, of all places or of one; paged."""
    now, archive = timezone.now(), request.GET.get("arsip") == "1"
    unit = _unit(request.GET.get("instansi", ""))
    region = _region(request.GET.get("wilayah", ""))
    page = queries.public_list(now=now, unit=unit, region=region, archive=archive, page=request.GET.get("page", "1"))
    language = get_language() or "id"
    context = {
        "page": page,
        "cards": [(row, *row.words(language), cards.label_of(row), cards.until_words(row)) for row in page],
        "archive": archive,
        "unit": unit,
        "region": region,
        "narrowed": bool(unit or region),
        "offices": queries.places_with_announcements(),
        "provinces": queries.provinces(),
        "device": devices.device_url_here(unit, region, language),
    }
    return render(request, "announcements/citizen/index.html", context)


@public_page
@require_safe
def page(request: CitizenRequest, slug: str) -> HttpResponse:
    """One announcement: what, until when, who says so, what was corrected; how to hear of the next one."""
    row = access.get_public(slug)
    language = get_language() or "id"
    title, text = row.words(language)
    context = {
        "row": row,
        "title": title,
        "paragraphs": rules.paragraphs(text),
        "is_translated": language != "en" or bool(row.title_en),
        "label": cards.label_of(row),
        "last_day": cards.last_day(row),
        "alternative": cards.alternative(row, language),
        "is_in_force": row.is_in_force(timezone.now()),
        "is_withdrawn": row.state == states.WITHDRAWN,
        "device": devices.device_url(devices.followable_of(row), language),
    }
    return render(request, "announcements/citizen/page.html", context)


@public_page
@require_safe
def card(request: CitizenRequest, slug: str, shape: str) -> HttpResponse:
    """The picture for social media, in the language of the address."""
    row = access.get_public(slug)
    if shape not in cards.SHAPES:
        raise Http404
    answer = HttpResponse(cards.card(row, shape, get_language() or "id"), content_type=PNG)
    answer["Cache-Control"] = "public, max-age=300"
    return answer


@public_page
@require_safe
def feed(request: CitizenRequest, slug: str = "") -> HttpResponse:
    """The newest announcements, of all offices or of one and what concerns it, as Atom."""
    unit = _office(slug)
    title = gettext("Pengumuman {office}").format(office=unit.name) if unit else gettext("Pengumuman")
    home = reverse("announcements:index") + (f"?instansi={unit.slug}" if unit else "")
    content = feeds.atom(
        queries.newest(unit),
        title=title,
        path=request.path,
        home=home,
        language=get_language() or "id",
        now=timezone.now(),
    )
    return HttpResponse(content, content_type=feeds.ATOM_TYPE)


@public_page
@require_safe
def calendar(request: CitizenRequest, slug: str = "") -> HttpResponse:
    """Closures and changed hours, of all offices or of one, as a calendar to subscribe to."""
    unit = _office(slug)
    name = gettext("Tutup dan jam berubah: {office}").format(office=unit.name if unit else "Melayani")
    rows = queries.for_calendar(timezone.now(), unit)
    return HttpResponse(
        feeds.calendar(rows, name=name, language=get_language() or "id"), content_type=feeds.CALENDAR_TYPE
    )


def _office(slug: str) -> Organisation | None:
    """The office of the address; None for the feed of all. Raises Http404 for one that is not there."""
    unit = by_slug(slug) if slug else None
    if slug and unit is None:
        raise Http404
    return unit


def _unit(slug: str) -> Organisation | None:
    return by_slug(slug) if slug.replace("-", "").isalnum() and slug.isascii() else None


def _region(code: str) -> str:
    return code if 2 <= len(code) <= 8 and code.isascii() and code.replace(".", "").isdigit() else ""
