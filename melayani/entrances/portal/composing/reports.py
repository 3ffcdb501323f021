"""What anybody who knows the number of a complaint may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from melayani.voice.complaints import states
from melayani.voice.complaints.models import Complaint


@dataclass(frozen=True)
class TrackedReport:
    """The public state: who received it and by when it is answered; never what, by whom, or about whom it is."""

    number: str
    kind: str
    unit: str
    words: states.Words
    received_at: datetime
    due_at: datetime | None
    time_zone: str
    stopped: bool


def tracked_report(number: str) -> TrackedReport | None:
    """The public state of the complaint with this number; None when there is none. One query."""
    row = Complaint.objects.of_number(number).select_related("coordinator").first()
    if row is None:
        return None
    return TrackedReport(
        number=row.number,
        kind=str(row.get_kind_display()),
        unit=row.coordinator.name,
        words=row.words,
        received_at=row.received_at,
        due_at=row.due_at,
        time_zone=row.coordinator.time_zone,
        stopped=row.state == states.NEEDS_COMPLETION,
    )
