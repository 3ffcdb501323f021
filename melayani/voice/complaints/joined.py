"""Reports joined under one master: the same words for every reporter, and an heir when the master is over."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import Actor, record
from melayani.voice.complaints import rules, states
from melayani.voice.complaints.models import Complaint, ComplaintQuerySet

BATCH = 100


def waiting(master: Complaint) -> ComplaintQuerySet:
    """Reports joined to `master` that the office has still to answer."""
    return Complaint.objects.filter(master=master, state__in=sorted(states.WORKING)).order_by("pk")


def is_heard_already(row: Complaint, master: Complaint) -> bool:
    """Whether the same person hears the news by the master or by an earlier report joined to it; one query."""
    if row.contact_id is None or row.contact_id == master.contact_id:
        return row.contact_id is not None
    return Complaint.objects.filter(master=master, contact=row.contact_id, pk__lt=row.pk).exists()


def demand_alone(row: Complaint) -> None:
    """Raise ActionRefused for a case with others under it, or under another: what changes who may see it parts them."""
    if row.master is not None or row.duplicates.exists():
        raise rules.ActionRefused("Laporan ini digabung dengan laporan lain; golongan dan unitnya tidak dapat diubah.")


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
