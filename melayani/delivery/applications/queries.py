"""Reads: the officer's desk, one case for officer and citizen, the public state, real times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, Q
from django.urls import reverse

from melayani.delivery.applications import access, clock, rules, states
from melayani.delivery.applications import work as work  # what waits at the desk, for the office door
from melayani.delivery.applications.models import (
    Answer,
    AnswerFile,
    Application,
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
from melayani.foundation.messaging import correspondence
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people import Officer
from melayani.foundation.workdays.queries import calendar_for
from melayani.foundation.workdays.rules import DayCell, Due, calendar_weeks

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


@dataclass(frozen=True)
class Counts:
    """Cases of a span: received, of them not at the counter, decided, and of those decided before their date."""

    received: int
    online: int
    decided: int
    on_time: int


def counts_between(paths: Sequence[str], since: datetime, until: datetime) -> Counts:
    """Cases at or below the tree paths from `since` up to, not including, `until`; two queries."""
    rows = Application.objects.filter(at_or_below(paths, "organisation__"))
    received = rows.filter(submitted_at__gte=since, submitted_at__lt=until).aggregate(
        all=Count("pk"), online=Count("pk", filter=Q(channel__in=[Channel.WEB, Channel.API]))
    )
    decided = rows.filter(decided_at__gte=since, decided_at__lt=until).aggregate(
        all=Count("pk"), on_time=Count("pk", filter=Q(decided_at__lte=F("due_at")))
    )
    return Counts(received["all"], received["online"], decided["all"], decided["on_time"])


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
    """The attachment with that id when it belongs to this case: of an answer, a payment's proof, of a letter."""
    answers = AnswerFile.objects.select_related("attachment").filter(answer__application=application)
    if row := answers.filter(attachment=file_id).first():
        return row.attachment
    if payment := application.payments.select_related("proof").filter(proof=file_id).first():
        return payment.proof
    return correspondence.file_of(application.reference, file_id)


def own_letters(application: Application) -> list[correspondence.Said]:
    """What the citizen wrote on the case and what was answered, with the citizen's addresses of the files."""
    one = [application.number, application.secret]
    return correspondence.thread(application.reference, lambda file: reverse("applications:file", args=[*one, file]))


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

    @property
    def days_over(self) -> Decimal:
        """How many working days the case took beyond the promise so far; 0 where it is counted otherwise."""
        promised = self.application.promised_amount
        if not self.shows_line or self.day is None or promised is None:
            return Decimal(0)
        return max(self.day - promised, Decimal(0))

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


# --- the search ------------------------------------------------------------------------------------------------------
def search(officer: Officer, typed: str) -> list[Application]:
    """The officer's cases by number, or by a whole NIK. Names are encrypted and cannot be searched."""
    rows = access.visible_to(officer).select_related("service", "organisation", "assigned_to")
    if number := read_number(typed):
        return list(rows.of_number(number)[:1])
    nik = "".join(character for character in typed if character.isdigit())
    if len(nik) != 16:
        return []
    return list(rows.of_nik(nik).order_by("-submitted_at")[:SEARCH_LIMIT])


def channel_label(channel: str) -> str:
    return str(Channel(channel).label)
