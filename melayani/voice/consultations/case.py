"""What every action does: take the row under a lock, ask role and state again, move it, write the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from melayani.foundation.audit import Actor, record
from melayani.foundation.audit.models import Event
from melayani.voice.consultations import access, rules, states
from melayani.voice.consultations.models import Consultation, Record
from melayani.voice.consultations.rules import planning

DECIDED = frozenset(
    {states.CHANGE, states.ANNOUNCE, states.HOLD, states.SIGN, states.PUBLISH, states.FINISH, states.CANCEL}
)


def lock(row: Consultation) -> Consultation:
    """The row under a lock: entries are numbered and counted one after the other; inside a transaction."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=row.pk)


def begin(action: str, *, actor: Actor, row: Consultation, now: datetime) -> Consultation:
    """The row under a lock when `actor` may do `action` and nothing stands in its way.

    Two officers at once: the second waits here and is told the new state. Raises NotAllowed, ActionRefused.
    """
    found = lock(row)
    if action in DECIDED:
        access.demand_decide(actor, found.organisation)
    else:
        access.demand_work(actor, found)
    if why := states.why_not_yet(found.state, action, facts_of(found, now)):
        raise rules.ActionRefused(" ".join(why))
    return found


def facts_of(row: Consultation, now: datetime) -> states.Facts:
    """What the table of states needs to know at `now`; seven queries."""
    minutes = Record.objects.filter(consultation=row).first()
    return states.Facts(
        topics=row.topics.count(),
        has_window_or_meeting=row.opens_on is not None or row.starts_at is not None,
        meeting_begun=row.starts_at is None or row.starts_at <= now,
        window_open=planning.is_window_open(row.opens_on, row.closes_on, row.today(now)),
        attended=row.attendances.count(),
        heard=row.contributions.shown().count(),
        waiting=row.contributions.waiting().count(),
        unanswered=row.proposals.filter(answer="").count(),
        summary_written=minutes is not None and bool(minutes.summary),
        open_commitments=row.commitments.filter(state=states.commitments.OPEN).count(),
    )


def advance(row: Consultation, action: str, *, now: datetime, **changes: Any) -> None:
    """Move the row along the table by `action` and write the other `changes` with it."""
    target = states.next_state(row.state, action)
    if target is None:
        raise rules.ActionRefused(" ".join(states.why_not_yet(row.state, action, states.Facts())))
    row.state = target
    write(row, now=now, state=target, **changes)


def write(row: Consultation, *, now: datetime, **changes: Any) -> None:
    """Write columns of a row that is locked."""
    for name, value in {**changes, "updated_at": now}.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes, "updated_at"])


def next_entry(row: Consultation) -> int:
    """The next number within the consultation; its row is locked by the caller."""
    row.last_entry += 1
    row.save(update_fields=["last_entry"])
    return row.last_entry


def record_event(name: str, *, actor: Actor, row: Consultation, now: datetime, **data: Any) -> Event:
    """Write the event `consultation.<name>`; `data` holds nothing personal."""
    return record(
        f"consultation.{name}",
        actor=actor,
        subject=row.reference,
        organisation=row.organisation,
        data=data,
        now=now,
    )


def refusal(text: str) -> rules.ActionRefused:
    """A refusal that a citizen reads, in the active language."""
    return rules.ActionRefused(gettext(text))
