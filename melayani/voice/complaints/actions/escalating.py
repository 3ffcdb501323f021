"""Climb the ladder: remind, tell the superior, tell the bureau, as the data says; each rung once per round."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer, Role
from melayani.voice.complaints import access, case, clock, entries, routing, rules
from melayani.voice.complaints.account import LEVEL_WORDS
from melayani.voice.complaints.models import Complaint, Escalation
from melayani.voice.complaints.rules import VERIFY_CLOCK, Step
from melayani.voice.complaints.rules.ladder import BUREAU, HEAD, LIAISON, PARENT_HEAD

BATCH = 100
ROLES: dict[str, tuple[Role, ...]] = {
    LIAISON: (Role.LIAISON, Role.HEAD),
    HEAD: (Role.HEAD, Role.LIAISON),
    PARENT_HEAD: (Role.HEAD, Role.LIAISON, Role.BUREAU),
    BUREAU: (Role.BUREAU,),
}
CLOCK_WORDS = {
    rules.VERIFY_CLOCK: "verifikasi",
    rules.FOLLOW_UP_CLOCK: "tindak lanjut",
    rules.CASE: "jawaban",
}


def escalate(*, complaint: Complaint, now: datetime) -> int:
    """Climb all rungs that are due; return how many. Safe to repeat: a rung is climbed once in a round.

    When the worker stood still and several rungs of one clock were passed, each is recorded and only the highest tells.
    Nobody hears of a case that he may not see.
    """
    with transaction.atomic():
        row = case.lock(complaint)
        dues = clock.running(row)
        steps = rules.steps_due(clock.ladder_of(row.organisation), dues, done=clock.climbed(row), now=now)
        loudest = {step.clock: step.key for step in steps}
        for step in steps:
            _climb(row, step, due=dues[step.clock], tells=loudest[step.clock] == step.key, now=now)
        case.keep(row, now=now)
    return len(steps)


def escalate_due(*, now: datetime, count: int = BATCH) -> int:
    """Climb the ladder for the next cases, each in a transaction of its own; return how many rungs were climbed."""
    rows = Complaint.objects.to_escalate(now).order_by("escalate_at").only("pk")[:count]
    return sum(escalate(complaint=row, now=now) for row in rows)


def _climb(row: Complaint, step: Step, *, due: datetime | None, tells: bool, now: datetime) -> None:
    place, people = _told_at(row, step, now)
    told = 0
    if tells:
        told = case.tell_officers(
            row,
            "officer_escalated",
            people,
            now=now,
            dedupe=f"{row.round}:{step.key}",
            clock_words=CLOCK_WORDS.get(step.clock, step.clock),
            holder=place_of(row, step).name,
            limit_at=due,
            late=step.hours >= 0,
            opens=step.level != BUREAU,
        )
    Escalation.objects.create(
        complaint=row, step=step.key, round=row.round, level=step.level, organisation=place, at=now, told=told
    )
    entries.record_event(
        "complaint.escalated" if step.hours >= 0 else "complaint.reminded",
        SYSTEM,
        row,
        now,
        step=step.key,
        clock_words=CLOCK_WORDS.get(step.clock, step.clock),
        level_words=LEVEL_WORDS[step.level],
        told=told,
    )


def place_of(row: Complaint, step: Step) -> Organisation:
    """Whose clock runs: verification is the coordinator's, all else the holder's."""
    return row.coordinator if step.clock == VERIFY_CLOCK else row.organisation


def _told_at(row: Complaint, step: Step, now: datetime) -> tuple[Organisation, list[Officer]]:
    """The nearest organisation where somebody of the rung's level may be told, and who; nobody when there is none."""
    home = place_of(row, step)
    line = ancestors_and_self(home)
    above = line[:-1] if step.level == PARENT_HEAD and len(line) > 1 else line
    for place in reversed(above):
        for role in ROLES[step.level]:
            people = access.without_hidden(routing.officers_with(role, place, row, now), row)
            if people:
                return place, people[: routing.TOLD_AT_MOST]
    return home, []
