"""Reports joined under one master: the same words for every reporter, and an heir when the master is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.foundation.audit import Actor, record
from melayani.voice.complaints import states
from melayani.voice.complaints.models import Complaint, ComplaintQuerySet

BATCH = 100


def waiting(master: Complaint) -> ComplaintQuerySet:
    """Reports joined to `master` that the office has still to answer."""
    return Complaint.objects.filter(master=master, state__in=sorted(states.WORKING)).order_by("pk")


def answered(master: Complaint, after: int) -> ComplaintQuerySet:
    """Reports joined to `master` with a key above `after` that were answered."""
    rows = Complaint.objects.filter(master=master, pk__gt=after, answered_at__isnull=False)
    return rows.order_by("pk")


def is_heard_already(row: Complaint, master: Complaint) -> bool:
    """Whether the same person hears the news by the master or by an earlier report joined to it; one query."""
    if row.contact_id is None or row.contact_id == master.contact_id:
        return row.contact_id is not None
    return Complaint.objects.filter(master=master, contact=row.contact_id, pk__lt=row.pk).exists()


def part(row: Complaint, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Take a case out of its company, because other people may see it from now on; return the columns to write.

    What the others are told must not tell of it, nor the other way round.
    """
    hand_on(row, actor=actor, now=now)
    row.master = None
    return {"master": None}


def hand_on(row: Complaint, *, actor: Actor, now: datetime) -> Complaint | None:
    """A master that ends without an answer leaves its open reports to the oldest of them; return that one.

    Nobody's report ends with somebody else's.
    """
    left = Complaint.objects.select_for_update(of=("self",)).filter(master=row, state__in=sorted(states.OPEN))
    heir = left.select_related("organisation").order_by("received_at", "pk").first()
    if heir is None:
        return None
    heir.master, heir.updated_at = None, now
    heir.save(update_fields=["master", "updated_at"])
    others = Complaint.objects.filter(master=row, state__in=sorted(states.OPEN))
    count = others.update(master=heir, updated_at=now)
    data = {"before": row.number, "count": count}
    record(
        "complaint.became_master",
        actor=actor,
        subject=heir.reference,
        organisation=heir.organisation,
        data=data,
        now=now,
    )
    return heir
