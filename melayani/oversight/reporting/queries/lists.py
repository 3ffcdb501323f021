"""Lists of reports: what waits for the officer, what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, When
from django.urls import reverse

from melayani.foundation.people import Officer
from melayani.foundation.ui.work import ACT, Key, Line, group_of
from melayani.oversight.reporting import access, states
from melayani.oversight.reporting.models import Report, ReportQuerySet

ROWS = 50
KIND = "Laporan"
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


def first_due(officer: Officer, most: int) -> list[Key]:
    """The first `most` reports that wait for the officer: those to write by their due moment, then those to judge by
    when they came; one query."""
    reach = Q(pk__in=waiting_for(officer).values("pk")) | Q(pk__in=to_judge(officer).values("pk"))
    due = Case(When(state=states.SENT, then=F("sent_at")), default=F("due_at"))
    rows = Report.objects.filter(reach).annotate(until=due).order_by("until", "pk")
    return [Key(ACT, until, pk) for until, pk in rows.values_list("until", "pk")[:most]]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These reports as lines of the desk; one query. Who may see them was asked by `first_due`."""
    rows = Report.objects.filter(pk__in=list(keys)).select_related("organisation", "round__campaign")
    return {row.pk: _line(row, now) for row in rows}


def _line(row: Report, now: datetime) -> Line:
    due = None if row.state == states.SENT else row.due_at
    return Line(
        kind=KIND,
        number=f"{KIND} {row.pk}",
        url=reverse("reporting_office:report", args=[row.pk]),
        what=f"{row.definition.name}, {row.round.words}",
        who=str(row.organisation),
        tone=row.tone,
        words=row.get_state_display(),
        due=due,
        office=row.organisation,
        group=group_of(ACT, due, row.organisation, now),
    )
