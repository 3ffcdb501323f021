"""The case page: gathered once, shown by the page itself and again after an action that was refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.applications import access, office, queries, states
from melayani.delivery.applications.actions.on_the_way import MASKED_FIELDS
from melayani.delivery.applications.models import Application
from melayani.foundation.messaging import correspondence
from melayani.foundation.messaging import queries as messaging
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, OfficerRequest
from melayani.foundation.people.models import Person
from melayani.foundation.ui import format as words
from melayani.foundation.workdays.rules import DayCell, explain

UNMASK_REASONS = (
    "Mencocokkan dengan berkas",
    "Menghubungi pemohon",
    "Permintaan pemohon sendiri",
)
MASKS = {
    "name": words.mask_name,
    "nik": words.mask_nik,
    "birth_date": words.mask_date,
    "address": words.mask_address,
    "phone": words.mask_phone,
    "email": words.mask_email,
}
FORMS = {  # the verbs that need something typed, with their template
    states.RETURN,
    states.SEND_BACK,
    states.REQUEST_PAYMENT,
    states.REFUSE,
    states.ISSUE,
    states.HAND_OVER,
    states.PAUSE,
    states.REASSIGN,
}
TO_OFFICERS = "application.officer_"  # how the names of messages to officers begin
TYPED = ("reason", "note", "remark", "amount", "answer")


@dataclass(frozen=True)
class Personal:
    """One masked value; `shown` is in clear on the one answer after it was unmasked."""

    field: str
    label: str
    masked: str
    shown: str = ""


@dataclass(frozen=True)
class CasePage:
    """Everything that the case page shows beside the case itself."""

    view: queries.CaseView
    judging: bool
    front: bool  # stands at the counter for the citizen
    sentences: Sequence[str]
    open_actions: Sequence[states.Possible]
    closed_actions: Sequence[states.Possible]
    personal: Sequence[Personal]
    messages: Sequence[OutboxMessage]
    colleagues: Sequence[Person]
    letters: Sequence[correspondence.Said]
    settle_url: str
    may_erase: bool

    def has_form(self, refused: str) -> bool:
        """Whether the page still has the form of that verb, so that what was typed stands in it."""
        if refused == states.JUDGE:
            return self.judging
        if refused == access.SETTLE_LETTERS:
            return bool(self.letters)
        if refused == access.ERASE:
            return self.may_erase
        return refused.startswith("unmask-") or refused in {action.action for action in self.open_actions}

    @property
    def days(self) -> list[DayCell]:
        """The days from the start to the due date, for the row of days."""
        due = self.view.due
        if due is None:
            return []
        first, last = due.start.date(), due.at.date()
        return [day for week in self.view.weeks for day in week if first <= day.date <= last]


def render_case(
    request: OfficerRequest,
    application: Application,
    *,
    refused: str = "",
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    shown: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with the case page. `refused` names the verb whose form shows `problem` and keeps what was `typed`."""
    now = timezone.now()
    view = queries.case_for_officer(request.officer, application.number, now)
    page = gather(request.officer, view, shown=shown or {}, now=now)
    context = {
        "page": page,
        "view": view,
        "case": view.application,
        "now": now,
        "late": view.is_late(now),
        "today": now.astimezone(view.application.organisation.zone).date(),
        "refused": refused,
        "problem": problem,
        "lost": [] if page.has_form(refused) else [text for name in TYPED if (text := (typed or {}).get(name, ""))],
        "typed": defaultdict(str, typed or {}),
        "forms": FORMS,
        "unmask_reasons": UNMASK_REASONS,
    }
    response = render(request, "applications/officer/case.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def gather(officer: Officer, view: queries.CaseView, *, shown: Mapping[str, str], now: datetime) -> CasePage:
    """Read what the case page shows beside the case; a constant number of queries."""
    application = view.application
    buttons = [action for action in queries.possible_actions(officer, view) if action.action != states.JUDGE]
    may_reassign = any(action.action == states.REASSIGN and action.allowed for action in buttons)
    return CasePage(
        view=view,
        judging=office.judging(officer, application),
        front=access.may(officer, states.ANSWER, application.organisation),
        sentences=explain(view.due) if view.due else [],
        open_actions=[action for action in buttons if action.allowed],
        closed_actions=[action for action in buttons if not action.allowed],
        personal=personal_of(application, shown),
        messages=messaging.outbox_of(application.reference, limit=20, without=TO_OFFICERS),
        colleagues=office.colleagues(application, now) if may_reassign else [],
        letters=office.letters(application),
        settle_url=reverse("applications_office:act", args=[application.number, access.SETTLE_LETTERS]),
        may_erase=application.is_final
        and application.erased_at is None
        and access.may(officer, access.ERASE, application.organisation),
    )


def personal_of(application: Application, shown: Mapping[str, str]) -> list[Personal]:
    """The applicant's values that are there, masked."""
    found = []
    for field, label in MASKED_FIELDS.items():
        value = str(getattr(application, field) or "")
        if value:
            found.append(Personal(field, label, MASKS[field](value), shown.get(field, "")))
    return found
