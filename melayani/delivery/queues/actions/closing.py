"""The end of a day at a place: what is left expires, counters are left."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from melayani.delivery.appointments import actions as appointments
from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues import moving, states, telling
from melayani.delivery.queues.actions.sitting import end_sitting
from melayani.delivery.queues.models import Handling, Site, Sitting, Ticket
from melayani.foundation.audit import SYSTEM, Actor


def end_day(*, actor: Actor, site: Site, day: date, now: datetime) -> int:
    """Let every unfinished number of `day` and of days before expire, and end sittings of those days.

    Each ticket in its own transaction; run again it does what is left over. How many numbers expired.
    """
    rows = Ticket.objects.filter(site=site, day__lte=day).exclude(state__in=sorted(states.FINAL))
    count = sum(expire(actor=actor, ticket=ticket, now=now) for ticket in rows.order_by("pk").iterator(200))
    old = Sitting.objects.filter(counter__site=site, until__isnull=True).select_related("counter")
    for sitting in old:
        if sitting.since.astimezone(site.organisation.zone).date() <= day:
            _leave_counter(sitting, actor=actor, now=now)
    return count


def expire(*, actor: Actor, ticket: Ticket, now: datetime) -> int:
    """One number expires; a booked visitor who was never served counts as not come. 1 when it did."""
    with transaction.atomic():
        row = moving.lock(ticket)
        if row.state in states.FINAL:
            return 0
        served = row.handlings.filter(outcome__in=(Handling.Outcome.DONE, Handling.Outcome.GONE_ON)).exists()
        moving.close_stay(row, Handling.Outcome.EXPIRED, actor=actor, now=now)
        moving.censor_forecasts(row)
        moving.advance(row, states.EXPIRE, closed_at=now)
        telling.hush(row, now)
        if row.booking is not None and not served:
            _not_served(row.booking, now)
        moving.record_on(row, "ticket.expired", actor=actor, now=now)
        moving.touch(row.site_id)
    return 1


def _leave_counter(sitting: Sitting, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        counter = moving.lock_counter(sitting.counter)
        row = Sitting.objects.select_related("counter").filter(pk=sitting.pk, until__isnull=True).first()
        if row is None:
            return
        end_sitting(row, actor=actor, now=now)
        moving.touch(counter.site_id)


def _not_served(booking: Booking, now: datetime) -> None:
    """The booking counts as missed; one that was served or cancelled meanwhile stays as it is."""
    try:
        with transaction.atomic():
            undone = appointments.undo_check_in(actor=SYSTEM, booking=booking, now=now)
            appointments.miss(actor=SYSTEM, booking=undone, now=now)
    except appointments.ActionRefused:
        return
