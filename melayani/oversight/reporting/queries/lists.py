"""Lists of reports: what waits for the officer, what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from melayani.foundation.people import Officer
from melayani.oversight.reporting import access, states
from melayani.oversight.reporting.models import Report, ReportQuerySet

ROWS = 50
WRITE, JUDGE, ALL = "tulis", "nilai", "semua"


@dataclass(frozen=True)
class Todo:
    """A page of reports and the counts that stand on the filters."""

    page: Page[Report]
    chosen: str
    counts: Mapping[str, int]


def waiting_for(officer: Officer) -> ReportQuerySet:
    """Reports that the officer may write and that are not sent."""
    return access.reports_written_by(officer).waiting()


def to_judge(officer: Officer) -> ReportQuerySet:
    """Sent reports below the officer."""
    return access.reports_judged_by(officer).filter(state=states.SENT)


def mine(officer: Officer, chosen: str, number: str | None, now: datetime) -> Todo:
    """The officer's reports under one filter; four queries at most."""
    writes, judges = waiting_for(officer), to_judge(officer)
    counts = {WRITE: writes.count(), JUDGE: judges.count()}
    if chosen not in (WRITE, JUDGE, ALL):
        chosen = WRITE if counts[WRITE] or not access.JUDGES & officer.roles else JUDGE
    rows = {WRITE: writes, JUDGE: judges}.get(chosen, access.reports_visible_to(officer).filter(is_expected=True))
    order = ("due_at", "pk") if chosen == WRITE else ("-starts_on", "organisation__name", "pk")
    found = rows.select_related("organisation", "round__campaign").order_by(*order)
    page: Page[Report] = Paginator(found, ROWS).get_page(number)
    page.object_list = list(page.object_list)
    return Todo(page, chosen, counts)


def load_of(officer: Officer, now: datetime) -> dict[str, int]:
    """How many reports wait for the officer, and how many of them late; one query."""
    reach = Q(pk__in=waiting_for(officer).values("pk")) | Q(pk__in=to_judge(officer).values("pk"))
    late = Q(state__in=sorted(states.WAITING), due_at__lte=now)
    return Report.objects.filter(reach).aggregate(open=Count("pk"), late=Count("pk", filter=late))
