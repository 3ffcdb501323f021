"""Reads: the officer's desk, one case for officer and citizen, the public state, real times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, Value, When

from melayani.delivery.applications import access, clock, rules, states
from melayani.delivery.applications.models import (
    Answer,
    AnswerFile,
    Application,
    ApplicationQuerySet,
    Channel,
    Draft,
    Judgement,
    Pause,
    Payment,
    ServiceReality,
)
from melayani.delivery.applications.outlines import outline_of as outline_of  # the demonstration fills forms, too
from melayani.delivery.applications.rules import Reality
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit.queries import Line, history, timeline
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.people import Officer
from melayani.foundation.workdays.queries import calendar_for
from melayani.foundation.workdays.rules import DayCell, Due, calendar_weeks

PAGE_SIZE = 50
SEARCH_LIMIT = 20
DRAFTS_SHOWN = 10
SERVICES_LIMIT = 200


# --- real times -------------------------------------------------------------------------------------------------------
def real_times(service_ids: Iterable[int]) -> dict[int, Reality]:
    """How long cases of the last 365 days really took, by service: working days, median, p90, share on time.

    One query over the summary rows that the worker keeps (reality.py), so that a page costs the same with a hundred
    cases and with a million. Services without a decided case are left out of the answer.
    """
    wanted = list(dict.fromkeys(service_ids))[:SERVICES_LIMIT]
    rows = ServiceReality.objects.filter(service__in=wanted, count__gt=0) if wanted else []
    return {row.service_id: Reality(row.count, row.median, row.p90, row.on_time) for row in rows}


def real_time_of(service_id: int) -> Reality:
    """The real time of one service over the last 365 days."""
    return real_times([service_id]).get(service_id, Reality(0, None, None, None))


# --- the public state -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class PublicState:
    """What anybody may know who knows the number: no name, no file, no reason."""

    number: str
    service: str
    unit: str
    state: str
    words: states.Words
    submitted_at: datetime
    due_at: datetime | None
    time_zone: str
    stopped: bool


def public_state(typed: str) -> PublicState | None:
    """The public state of the application with that number as a hand typed it; None when there is none."""
    number = read_number(typed)
    rows = Application.objects.select_related("service", "organisation")
    row = rows.filter(number=number).first() if number else None
    if row is None:
        return None
    return PublicState(
        number=row.number,
        service=row.service.title,
        unit=row.organisation.name,
        state=row.state,
        words=row.words,
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        time_zone=row.organisation.time_zone,
        stopped=Pause.objects.open().filter(application=row).exists(),
    )


def drafts_of(token: str, now: datetime) -> list[Draft]:
    """The unsent drafts of one session, newest first; one query, none without a session."""
    if not token:
        return []
    rows = Draft.objects.of_token(token).unsent().filter(expires_at__gt=now).select_related("service__agency")
    return list(rows.order_by("-updated_at")[:DRAFTS_SHOWN])


def file_of_case(application: Application, file_id: UUID) -> Attachment | None:
    """The attachment with that id when it belongs to this case: an answer's file or a payment's proof."""
    answers = AnswerFile.objects.select_related("attachment").filter(answer__application=application)
    if row := answers.filter(attachment=file_id).first():
        return row.attachment
    payment = application.payments.select_related("proof").filter(proof=file_id).first()
    return payment.proof if payment else None


# --- one case ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CaseView:
    """One application with what belongs to it, for a page."""

    application: Application
    answers: list[Answer]
    payments: list[Payment]
    pause: Pause | None
    lines: list[Line]
    due: Due | None
    weeks: list[list[DayCell]]
    reality: Reality
    day: Decimal | None  # working days counted so far, or taken when decided
    facts: states.Facts = field(default_factory=states.Facts)

    @property
    def returned(self) -> list[Answer]:
        """What the citizen is asked to mend now."""
        waiting = self.application.state == states.RETURNED
        return [row for row in self.answers if waiting and row.judgement == rules.NOT_MET]

    @property
    def open_payment(self) -> Payment | None:
        return next((row for row in self.payments if row.state in ("requested", "proof_given")), None)

    @property
    def judgements(self) -> Mapping[str, int]:
        """How many requirements stand at each judgement, by its key."""
        counts = {str(key): 0 for key in Judgement.values}
        for row in self.answers:
            counts[row.judgement] += 1
        return counts

    @property
    def is_paused(self) -> bool:
        return self.pause is not None

    @property
    def shows_line(self) -> bool:
        """Whether the promise is counted in working days, so that the real times can stand beside it."""
        return self.application.promised_unit == "working_day"

    def is_late(self, now: datetime) -> bool:
        """Whether the promise is broken now, or was at the decision."""
        row = self.application
        if row.state == states.WITHDRAWN:
            return False
        return rules.is_late(due_at=row.due_at, decided_at=row.decided_at, stopped=self.pause is not None, now=now)


def case_for_citizen(number: str, secret: str, now: datetime) -> CaseView:
    """The case that the secret opens, with the citizen's timeline; raises Http404 for any other secret."""
    application = access.get_for_citizen(number, secret)
    return _case(application, timeline(application.reference), now)


