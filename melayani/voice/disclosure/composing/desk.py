"""The desk of the information officer: what is owed, by due date; what only waits to be handed over; objections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, Value, When

from melayani.foundation.messaging import correspondence
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import mask_name, shortened
from melayani.foundation.workdays.queries import working_days_late
from melayani.voice.disclosure import access, states
from melayani.voice.disclosure.composing.clocks import days_so_far
from melayani.voice.disclosure.models import (
    KIND,
    InformationObjection,
    InformationRequest,
    ObjectionQuerySet,
    RequestQuerySet,
)
from melayani.voice.disclosure.rules import deciding
from melayani.voice.disclosure.rules.words import Words
from melayani.voice.disclosure.states import objections

PAGE_SIZE, HEADING = 50, 70
REQUESTS, OBJECTIONS = "permintaan", "keberatan"
HIDDEN = "Dirahasiakan"


@dataclass(frozen=True)
class Row:
    """One line of the desk: a request or an objection."""

    number: str
    kind: str  # case, objection: the name of its page
    register: str
    what: str
    who: str
    words: Words
    promised: int
    used: int
    due_at: datetime
    office: Organisation
    group: str
    owes: bool = True  # an answer is owed by the due date
    letter: bool = False  # words of the requester wait
    days_late: int | None = None  # working days since the due moment, of what is late


@dataclass(frozen=True)
class Desk:
    """A page of the desk, its rows in groups, and how many stand there altogether."""

    page: Page[Any]
    rows: list[Row]
    counts: Mapping[str, int]

    def group(self, name: str) -> list[Row]:
        return [row for row in self.rows if row.group == name]

    @property
    def late(self) -> list[Row]:
        return self.group("late")

    @property
    def today(self) -> list[Row]:
        return self.group("today")

    @property
    def next(self) -> list[Row]:
        return self.group("next")

    @property
    def ready(self) -> list[Row]:
        return self.group("ready")


def desk(officer: Officer, *, stage: str, mine: bool, page: str, now: datetime) -> Desk:
    """What is owed, by due date: requests, or with `stage` objections. The number of queries is fixed."""
    counts = counts_of(officer, access.visible_to(officer), access.visible_objections(officer), now)
    rows: QuerySet[Any]
    if stage == OBJECTIONS:
        rows = access.visible_objections(officer).running().select_related("desk", "request__organisation")
        found: Page[Any] = Paginator(rows.order_by("due_at", "pk"), PAGE_SIZE).get_page(page)
        lines = [objection_row(officer, row, now) for row in found.object_list]
    else:
        rows = with_letters(owed(access.visible_to(officer)).select_related("desk", "organisation"))
        if mine:
            rows = rows.filter(assigned_to=officer.person_id)
        last = Case(When(state=states.DECIDED, then=Value(1)), default=Value(0))
        found = Paginator(rows.annotate(last=last).order_by("last", "due_at", "pk"), PAGE_SIZE).get_page(page)
        lines = [request_row(officer, row, now) for row in found.object_list]
    return Desk(found, _with_days_late(lines, now), counts)


def _with_days_late(rows: list[Row], now: datetime) -> list[Row]:
    """The rows, with how late those are whose date is over; nothing is asked where none is."""
    late = [row for row in rows if row.group == "late"]
    days = dict(zip(map(id, late), working_days_late([(row.office, row.due_at) for row in late], now), strict=True))
    return [replace(row, days_late=days.get(id(row))) for row in rows]


def owed(rows: RequestQuerySet) -> RequestQuerySet:
    """Requests whose notice is owed, decided ones whose information still waits to be handed over, and those that are
    answered but at which new words of the requester wait."""
    waiting = Q(state=states.DECIDED, decision__in=sorted(deciding.GIVES))
    written = Q(state__in=sorted(states.NOTIFIED), number__in=correspondence.numbers_waiting(KIND))
    return rows.filter(Q(state__in=sorted(states.RUNNING)) | waiting | written)


def with_letters(rows: RequestQuerySet) -> RequestQuerySet:
    """The same with `letter_waits`: whether words of the requester wait; no query more."""
    return rows.annotate(letter_waits=correspondence.has_waiting(KIND))


def counts_of(
    officer: Officer, requests: RequestQuerySet, lodged: ObjectionQuerySet, now: datetime
) -> Mapping[str, int]:
    """How much of these is owed, how much of it late or in the officer's hand; two queries."""
    late, mine = Q(state__in=sorted(states.RUNNING), due_at__lt=now), Q(assigned_to=officer.person_id)
    found = owed(requests).aggregate(
        requests=Count("pk"),
        late=Count("pk", filter=late),
        mine=Count("pk", filter=mine),
        late_mine=Count("pk", filter=late & mine),
    )
    against = lodged.running().aggregate(objections=Count("pk"), objections_late=Count("pk", filter=Q(due_at__lt=now)))
    return {**found, **against}


def request_row(officer: Officer, row: InformationRequest, now: datetime) -> Row:
    """A request as a line; its name only for whom it may be shown to."""
    return Row(
        number=row.number,
        kind="case",
        register=row.register_label,
        what=heading(row.information),
        who=mask_name(row.name) if access.may_see_identity(officer, row) else HIDDEN,
        words=row.words,
        promised=row.promised_days + (row.extension_days or 0),
        used=days_so_far(row.due_explanation, row.desk, row.first_notified_at or now),
        due_at=row.due_at,
        office=row.organisation,
        group=_group_of(row, now),
        owes=row.state in states.RUNNING,
        letter=getattr(row, "letter_waits", False),
    )


def _group_of(row: InformationRequest, now: datetime) -> str:
    if row.state in states.RUNNING:
        return _group(row.due_at, row.desk, now)
    return "ready" if row.state == states.DECIDED and row.gives else "next"


def objection_row(officer: Officer, row: InformationObjection, now: datetime) -> Row:
    """An objection as a line."""
    return Row(
        number=row.number,
        kind="objection",
        register=row.register_label,
        what=heading(row.case_position),
        who=mask_name(row.request.name) if access.may_see_identity(officer, row.request) else HIDDEN,
        words=row.words,
        promised=row.promised_days,
        used=days_so_far(row.due_explanation, row.desk, row.answered_at or now),
        due_at=row.due_at,
        office=row.request.organisation,
        group=_group(row.due_at, row.desk, now) if row.state == objections.LODGED else "next",
    )


def heading(text: str) -> str:
    """The beginning of a text on one line."""
    return shortened(text, HEADING)


def _group(due_at: datetime, desk: Organisation, now: datetime) -> str:
    if due_at < now:
        return "late"
    same = due_at.astimezone(desk.zone).date() == now.astimezone(desk.zone).date()
    return "today" if same else "next"
