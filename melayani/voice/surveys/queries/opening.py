"""Published indexes as tidy rows for open data: one row per unit and survey period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models.fields.json import KT

from melayani.voice.surveys.models import Period


class OpenIndex(NamedTuple):
    """What a published period froze, as everybody reads it on its page; `path` is the unit's place in the tree."""

    path: str
    unit: str
    unit_name: str
    since: date
    until: date
    answers: int
    value: Decimal
    grade: str
    comparable: bool
    published_at: datetime


_READ = (
    *("organisation__path", "organisation__slug", "organisation__name", "starts_on", "ends_on"),
    *("frozen__unit__n", "exact", "frozen__unit__grade", "frozen__unit__comparable", "published_at"),
)


def open_indexes(paths: Iterable[str], *, most: int) -> list[OpenIndex]:
    """The newest `most` published periods of units at or below the tree paths; one query, without the frozen whole."""
    rows = Period.objects.published().within(paths).annotate(exact=KT("frozen__unit__index"))  # as text: 84.21
    found = rows.order_by("-ends_on", "organisation__path").values_list(*_READ)
    return [
        OpenIndex(path, unit, name, since, until, n, Decimal(exact), grade, comparable is not False, at)
        for path, unit, name, since, until, n, exact, grade, comparable, at in found[:most]
    ]
