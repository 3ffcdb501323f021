"""Evaluations among all that waits for an officer: whose turn it is, due first, as lines of the general desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.urls import reverse

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, WAITS, Key, Line, group_of
from melayani.oversight.evaluation import access, states
from melayani.oversight.evaluation.models import Assessment
from melayani.oversight.evaluation.queries.campaigns import own_part

KIND = "Evaluasi"
WORKERS = access.JUDGES  # whose desk asks for evaluations: heads for their units, and who may be appointed
AT_MOST = 500
UNIT_ACTS = frozenset({states.FILLING, states.ANNOUNCED, states.SIGNING})


def first_due(officer: Officer, most: int) -> list[Key]:
    """The first `most` evaluations that are not finished, by due date: the own turn first; one query."""
    found = [Key(_place(row, officer), _moment(row), row.pk) for row in _open(officer)]
    return sorted(found, key=lambda key: key.order)[:most]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These evaluations as lines, by key; one query. Who may see them was asked by `first_due`."""
    rows = Assessment.objects.filter(pk__in=list(keys)).select_related("unit", "campaign")
    return {row.pk: _line(row, now) for row in rows}


def counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Evaluations where it is this officer's turn, and those of them that are late; one query."""
    mine = [row for row in _open(officer) if _place(row, officer) == ACT]
    return {"open": len(mine), "late": sum(1 for row in mine if row.is_late(now))}


def _open(officer: Officer) -> list[Assessment]:
    rows = Assessment.objects.filter(own_part(officer), campaign__started_at__isnull=False, campaign__closed_at=None)
    return list(rows.exclude(state__in=sorted(states.FIXED)).select_related("unit", "campaign")[:AT_MOST])


def _place(row: Assessment, officer: Officer) -> int:
    """The head of the unit fills, hears and signs; those who judge it do the rest, and sign as well."""
    if access.answers_for(officer, row.unit):
        return ACT if row.state in UNIT_ACTS else WAITS
    return WAITS if row.state in {states.FILLING, states.ANNOUNCED} else ACT


def _moment(row: Assessment) -> datetime | None:
    return datetime.combine(row.due, time(23, 59, 59), tzinfo=row.unit.zone) if row.due else None


def _line(row: Assessment, now: datetime) -> Line:
    due = _moment(row)
    return Line(
        kind=KIND,
        number=f"{row.campaign.year}-{row.pk}",
        url=reverse("evaluation_office:unit", args=[row.pk]),
        what=f"{row.campaign}: {row.unit}",
        who="",
        tone="bad" if row.is_late(now) else "note",
        words=row.words,
        due=due,
        office=row.unit,
        group=group_of(ACT, due, row.unit, now),
    )
