"""What waits at the officers' desk: the open cases that are due first, by filters, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse

from melayani.delivery.applications import access, rules, states
from melayani.delivery.applications.models import KIND as CASE
from melayani.delivery.applications.models import Application, ApplicationQuerySet
from melayani.foundation.messaging import correspondence
from melayani.foundation.people import Officer
from melayani.foundation.ui.format import mask_name
from melayani.foundation.ui.work import ACT, NEXT, READY, WAITS, Days, Key, Line, group_of

KIND = "Permohonan"
# nothing to do for the office, unless the citizen writes (of a case that is over: asks that the data be erased)
ASIDE = states.WAITING_FOR_CITIZEN | {states.ISSUED} | states.FINAL


@dataclass(frozen=True)
class DeskFilters:
    """What the officer chose to see. Empty values do not narrow."""

    mine: int | None = None  # the officer's own primary key
    state: str = ""
    service: int | None = None
    unit: int | None = None


def first_due(officer: Officer, filters: DeskFilters, most: int) -> list[Key]:
    """The first `most` open cases of the officer's units: those to act on by due date, those that wait for the
    citizen, those ready to hand over. Of the latter two, one at which the citizen wrote is to act on, since it wrote.

    One query on the desk's index alone, one by the letters that wait; `lines` loads the rows of a page.
    """
    every = _filtered(access.visible_to(officer), filters)
    rows, raised = every.open(), _raised(every, most)
    place = Case(
        When(state__in=sorted(states.WAITING_FOR_CITIZEN), then=Value(WAITS)),
        When(state=states.ISSUED, then=Value(READY)),
        default=Value(ACT),
    )
    in_order = rows.annotate(place=place).order_by("place", F("due_at").asc(nulls_last=True), "pk")
    keys = [Key(*row) for row in in_order.values_list("place", "due_at", "pk")[:most]]
    up = {key.pk for key in raised}
    return sorted([*raised, *(key for key in keys if key.pk not in up)], key=lambda key: key.order)[:most]


def lines(keys: Sequence[int], now: datetime) -> dict[int, Line]:
    """These cases as lines of a desk, by key; two queries."""
    whole = Application.objects.select_related("service", "organisation").prefetch_related("pauses")
    whole = whole.annotate(letter_waits=correspondence.has_waiting(CASE))
    return {pk: _line(row, now) for pk, row in whole.in_bulk(list(keys)).items()}


def lines_of(rows: Sequence[Application], now: datetime) -> list[Line]:
    """Cases that were found, as lines; service and organisation are loaded."""
    known = lines([row.pk for row in rows], now)
    return [known[row.pk] for row in rows]


def days_used(row: Application, now: datetime) -> int | None:
    """How many promised days of an open case have begun, read from its stored explanation and prefetched pauses."""
    if not row.due_explanation or row.promised_unit not in rules.DAY_UNITS:
        return None
    stands_since = next((pause.since for pause in row.pauses.all() if pause.until is None), now)
    today = stands_since.astimezone(row.organisation.zone).date().isoformat()
    return sum(1 for day in row.due_explanation.get("counted", ()) if str(day) <= today)


def rail_counts(officer: Officer, now: datetime, filters: DeskFilters | None = None) -> Mapping[str, int]:
    """How many cases stand on the desk: open, late, mine, waiting for the citizen; one query."""
    rows = _filtered(access.visible_to(officer).open(), filters or DeskFilters())
    return rows.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_at__lt=now, state__in=sorted(states.RUNNING))),
        mine=Count("pk", filter=Q(assigned_to=officer.person_id)),
        waiting=Count("pk", filter=Q(state__in=sorted(states.WAITING_FOR_CITIZEN))),
    )


def services_with_cases(officer: Officer) -> list[tuple[int, str]]:
    """The services among the officer's open cases, for the filter: key and title, at most 100."""
    rows = access.visible_to(officer).open().order_by("service__title")
    return list(rows.values_list("service_id", "service__title").distinct()[:100])


def _raised(rows: ApplicationQuerySet, most: int) -> list[Key]:
    """Cases at which the office had nothing to do until their citizen wrote, the longest waiting first."""
    aside = rows.filter(state__in=sorted(ASIDE), number__in=correspondence.numbers_waiting(CASE))
    since = aside.annotate(since=correspondence.waiting_since(CASE)).order_by("since", "pk")
    return [Key(ACT, *row) for row in since.values_list("since", "pk")[:most]]


def _filtered(rows: ApplicationQuerySet, filters: DeskFilters) -> ApplicationQuerySet:
    wanted: dict[str, object] = {
        "assigned_to": filters.mine,
        "state": filters.state,
        "service": filters.service,
        "organisation": filters.unit,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _line(row: Any, now: datetime) -> Line:
    waits = row.state in states.WAITING_FOR_CITIZEN
    place = WAITS if waits else READY if row.state == states.ISSUED else ACT
    days = None
    if row.promised_amount:
        days = Days(row.promised_amount, row.promised_unit, days_used(row, now), paused=waits)
    raised = row.letter_waits and row.state in ASIDE
    return Line(
        kind=KIND,
        number=row.number,
        url=reverse("applications_office:case", args=[row.number]),
        what=f"{row.service.title}: {row.variant_label}" if row.variant_label else row.service.title,
        who="Data pribadi dihapus" if row.erased_at else mask_name(row.name),
        tone=row.words.tone,
        words=row.words.officer,
        due=None if raised else row.due_at,  # the promise stands still; a letter has no date of its own
        office=row.organisation,
        group=NEXT if raised else group_of(place, row.due_at, row.organisation, now),
        days=days,
        tags=(correspondence.MARK,) if row.letter_waits else (),
    )
