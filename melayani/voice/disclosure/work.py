"""Requests and objections among all that waits for an officer: which are due first, as lines of the general desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Case, Value, When
from django.urls import reverse

from melayani.foundation.messaging import correspondence
from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, READY, Days, Key, Line, group_of
from melayani.voice.disclosure import access, states
from melayani.voice.disclosure.composing import desk
from melayani.voice.disclosure.models import InformationObjection, InformationRequest

REQUEST, OBJECTION = "Permintaan informasi", "Keberatan"


def first_requests(officer: Officer, most: int, *, mine: bool = False) -> list[Key]:
    """The first `most` requests of the officer's desks: notices that are owed by due date, then what waits to be
    handed over. One query; `request_lines` loads the rows of a page."""
    rows = desk.owed(access.owed_by(officer))
    if mine:
        rows = rows.filter(assigned_to=officer.person_id)
    place = Case(When(state=states.DECIDED, then=Value(READY)), default=Value(ACT))
    in_order = rows.annotate(place=place).order_by("place", "due_at", "pk")
    return [Key(*row) for row in in_order.values_list("place", "due_at", "pk")[:most]]


def first_objections(officer: Officer, most: int) -> list[Key]:
    """The first `most` objections that wait for the superior's answer, by due date; one query."""
    rows = access.owed_objections(officer).running().order_by("due_at", "pk")
    return [Key(ACT, due, pk) for due, pk in rows.values_list("due_at", "pk")[:most]]


def request_lines(officer: Officer, keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These requests as lines, by key; one query. The name only for whom it may be shown to."""
    rows = desk.with_letters(InformationRequest.objects.select_related("desk", "organisation"))
    found = rows.in_bulk(list(keys))
    return {pk: _line(desk.request_row(officer, row, now), REQUEST, now) for pk, row in found.items()}


def objection_lines(officer: Officer, keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These objections as lines, by key; one query."""
    found = InformationObjection.objects.select_related("desk", "request__organisation").in_bulk(list(keys))
    return {pk: _line(desk.objection_row(officer, row, now), OBJECTION, now) for pk, row in found.items()}


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Requests and objections at the officer's desks, those late, those of the officer's own; two queries."""
    return desk.counts_of(officer, access.owed_by(officer), access.owed_objections(officer), now)


def _line(row: desk.Row, kind: str, now: datetime) -> Line:
    place = READY if row.group == "ready" else ACT
    due = row.due_at if row.owes or place == READY else None
    return Line(
        kind=kind,
        number=row.number,
        url=reverse(f"disclosure_office:{row.kind}", args=[row.number]),
        what=row.what,
        who=row.who,
        tone=row.words.tone,
        words=row.words.officer,
        due=due,
        office=row.office,
        group=group_of(place, due, row.office, now),
        days=Days(row.promised, "working_day", row.used),
        tags=(correspondence.MARK,) if row.letter else (),
    )
