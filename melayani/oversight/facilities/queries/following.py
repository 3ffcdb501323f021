"""Improvements that run and reports that wait: lists of an officer, what is to be reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.oversight.facilities import access
from melayani.oversight.facilities.inventory import inventory_on
from melayani.oversight.facilities.models import (
    FacilityCheck,
    Improvement,
    ImprovementQuerySet,
    MismatchReport,
    MismatchReportQuerySet,
    Progress,
    Walk,
)

BATCH = 50
STATE_WORDS = dict(FacilityCheck.STATES)


@dataclass(frozen=True)
class Owned:
    """An improvement or a report with the name of its item."""

    row: Improvement | MismatchReport
    item: str


def open_improvements(officer: Officer) -> ImprovementQuerySet:
    """What runs at the officer's places, first due first."""
    rows = access.improvements_visible_to(officer).open()
    return rows.select_related("organisation", "owner").order_by("due_at", "pk")


def open_reports(officer: Officer) -> MismatchReportQuerySet:
    """What waits to be looked at, first due first."""
    rows = access.reports_visible_to(officer).open()
    return rows.select_related("organisation").order_by("due_at", "pk")


def waiting_reports(organisation: Organisation, items: Sequence[str]) -> list[MismatchReport]:
    """The open reports about these items of a place, oldest first; one query."""
    return list(MismatchReport.objects.open().filter(organisation=organisation, item__in=items).order_by("pk"))


def steps_of(improvement: Improvement) -> list[Progress]:
    """What was noted of it, newest first; one query."""
    return list(improvement.steps.select_related("by").order_by("-pk")[:BATCH])


def to_remind(now: datetime) -> list[Improvement]:
    """Improvements past their deadline, the longest first; the action decides who hears of it again."""
    rows = Improvement.objects.overdue(now).select_related("organisation", "owner")
    return list(rows.order_by("reminded_at", "due_at", "pk")[:BATCH])


def walk_known(officer: Officer, key: UUID) -> bool:
    """Whether this officer's walk with this key was recorded already."""
    return Walk.objects.filter(key=key, checked_by=officer.person_id).exists()


def named(row: Improvement | MismatchReport, now: datetime) -> Owned:
    """The row with the Indonesian name of its item."""
    item = inventory_on(now.astimezone(row.organisation.zone).date()).item(row.item)
    return Owned(row, item.name("id") if item else row.item)
