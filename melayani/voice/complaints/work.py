"""Complaints among all that waits for an officer: which are due first, as lines of the general desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, WAITS, Days, Key, Line, group_of
from melayani.voice.complaints import access, desk, states
from melayani.voice.complaints.models import equality_hash

KIND = "Pengaduan"
NIK_DIGITS = 16
OWED = Q(state__in=sorted(states.UNANSWERED))


def first_due(officer: Officer, most: int) -> list[Key]:
    """The first `most` open cases in which the officer may act: what is owed by its next due date, then what waits for
    the reporter. One query on the desk's index; `lines` loads the rows of a page."""
    place = Case(When(OWED, then=Value(ACT)), default=Value(WAITS))
    due = Case(When(OWED, then=F("next_due_at")), default=F("closes_at"))
    rows = access.owed_by(officer).open().annotate(place=place, until=due)
    in_order = rows.order_by("place", F("until").asc(nulls_last=True), "pk")
    return [Key(*row) for row in in_order.values_list("place", "until", "pk")[:most]]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These cases as lines, by key; two queries. Who may see them was asked by `first_due`."""
    return {row.case.pk: _line(row, now) for row in map(lambda case: desk.row_of(case, now), desk.load(keys))}


def of_nik(officer: Officer, typed: str, now: datetime) -> list[Line]:
    """The officer's cases of the person with this whole NIK, newest first; none for anything else that was typed."""
    nik = "".join(character for character in typed if character.isdigit())
    if len(nik) != NIK_DIGITS:
        return []
    found = desk.of_nik(officer, equality_hash(nik, field="nik"))
    return [_line(desk.row_of(case, now), now) for case in found]


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Open and late cases in which the officer may act; one query."""
    return access.owed_by(officer).open().aggregate(open=Count("pk"), late=Count("pk", filter=desk.late(now)))


def _line(row: desk.Row, now: datetime) -> Line:
    case, promise = row.case, row.promise
    marks = {"Pengawasan": case.is_guarded, "Rahasia": case.secret_content, "Digabung": case.master_id is not None}
    return Line(
        kind=KIND,
        number=case.number,
        url=reverse("complaints_office:case", args=[case.number]),
        what=case.heading,
        who=row.who,
        tone=case.words.tone,
        words=case.words.officer,
        due=row.due,
        office=case.organisation,
        group=group_of(ACT if case.state in states.UNANSWERED else WAITS, row.due, case.organisation, now),
        days=Days(promise.amount, promise.unit, promise.used, paused=promise.paused) if promise else None,
        tags=tuple(mark for mark, holds in marks.items() if holds),
    )
