"""Standards among all that waits for an officer: versions being made, and reviews that come due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.catalogue import access, states
from melayani.delivery.catalogue.models import Standard
from melayani.delivery.catalogue.rules import drafting
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import zone_name
from melayani.foundation.ui.work import ACT, Key, Line, group_of

KIND = "Standar"
TONES = {states.DRAFT: "note", states.IN_CONSULTATION: "note", states.AGREED: "warn", states.DECREED: "warn"}


def waiting(officer: Officer, now: datetime) -> QuerySet[Standard]:
    """Versions being made, and standards in force whose review is due within 30 days, of the officer's units."""
    soon = timezone.localdate(now) + timedelta(days=drafting.REMIND_DAYS)
    mine = at_or_below(officer.reach(*access.STANDARD_KEEPERS), "service__agency__")
    being_made = ~Q(state__in=sorted(states.FROZEN))
    to_review = Q(state__in=sorted(states.IN_FORCE), review_due__lte=soon) | Q(state=states.UNDER_REVIEW)
    return Standard.objects.filter(mine, being_made | to_review, service__is_offered=True)


def first_due(officer: Officer, now: datetime, most: int) -> list[Key]:
    """The first `most` of them: reviews by their date, then what is being made; one query."""
    rows = waiting(officer, now).order_by(F("review_due").asc(nulls_last=True), "pk").select_related("service__agency")
    return [Key(ACT, _due(row), row.pk) for row in rows[:most]]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These versions as lines, by key; one query. Who may see them was asked by `first_due`."""
    rows = Standard.objects.filter(pk__in=keys).select_related("service__agency")
    return {row.pk: _line(row, now) for row in rows}


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Versions and reviews that wait, and reviews whose date is over; one query."""
    late = Count("pk", filter=Q(state__in=sorted(states.IN_FORCE), review_due__lt=timezone.localdate(now)))
    return waiting(officer, now).aggregate(open=Count("pk"), late=late)


def _line(row: Standard, now: datetime) -> Line:
    service = row.service
    due = _due(row)
    words = "Tinjau" if row.state == states.PUBLISHED else states.LABELS[row.state]
    return Line(
        kind=KIND,
        number=f"Versi {row.version}",
        url=reverse("standards_office:version", args=[service.slug, row.version]),
        what=service.title,
        who=service.agency.short_name or service.agency.name,
        tone=TONES.get(row.state, "warn"),
        words=words,
        due=due,
        office=service.agency,
        group=group_of(ACT, due, service.agency, now),
    )


def _due(row: Standard) -> datetime | None:
    """The end of the day until which it is to be reviewed, where the agency is."""
    if row.review_due is None:
        return None
    zone = ZoneInfo(zone_name(row.service.agency))
    return datetime.combine(row.review_due, time(23, 59, 59), tzinfo=zone)
