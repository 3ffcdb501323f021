"""The officer's list, and one announcement with its previews, its sending, its counts and its history."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.views.decorators.http import require_safe

from melayani.delivery.announcements import access, cards, queries, recipients, rules, states
from melayani.delivery.announcements.forms import ExtendForm
from melayani.delivery.announcements.models import Announcement
from melayani.delivery.announcements.rules import copies
from melayani.foundation.audit.queries import history
from melayani.foundation.people import OfficerRequest, officer_page


@officer_page(roles=access.SEES)
@require_safe
def desk(request: OfficerRequest) -> HttpResponse:
    """Announcements of the officer's places; drafts from the calendar and proposed withdrawals first."""
    rows = access.visible_to(request.officer)
    state = request.GET.get("status", "")
    state = state if state in states.LABELS else ""
    words = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    page = queries.desk(rows, state=state, words=words, page=request.GET.get("page", "1"))
    context = {
        "page": page,
        "rows": [(row, states.TONES[row.state], getattr(row, "telling", None)) for row in page],
        "proposed": queries.proposed_withdrawals(rows),
        "state": state,
        "words": words,
        "states": states.LABELS.items(),
        "may_write": not access.SPEAKS.isdisjoint(request.officer.roles),
    }
    return render(request, "announcements/officer/list.html", context)


@officer_page(roles=access.SEES)
@require_safe
def record(request: OfficerRequest, slug: str) -> HttpResponse:
    """One announcement as it looks on each surface, what can be done, how far its sending is, who was reached."""
    row, now = access.get_for_officer(request.officer, slug), timezone.now()
    telling = queries.telling_of(row) if row.published_at else None
    reach, counted_at = queries.reach.reached(telling) if telling else ([], None)
    context = {
        "row": row,
        "tone": states.TONES[row.state],
        "is_public": row.published_at is not None,
        "is_in_force": row.is_in_force(now),
        "is_over": row.state in (states.OVER, states.WITHDRAWN),
        "telling": telling,
        "reach": reach,
        "counted_at": counted_at,
        "publications": queries.publications(row),
        "lines": history(row.reference),
        "extend": ExtendForm(),
        "people": recipients.count_people(row, now) if row.published_at is None else 0,
        "told": _told(row),
        **preview(row),
        **_may(request, row),
    }
    return render(request, "announcements/officer/record.html", context)


@officer_page(roles=access.SEES)
@require_safe
def card(request: OfficerRequest, slug: str, shape: str) -> HttpResponse:
    """The picture as it will look, of a draft too."""
    row = access.get_for_officer(request.officer, slug)
    if shape not in cards.SHAPES:
        raise Http404
    answer = HttpResponse(cards.card(row, shape, "id"), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


def preview(row: Announcement) -> dict[str, Any]:
    """What the announcement looks like on the portal, as a message, on a screen, for each medium."""
    url = settings.PUBLIC_URL + reverse("announcements:page", args=[row.slug])
    return {
        "paragraphs": rules.paragraphs(row.text),
        "paragraphs_en": rules.paragraphs(row.text_en),
        "label": cards.label_of(row),
        "until": cards.until_words(row),
        "alternative": cards.alternative(row, "id"),
        "url": url,
        "copies": copies.copies(title=row.title, text=row.text, office=row.organisation.name, url=url),
    }


def _told(row: Announcement) -> str:
    """Who gets a message, as words: "pemilik janji temu dan pengikut"; "" when nobody does."""
    asked = (row.tell_bookings, row.tell_cases, row.tell_subscribers)
    words = ("pemilik janji temu", "pemohon yang urusannya berjalan", "pengikut")
    return get_text_list([word for word, wanted in zip(words, asked, strict=True) if wanted], "dan")


def _may(request: OfficerRequest, row: Announcement) -> dict[str, bool]:
    """What this officer can do with it now."""
    speaks = access.may_speak(request.officer, row.organisation)
    possible = {verb for before, verb, _ in states.TRANSITIONS if before == row.state} if speaks else set()
    return {
        "speaks": speaks,
        "may_edit": "edit" in possible,
        "may_check": "check" in possible and row.written_by != request.officer.id,
        "may_publish": "publish" in possible,
        "may_extend": "extend" in possible,
        "may_withdraw": "withdraw" in possible,
    }
