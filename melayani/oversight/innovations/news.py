"""Who hears when a record goes to the bureau and comes back, and when another place takes an innovation over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Role, nearest_officers, tell_officers
from melayani.oversight.innovations import access
from melayani.oversight.innovations.models import Innovation

SUBMITTED, SENT_BACK, PUBLISHED = "submitted", "sent_back", "published"
LOOK_DUE = "look_due"
PROPOSED, CONFIRMED, DECLINED = "replica_proposed", "replica_confirmed", "replica_declined"
OWNERS = frozenset({Role.HEAD, Role.MALL_MANAGER})  # the bureau may keep records too, but is told as the bureau


def tell_bureau(row: Innovation, what: str, actor: Actor, now: datetime) -> int:
    """Tell the organisation bureau, the nearest at or above the place, what waits for it; return how many heard."""
    return _tell(row, what, row.organisation, access.LOOKS_OVER, actor, now)


def tell_keepers(row: Innovation, what: str, actor: Actor, now: datetime, **context: Any) -> int:
    """Tell those who keep the record at its place, or the nearest above; return how many heard."""
    return _tell(row, what, row.organisation, OWNERS, actor, now, **context)


def _tell(
    row: Innovation,
    what: str,
    office: Organisation,
    roles: frozenset[Role],
    actor: Actor,
    now: datetime,
    **context: Any,
) -> int:
    reference = row.reference
    url = reverse("innovations_office:record", args=[row.slug])
    return tell_officers(
        nearest_officers(office, roles, now),
        f"innovation.{what}",
        template=f"innovations/{what}",
        context={"title": row.title, "unit": str(row.organisation), "reason": "", "where": "", "due": None, **context},
        reference=Reference(reference.kind, reference.number, url=url, title=row.title),
        organisation=office,
        dedupe=f"{row.pk}:{now.isoformat()}",
        now=now,
        sparing=actor.person_id,
    )
