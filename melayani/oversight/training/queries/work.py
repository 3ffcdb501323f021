"""Tasks after an event among all that waits for an officer: which are due first, as lines of the general desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, Key, Line, group_of
from melayani.oversight.training import access
from melayani.oversight.training.models import FollowUp

TASK = "Tindak lanjut acara"
READERS = access.SENDERS


def first_due(officer: Officer, most: int) -> list[Key]:
    """The first `most` open tasks of the officer's units, by due day; one query."""
    rows = access.tasks_for(officer).select_related("organisation").order_by("due_on", "pk")[:most]
    return [Key(ACT, _end_of(row), row.pk) for row in rows]


def lines(keys: Sequence[int], now: datetime) -> Mapping[int, Line]:
    """These tasks as lines, by key; one query."""
    rows = FollowUp.objects.select_related("organisation", "event").in_bulk(list(keys))
    return {pk: _line(row, now) for pk, row in rows.items()}


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Open tasks of the officer's units, and those late; one query."""
    today = timezone.localdate(now)
    late = Count("pk", filter=Q(due_on__lt=today))
    found = access.tasks_for(officer).order_by().aggregate(open=Count("pk"), late=late)
    return {"open": found["open"], "late": found["late"]}


def _end_of(row: FollowUp) -> datetime:
    return datetime.combine(row.due_on, time(23, 59, 59), tzinfo=row.organisation.zone)


def _line(row: FollowUp, now: datetime) -> Line:
    due = _end_of(row)
    return Line(
        kind=TASK,
        number=f"RTL {row.pk}",
        url=reverse("training_office:task", args=[row.pk]),
        what=f"{row.text} ({row.event.title})",
        who=str(row.organisation),
        tone="note",
        words="Tindak lanjut",
        due=due,
        office=row.organisation,
        group=group_of(ACT, due, row.organisation, now),
    )
