"""What follows from news: officers learn of a new case, words and figures are kept, clocks follow the calendar."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.workdays.rules import EVENTS, change_of
from melayani.voice.complaints import actions, case, routing, totals, word_index
from melayani.voice.complaints.models import Complaint, Disposition, Recount

# whatever may put a report before the public, change its words there, or take it away
SHOWN_OR_HIDDEN = (
    "complaint.verified",  # at once, where the category needs no moderation
    "complaint.published",
    "complaint.withheld",
    "complaint.redacted",
    "complaint.reclassified",
    "complaint.about_changed",
    "complaint.converted",
    "complaint.withdrawn",
    "complaint.closed_incomplete",
)
COUNTED = (
    "complaint.filed",
    "complaint.verified",
    "complaint.reclassified",
    "complaint.converted",
    "complaint.about_changed",
    "complaint.completion_requested",
    "complaint.forwarded",
    "complaint.disposition_returned",
    "complaint.followed_up",
    "complaint.answered",
    "complaint.joined_answered",
    "complaint.confirmed",
    "complaint.contested",
    "complaint.reopened",
    "complaint.closed_silent",
    "complaint.closed_incomplete",
    "complaint.rated",
    "complaint.withdrawn",
    "complaint.rejected",
    "complaint.transferred",
    "complaint.merged",
    "complaint.due_moved",
    "complaint.due_moved_earlier",
)


@on_event("complaint.filed", consumer="complaints.new_case")
def tell_of_new_case(event: Event, now: datetime) -> None:
    """The liaison officers of the coordinator hear of each new case, never those from whom it is hidden."""
    rows = Complaint.objects.select_related("organisation", "coordinator", "about")
    row = rows.get(number=event.subject_number)
    people = routing.recipients(row, row.coordinator, now)
    case.tell_officers(row, "new_case", people, now=now, dedupe="new", verify_due_at=row.verify_due_at)


@on_event("complaint.answered", "complaint.joined_answered", consumer="complaints.joined")
def answer_joined_reports(event: Event, now: datetime) -> None:
    """Reports joined to an answered one get the same words, some at a time: each batch is the news for the next."""
    actions.answer_joined(master=Complaint.objects.only("pk").get(number=event.subject_number), now=now)


@on_event("complaint.answer_corrected", "complaint.joined_corrected", consumer="complaints.joined_corrected")
def correct_joined_reports(event: Event, now: datetime) -> None:
    """Reports joined to one whose answer was corrected get the correction, too, some at a time."""
    master = Complaint.objects.only("pk").get(number=event.subject_number)
    actions.correct_joined(master=master, now=now, after=int(event.data.get("after", 0)))


@on_event(*SHOWN_OR_HIDDEN, consumer="complaints.words")
def keep_words(event: Event, now: datetime) -> None:
    word_index.keep(event.subject_number)


@on_event(*COUNTED, consumer="complaints.months")
def mark_months(event: Event, now: datetime) -> None:
    """The month of the case is counted anew wherever the case was or is."""
    row = Complaint.objects.only("received_at", "organisation", "coordinator").get(number=event.subject_number)
    ways = Disposition.objects.filter(complaint=row).values_list("from_organisation", "to_organisation")[:100]
    places = {row.organisation_id, row.coordinator_id, *(place for way in ways for place in way)}
    if event.organisation_id:
        places.add(event.organisation_id)
    totals.mark(places, row.received_at, now=now)
    if event.name == "complaint.joined_answered":  # told once for all: each of them moved, too
        for other in row.duplicates.only("received_at", "organisation").order_by("pk"):
            totals.mark({other.organisation_id}, other.received_at, now=now)


@on_event(*EVENTS, consumer="complaints.recount")
def recount_after_calendar_change(event: Event, now: datetime) -> None:
    change = change_of(event.name, event.data)
    if change is not None:
        due_from = change.touches_from(event.at)
        Recount.objects.put_up(event.organisation, due_from=due_from, reason=change.words, now=now)
