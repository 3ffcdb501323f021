"""Improvements and reports among all that waits for an officer, as lines of the general desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, Key, Line, group_of
from melayani.oversight.facilities import access
from melayani.oversight.facilities.models import Improvement, MismatchReport
from melayani.oversight.facilities.queries.following import named

IMPROVEMENT, REPORT = "Perbaikan sarana", "Laporan sarana"


def first_improvements(officer: Officer, most: int, *, mine: bool = False) -> list[Key]:
    """The first `most` improvements at the officer's places by deadline, or only the officer's own; one query."""
    rows = access.improvements_visible_to(officer).open()
    if mine:
        rows = rows.filter(owner=officer.person_id)
    return [Key(ACT, due, pk) for due, pk in rows.order_by("due_at", "pk").values_list("due_at", "pk")[:most]]


def first_reports(officer: Officer, most: int) -> list[Key]:
    """The first `most` reports that wait for somebody to look; one query."""
    rows = access.reports_visible_to(officer).open().order_by("due_at", "pk")
    return [Key(ACT, due, pk) for due, pk in rows.values_list("due_at", "pk")[:most]]


def improvement_lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These improvements as lines, by key; one query."""
    found = Improvement.objects.select_related("organisation", "owner").in_bulk(list(keys))
    return {pk: _line(row, IMPROVEMENT, "improvement", row.owner.name, now) for pk, row in found.items()}


def report_lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These reports as lines, by key; one query. Who reported is not shown."""
    found = MismatchReport.objects.select_related("organisation").in_bulk(list(keys))
    return {pk: _line(row, REPORT, "report", "Warga", now) for pk, row in found.items()}


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Open and late improvements and reports at the officer's places, and the officer's own; two queries."""
    late = Count("pk", filter=Q(due_at__lt=now))
    own = Q(owner=officer.person_id)
    work = (
        access.improvements_visible_to(officer)
        .open()
        .aggregate(
            improvements=Count("pk"),
            improvements_late=late,
            mine=Count("pk", filter=own),
            mine_late=Count("pk", filter=own & Q(due_at__lt=now)),
        )
    )
    said = access.reports_visible_to(officer).open().aggregate(reports=Count("pk"), reports_late=late)
    return {**work, **said}


def _line(row: Improvement | MismatchReport, kind: str, page: str, who: str, now: datetime) -> Line:
    late = row.due_at < now
    return Line(
        kind=kind,
        number=f"{'Perbaikan' if kind == IMPROVEMENT else 'Laporan'} sarana {row.pk}",
        url=reverse(f"facilities_office:{page}", args=[row.organisation.slug, row.pk]),
        what=f"{named(row, now).item}, {row.organisation}",
        who=who,
        tone="warn" if late else "note",
        words="Berjalan" if kind == IMPROVEMENT else "Menunggu diperiksa",
        due=row.due_at,
        office=row.organisation,
        group=group_of(ACT, row.due_at, row.organisation, now),
    )
