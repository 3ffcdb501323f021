"""Innovations among all that waits for an officer: what to look over, what to look at again, replicas to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, Key, Line, group_of
from melayani.oversight.innovations import access, states
from melayani.oversight.innovations.models import Innovation, InnovationQuerySet, Replication

MOST = 500


def to_look_over(officer: Officer) -> InnovationQuerySet:
    """Records sent to the officer's bureau, oldest first."""
    rows = Innovation.objects.within(officer.reach(*access.LOOKS_OVER)).filter(state=states.SUBMITTED)
    return rows.select_related("organisation").order_by("pk")


def to_check(officer: Officer, today: date) -> InnovationQuerySet:
    """Published records of the officer's places whose look is due, the longest overdue first."""
    rows = Innovation.objects.within(officer.reach(*access.KEEPS)).to_check(today)
    return rows.select_related("organisation").order_by("next_check", "pk")


def to_confirm(officer: Officer) -> list[Replication]:
    """Replicas that wait for the word of the officer, at most fifty."""
    kept = Innovation.objects.within(officer.reach(*access.KEEPS))
    rows = Replication.objects.filter(original__in=kept, state=states.PROPOSED)
    return list(rows.select_related("original", "organisation").order_by("pk")[:50])


def counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """What waits on the officer's desk: records to look over, looks that are due; and those overdue. One query."""
    today = timezone.localdate(now)
    days = list(_waiting(officer, today).values_list("state", "next_check"))
    late = sum(1 for state, day in days if state == states.PUBLISHED and day is not None and day < today)
    return {"open": len(days), "late": late}


def first_due(officer: Officer, most: int, now: datetime) -> list[Key]:
    """The first `most` of them, by the day of the look; records to look over have none. One query."""
    rows = [Key(ACT, _moment(row), row.pk) for row in _waiting(officer, timezone.localdate(now))]
    return sorted(rows, key=lambda key: key.order)[:most]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These records as lines, by key; one query. Who may see them was asked by `first_due`."""
    rows = Innovation.objects.select_related("organisation").in_bulk(list(keys))
    return {pk: _line(row, now) for pk, row in rows.items()}


def _waiting(officer: Officer, today: date) -> InnovationQuerySet:
    sent = Q(state=states.SUBMITTED, pk__in=to_look_over(officer).order_by().values("pk"))
    due = Q(state=states.PUBLISHED, pk__in=to_check(officer, today).order_by().values("pk"))
    return Innovation.objects.filter(sent | due).select_related("organisation").order_by("next_check", "pk")[:MOST]


def _moment(row: Innovation) -> datetime | None:
    if row.state == states.SUBMITTED or row.next_check is None:
        return None
    return datetime.combine(row.next_check, time(23, 59), row.organisation.zone)


def _line(row: Innovation, now: datetime) -> Line:
    to_look_over = row.state == states.SUBMITTED
    due = _moment(row)
    return Line(
        kind="Inovasi",
        number="Inovasi",
        url=reverse("innovations_office:record" if to_look_over else "innovations_office:look", args=[row.slug]),
        what=row.title,
        who=str(row.organisation),
        tone="note" if to_look_over else "warn",
        words="Periksa sebelum terbit" if to_look_over else "Waktunya dipantau",
        due=due,
        office=row.organisation,
        group=group_of(ACT, due, row.organisation, now),
    )
