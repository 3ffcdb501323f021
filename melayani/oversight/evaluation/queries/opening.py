"""Published results of the evaluation (PEKPPP) as tidy rows for open data: one row per unit and year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from melayani.oversight.evaluation.models import Assessment


class OpenResult(NamedTuple):
    """A published index (0 to 5), as everybody reads it at /kinerja/; `path` is the unit's place in the tree."""

    path: str
    unit: str
    unit_name: str
    year: int
    value: Decimal
    category: str
    evaluator: str
    published_at: datetime


_READ = (
    *("unit__path", "unit__slug", "unit__name", "campaign__year", "index", "category"),
    *("campaign__organisation__name", "published_at"),
)


def open_results(paths: Iterable[str], *, most: int) -> list[OpenResult]:
    """The newest `most` published results of units at or below the tree paths; one query."""
    rows = Assessment.objects.published().within(paths).filter(index__isnull=False, published_at__isnull=False)
    found = rows.order_by("-campaign__year", "unit__path").values_list(*_READ)
    return [OpenResult(*row) for row in found[:most]]
