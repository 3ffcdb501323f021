"""A changed calendar puts running clocks up for recount; what happens to a case marks its year for counting."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.workdays.rules import EVENTS, change_of
from melayani.voice.disclosure.models import (
    KIND,
    InformationObjection,
    InformationRequest,
    Recount,
    YearTotals,
)
from melayani.voice.disclosure.models.recounts import CLOCKS

COUNTED = (
    "information_request.filed",
    "information_request.filed_from",
    "information_request.extended",
    "information_request.decided",
    "information_request.reopened",
    "information_request.closed",
    "information_request.converted",
    "information_request.withdrawn",
    "information_request.due_moved",
    "information_request.due_moved_earlier",
    "information_objection.lodged",
    "information_objection.answered",
    "information_objection.withdrawn",
    "information_objection.closed",
)


@on_event(*EVENTS, consumer="disclosure.recount")
def recount_after_calendar_change(event: Event, now: datetime) -> None:
    change = change_of(event.name, event.data)
    if change is None:
        return
    due_from = change.touches_from(event.at)
    for clock in CLOCKS:
        Recount.objects.put_up(event.organisation, clock, due_from=due_from, reason=change.words, now=now)


@on_event(*COUNTED, consumer="disclosure.years")
def mark_years(event: Event, now: datetime) -> None:
    """The year of the register in which the case stands is counted anew."""
    model = InformationRequest if event.subject_kind == KIND else InformationObjection
    desk, year = model.objects.values_list("desk_id", "register_year").get(number=event.subject_number)
    YearTotals.objects.mark(desk, year, now=now)