def case_for_officer(officer: Officer, number: str, now: datetime) -> CaseView:
    """The case with the officer's history; raises Http404 for a stranger's case."""
    application = access.get_for_officer(officer, number)
    return _case(application, history(application.reference), now)


def possible_actions(officer: Officer, view: CaseView) -> list[states.Possible]:
    """The officer's actions on this case: possible now, or why not yet; no query."""
    may = access.actions_of(officer, view.application.organisation)
    return states.available_actions(view.application.state, view.facts, may)


def _case(application: Application, lines: list[Line], now: datetime) -> CaseView:
    answers = list(
        application.answers.select_related("judged_by").prefetch_related("files__attachment").order_by("number")
    )
    pauses = list(application.pauses.order_by("since"))
    pause = next((row for row in pauses if row.until is None), None)
    payments = list(application.payments.select_related("proof").order_by("pk"))
    due = Due.from_json(application.due_explanation) if application.due_explanation else None
    today = now.astimezone(application.organisation.zone).date()
    return CaseView(
        application=application,
        answers=answers,
        payments=payments,
        pause=pause,
        lines=lines,
        due=due,
        weeks=calendar_weeks(due, today=None if application.is_final else today) if due else [],
        reality=real_time_of(application.service_id),
        day=application.working_days_taken if application.decided_at else _days_so_far(application, pauses, now),
        facts=states.Facts(
            unjudged=tuple(row.label for row in answers if row.judgement == rules.UNJUDGED),
            not_met=tuple(row.label for row in answers if row.judgement == rules.NOT_MET),
            unpaid=any(row.state in ("requested", "proof_given") for row in payments),
            disturbed=pause is not None and pause.kind == rules.DISTURBANCE_PAUSE,
        ),
    )


def _days_so_far(application: Application, pauses: Sequence[Pause], now: datetime) -> Decimal | None:
    """Working days that ran up to `now` by the counting of the promise; None when the case is over undecided."""
    if application.is_final:
        return None
    day = application.clock_started_at.astimezone(application.organisation.zone).date()
    calendar = calendar_for(application.organisation, around=day)
    return Decimal(clock.days_between(application, pauses, calendar, now))


# --- the desk ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DeskFilters:
    """What the officer chose to see. Empty values do not narrow."""

    mine: int | None = None  # the officer's own primary key
    state: str = ""
    service: int | None = None
    unit: int | None = None


@dataclass(frozen=True)
class Desk:
    """A page of the desk, its rows in five groups, and how many stand in each group altogether."""

    page: Page[Application]
    late: list[Application]
    today: list[Application]
    next: list[Application]
    waiting: list[Application]
    ready: list[Application]
    counts: Mapping[str, int]
    realities: Mapping[int, Reality]  # by service


