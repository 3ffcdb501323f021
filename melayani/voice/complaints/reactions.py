"""What follows from news: officers learn of a new case."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.voice.complaints import case, routing
from melayani.voice.complaints.models import Complaint


@on_event("complaint.filed", consumer="complaints.new_case")
def tell_of_new_case(event: Event, now: datetime) -> None:
    """The liaison officers of the coordinator hear of each new case, never those from whom it is hidden."""
    rows = Complaint.objects.select_related("organisation", "coordinator", "about")
    row = rows.get(number=event.subject_number)
    people = routing.recipients(row, row.coordinator, now)
    case.tell_officers(row, "new_case", people, now=now, dedupe="new", verify_due_at=row.verify_due_at)
