"""Announcements among all that waits for an officer: drafts to publish, as lines of the desk and a count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from melayani.delivery.announcements import states
from melayani.delivery.announcements.models import Announcement, AnnouncementQuerySet
from melayani.foundation.people import Officer, Role
from melayani.foundation.ui.work import ACT, Key, Line, group_of

KIND = "Pengumuman"
HEADS = frozenset({Role.HEAD, Role.MALL_MANAGER})  # whose word a draft waits for; others above may help


def counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """How many drafts wait for the officer's word, and how many of what has begun already; one indexed query."""
    late = Count("pk", filter=Q(affects_from__lt=now))
    return waiting_for(officer).order_by().aggregate(open=Count("pk"), late=late)


def first_due(officer: Officer, most: int, now: datetime) -> list[Key]:
    """The first `most` drafts, by the moment at which what they tell begins; one query."""
    rows = waiting_for(officer).order_by("affects_from", "pk").values_list("affects_from", "pk")[:most]
    return sorted((Key(ACT, begins, pk) for begins, pk in rows), key=lambda key: key.order)


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These drafts as lines, by key; one query. Who may see them was asked by `first_due`."""
    rows = Announcement.objects.select_related("organisation").in_bulk(list(keys))
    return {pk: _line(row, now) for pk, row in rows.items()}


def waiting_for(officer: Officer) -> AnnouncementQuerySet:
    """Drafts of the offices that the officer leads."""
    rows = Announcement.objects.within(officer.reach(*HEADS))
    return rows.filter(state__in=[states.DRAFT, states.CHECKED])


def _line(row: Announcement, now: datetime) -> Line:
    return Line(
        kind=KIND,
        number="Rancangan",
        url=reverse("announcements_office:record", args=[row.slug]),
        what=row.title,
        who=str(row.organisation),
        tone=states.TONES[row.state],
        words="Terbitkan atau buang",
        due=row.affects_from,
        office=row.organisation,
        group=group_of(ACT, row.affects_from, row.organisation, now),
        tags=("dari kalender",) if row.origin else (),
    )
