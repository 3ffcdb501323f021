"""An objection as the superior reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.foundation.audit.queries import Line, history
from melayani.foundation.documents.models import Document
from melayani.foundation.documents.queries import documents_of
from melayani.foundation.people import Officer
from melayani.voice.disclosure import access
from melayani.voice.disclosure.composing.clocks import Clock, clock_of, days_late, days_so_far
from melayani.voice.disclosure.models import InformationObjection
from melayani.voice.disclosure.rules import law
from melayani.voice.disclosure.states import objections

NOT_YOU = "Dijawab atasan PPID: kepala di kantor ini atau di atasnya, bukan orang yang menangani permintaannya."


@dataclass(frozen=True)
class OfficeObjection:
    """Everything that the officer's page of an objection shows."""

    row: InformationObjection
    clock: Clock
    day: int
    days_late: int | None
    grounds: Sequence[str]
    decision_ground: str
    may_answer: bool
    may_withdraw: bool
    why_not: str
    letters: Sequence[Document]
    lines: Sequence[Line]


def office_objection(officer: Officer, number: str, now: datetime) -> OfficeObjection:
    """The objection for the officer's page; raises Http404 for a stranger's. The number of queries is fixed."""
    row = access.get_objection_for_officer(officer, number)
    stands_at, running = row.answered_at or row.closed_at, row.state == objections.LODGED
    grounds, superior = law.objection_grounds(), access.may_answer(officer, row)
    return OfficeObjection(
        row=row,
        clock=clock_of(row.due_explanation, row.desk, now=None if stands_at else now),
        day=days_so_far(row.due_explanation, row.desk, stands_at or now),
        days_late=days_late(row.desk, row.due_at, stands_at or now),
        grounds=[f"{key}. {grounds[key].label}" for key in row.grounds],
        decision_ground=law.refusal_grounds()[row.request.ground].words if row.request.ground else "",
        may_answer=running and superior,
        may_withdraw=running and access.may(officer, objections.WITHDRAW, row.request.organisation),
        why_not=NOT_YOU if running and not superior else "",
        letters=[*documents_of(row.reference), *documents_of(row.request.reference)],
        lines=history(row.reference),
    )
