"""A calendar that changed puts the running cases below it up for recount; the tick does the counting."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.applications import actions
from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.workdays.rules import EVENTS, change_of


@on_event(*EVENTS, consumer="applications.recount")
def recount_after_calendar_change(event: Event, now: datetime) -> None:
    change = change_of(event.name, event.data)
    if change is not None:
        actions.put_up_for_recount(organisation=event.organisation, change=change, changed_at=event.at, now=now)
