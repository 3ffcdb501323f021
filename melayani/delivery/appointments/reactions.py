"""A changed calendar makes the slots of the office and of all below it be looked at again."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.appointments import actions
from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.workdays.rules import EVENTS


@on_event(*EVENTS, "mode.changed", consumer="appointments.regenerate")
def regenerate_after_calendar_change(event: Event, now: datetime) -> None:
    actions.mark_stale(organisation=event.organisation, now=now)
