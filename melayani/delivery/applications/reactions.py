"""A changed calendar puts running cases up for recount; a decided case changes the real time of its service."""

from __future__ import annotations

from datetime import datetime

from melayani.delivery.applications import reality
from melayani.delivery.applications.models import Recount
from melayani.foundation.audit import on_event
from melayani.foundation.audit.models import Event
from melayani.foundation.workdays.rules import EVENTS, change_of


@on_event(*EVENTS, consumer="applications.recount")
def recount_after_calendar_change(event: Event, now: datetime) -> None:
    change = change_of(event.name, event.data)
    if change is not None:
        due_from = change.touches_from(event.at)
        Recount.objects.put_up(event.organisation, due_from=due_from, reason=change.words, now=now)


@on_event("application.issued", "application.refused", consumer="applications.reality")
def keep_real_time(event: Event, now: datetime) -> None:
    """A decided case changes the real time of its service."""
    reality.keep(int(event.data["service"]), now=now)