def desk(officer: Officer, filters: DeskFilters, now: datetime, page: int = 1) -> Desk:
    """Open cases of the officer's units by due date: late, due today, next, those waiting for the citizen, those ready.

    The number of queries does not depend on the number of rows.
    """
    rows = _filtered(access.visible_to(officer).open(), filters)
    waiting_last = Case(
        When(state__in=sorted(states.WAITING_FOR_CITIZEN), then=Value(1)),
        When(state=states.ISSUED, then=Value(2)),
        default=Value(0),
    )
    # keys first, from the desk's index alone; then only the rows of this page
    in_order = rows.annotate(waits=waiting_last).order_by("waits", F("due_at").asc(nulls_last=True), "pk")
    paged: Page[Any] = Paginator(in_order.values_list("pk", flat=True), PAGE_SIZE).get_page(page)
    keys = list(paged.object_list)
    whole = Application.objects.select_related("service", "organisation", "assigned_to").prefetch_related("pauses")
    loaded = whole.in_bulk(keys)
    shown = paged.object_list = [loaded[pk] for pk in keys]
    for row in shown:
        row.days_used = days_used(row, now)
    return Desk(
        page=paged,
        late=[row for row in shown if _group(row, now) == "late"],
        today=[row for row in shown if _group(row, now) == "today"],
        next=[row for row in shown if _group(row, now) == "next"],
        waiting=[row for row in shown if _group(row, now) == "waiting"],
        ready=[row for row in shown if _group(row, now) == "ready"],
        counts=group_counts(rows, now),
        realities=real_times({row.service_id for row in shown}),
    )


def days_used(row: Application, now: datetime) -> int | None:
    """How many promised days of an open case have begun, read from its stored explanation and prefetched pauses."""
    if not row.due_explanation or row.promised_unit not in rules.DAY_UNITS:
        return None
    stands_since = next((pause.since for pause in row.pauses.all() if pause.until is None), now)
    today = stands_since.astimezone(row.organisation.zone).date().isoformat()
    return sum(1 for day in row.due_explanation.get("counted", ()) if str(day) <= today)


def rail_counts(officer: Officer, now: datetime) -> Mapping[str, int]:
    """Counts for the rail: open, late, mine, waiting for the citizen; one query."""
    return (
        access.visible_to(officer)
        .open()
        .aggregate(
            open=Count("pk"),
            late=Count("pk", filter=_late(now)),
            mine=Count("pk", filter=Q(assigned_to=officer.person_id)),
            waiting=Count("pk", filter=Q(state__in=sorted(states.WAITING_FOR_CITIZEN))),
        )
    )


def group_counts(rows: ApplicationQuerySet, now: datetime) -> Mapping[str, int]:
    """How many of `rows` are late, waiting for the citizen, and all together; one query."""
    return rows.aggregate(
        all=Count("pk"),
        late=Count("pk", filter=_late(now)),
        waiting=Count("pk", filter=Q(state__in=sorted(states.WAITING_FOR_CITIZEN))),
    )


def search(officer: Officer, typed: str) -> list[Application]:
    """The officer's cases by number, or by a whole NIK. Names are encrypted and cannot be searched."""
    rows = access.visible_to(officer).select_related("service", "organisation", "assigned_to")
    if number := read_number(typed):
        return list(rows.of_number(number)[:1])
    nik = "".join(character for character in typed if character.isdigit())
    if len(nik) != 16:
        return []
    return list(rows.of_nik(nik).order_by("-submitted_at")[:SEARCH_LIMIT])


def services_with_cases(officer: Officer) -> list[tuple[int, str]]:
    """The services among the officer's open cases, for the filter: key and title, at most 100."""
    rows = access.visible_to(officer).open().order_by("service__title")
    return list(rows.values_list("service_id", "service__title").distinct()[:100])


def channel_label(channel: str) -> str:
    return str(Channel(channel).label)


def _filtered(rows: ApplicationQuerySet, filters: DeskFilters) -> ApplicationQuerySet:
    wanted: dict[str, object] = {
        "assigned_to": filters.mine,
        "state": filters.state,
        "service": filters.service,
        "organisation": filters.unit,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _late(now: datetime) -> Q:
    return Q(due_at__lt=now, state__in=sorted(states.RUNNING))


def _group(row: Application, now: datetime) -> str:
    if row.state in states.WAITING_FOR_CITIZEN:
        return "waiting"
    if row.state == states.ISSUED:
        return "ready"
    if row.due_at is None:
        return "next"
    if row.due_at < now:
        return "late"
    zone = row.organisation.zone
    return "today" if row.due_at.astimezone(zone).date() == now.astimezone(zone).date() else "next"
