"""A changed calendar puts running clocks up for recount."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.workdays.rules import EVENTS, change_of
from melayani.voice.disclosure.models import Recount
from melayani.voice.disclosure.models.recounts import CLOCKS


@on_event(*EVENTS, consumer="disclosure.recount")
def recount_after_calendar_change(event: Event, now: datetime) -> None:
    change = change_of(event.name, event.data)
    if change is None:
        return
    due_from = change.touches_from(event.at)
    for clock in CLOCKS:
        Recount.objects.put_up(event.organisation, clock, due_from=due_from, reason=change.words, now=now)
