"""Who hears when an evaluation passes from the unit to those who judge it, and when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import nearest_officers, tell_officers
from melayani.foundation.people.models import Person
from melayani.oversight.evaluation import access
from melayani.oversight.evaluation.models import Assessment, Evaluator

SENT, RETURNED, ASKED_AGAIN = "sent", "returned", "asked_again"
ANNOUNCED, OBJECTED, DECIDED = "announced", "objected", "objection_decided"


def tell_judges(row: Assessment, what: str, actor: Actor, now: datetime, *, leader: bool = False, **more: Any) -> int:
    """Tell those who judge the unit, or with `leader` who leads them, whose turn it is; return how many heard."""
    rows = Evaluator.objects.filter(assessment=row, person__is_active=True).select_related("person")
    rows = rows.filter(leads=True) if leader else rows
    return _tell([one.person for one in rows.order_by("pk")], row, what, actor, now, more)


def tell_unit(row: Assessment, what: str, actor: Actor, now: datetime, **more: Any) -> int:
    """Tell the head of the unit or the manager of the mall, or the nearest above; return how many heard."""
    return _tell(nearest_officers(row.unit, access.ANSWERS, now), row, what, actor, now, more)


def _tell(
    people: Sequence[Person], row: Assessment, what: str, actor: Actor, now: datetime, more: dict[str, Any]
) -> int:
    url = reverse("evaluation_office:unit", args=[row.pk])
    told = {"unit": row.unit.name, "campaign": row.campaign.title, "reason": "", "until": None}
    told |= {"indicator": None, "accepted": None}
    return tell_officers(
        people,
        f"evaluation.{what}",
        template=f"evaluation/{what}",
        context={**told, **more},
        reference=Reference(row.reference.kind, row.reference.number, url=url, title=row.campaign.title),
        organisation=row.unit,
        dedupe=f"{row.pk}:{now.isoformat()}",
        now=now,
        sparing=actor.person_id,
    )
