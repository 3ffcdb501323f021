"""What anybody who knows the number of a request for information, or of an objection, may see: no name, no content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from melayani.voice.disclosure.rules.words import Words


@dataclass(frozen=True)
class TrackedInformation:
    """The state of a request (INF) or an objection (KBR)."""

    number: str
    objection: bool
    unit: str
    words: Words
    submitted_at: datetime
    due_at: datetime
    answered_at: datetime | None
    time_zone: str


def tracked(number: str) -> TrackedInformation | None:
    """The public state behind a number that reads as one; None when there is none; one query."""
    if number.startswith("KBR"):
        rows = InformationObjection.objects.filter(number=number).select_related("desk", "request__organisation")
        if (found := rows.first()) is None:
            return None
        return TrackedInformation(
            number=found.number,
            objection=True,
            unit=found.request.organisation.name,
            words=found.words,
            submitted_at=found.lodged_at,
            due_at=found.due_at,
            answered_at=found.answered_at,
            time_zone=found.desk.time_zone,
        )
    row = InformationRequest.objects.of_number(number).select_related("desk", "organisation").first()
    if row is None:
        return None
    return TrackedInformation(
        number=row.number,
        objection=False,
        unit=row.organisation.name,
        words=row.words,
        submitted_at=row.received_at,
        due_at=row.due_at,
        answered_at=row.first_notified_at,
        time_zone=row.desk.time_zone,
    )
