"""What the worker does for appointments from time to time. Everything may run twice without harm."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from melayani.delivery.appointments import actions, holds, queries, reminders
from melayani.foundation.audit import SYSTEM, tick

AFTER_BUSY, AFTER_FAILURE = timedelta(seconds=30), timedelta(minutes=10)
log = structlog.get_logger()


@tick("appointments.regenerate", every=timedelta(seconds=5))
def regenerate_slots(now: datetime) -> int:
    """Bring slots in line where a calendar or a plan changed, and once a day everywhere.

    A unit that fails steps back for a while, so that the others, of which a tick takes some only, get their days.
    """
    count = 0
    for unit in queries.units_to_regenerate(now):
        try:
            actions.regenerate(actor=SYSTEM, organisation=unit, now=now)
            count += 1
        except actions.Busy:  # bookings are being made there
            actions.look_again(organisation=unit, at=now + AFTER_BUSY)
        except Exception as error:
            log.error("regeneration_failed", organisation=unit.pk, error=repr(error))
            actions.look_again(organisation=unit, at=now + AFTER_FAILURE)
    return count


@tick("appointments.reminders", every=timedelta(minutes=1))
def remind(now: datetime) -> int:
    """The day before and two hours before."""
    return reminders.remind_all(now)


@tick("appointments.no_shows", every=timedelta(minutes=5))
def note_no_shows(now: datetime) -> int:
    """Visits whose time passed an hour ago."""
    return actions.miss_all(actor=SYSTEM, now=now)


@tick("appointments.waiting", every=timedelta(seconds=30))
def offer_from_waiting_list(now: datetime) -> int:
    """Free places go to those who wait."""
    return actions.offer_places(now=now)


@tick("appointments.closings", every=timedelta(seconds=5))
def settle_closings(now: datetime) -> int:
    """Bookings in a closed time that have no answer yet."""
    return actions.settle_closings(now=now)


@tick("appointments.draws", every=timedelta(minutes=1))
def hold_draws(now: datetime) -> int:
    """Draws whose registration has closed."""
    return actions.draw_all(now=now)


@tick("appointments.sweep_holds", every=timedelta(hours=1))
def sweep_holds(now: datetime) -> int:
    """Holds that lapsed a day ago and became nothing."""
    return holds.sweep(now)
