"""What every action of an evaluation asks first, and how it says no."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.foundation.audit import Actor, record
from melayani.oversight.evaluation import states
from melayani.oversight.evaluation.models import Assessment


class EvaluationRefused(Exception):
    """It cannot be done; the text says why and what to do."""


def demand(allowed: bool, why: str) -> None:
    if not allowed:
        raise EvaluationRefused(why)


def person_of(actor: Actor) -> int:
    """The account that acts; an evaluation is judged and signed by people, never by the platform."""
    if actor.person_id is None:
        raise EvaluationRefused("Ini hanya dapat dilakukan oleh seorang petugas.")
    return actor.person_id


def locked(assessment: Assessment) -> Assessment:
    """The row alone, for the rest of the transaction, with unit and campaign."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "campaign__organisation")
    return rows.get(pk=assessment.pk)


def move(row: Assessment, action: str, **fields: Any) -> None:
    """Take the step of the life cycle and save it with `fields`; refused when it is not allowed now."""
    target = states.next_state(row.state, action)
    demand(target is not None, f"Langkah ini tidak dapat dilakukan sekarang: {row.words.lower()}.")
    row.state = target or row.state
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])


def record_about(row: Assessment, event: str, actor: Actor, now: datetime, **data: object) -> None:
    """Write the event of an action about this unit's evaluation."""
    record(event, actor=actor, subject=row.reference, organisation=row.unit, data=data, now=now)
