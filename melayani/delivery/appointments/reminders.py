"""Reminders: the day before and two hours before. A message about what stands, no change of it: it writes no event."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from melayani.delivery.appointments import rules, states, visit
from melayani.delivery.appointments.models import Booking

BATCH = 200
log = structlog.get_logger()


def remind_all(now: datetime) -> int:
    """Queue the reminders that are due; each in its own transaction, twice does no harm. One that fails is logged and
    keeps no other from its visitor."""
    soon = Q(starts_at__lte=now + rules.REMIND_HOURS, reminded_hours_at__isnull=True)
    tomorrow = Q(starts_at__lte=now + rules.REMIND_DAY, reminded_day_at__isnull=True)
    rows = Booking.objects.coming().filter(soon | tomorrow, starts_at__gt=now, contact__isnull=False)
    return sum(_reminded(booking, now) for booking in rows.order_by("starts_at")[:BATCH])


def _reminded(booking: Booking, now: datetime) -> bool:
    try:
        return remind(booking=booking, now=now)
    except Exception as error:
        log.error("reminder_failed", booking=booking.pk, error=repr(error))
        return False


def remind(*, booking: Booking, now: datetime) -> bool:
    """Queue the reminder that is due for a booking (the day before, two hours before); False when none is.

    Who booked too late for one is noted as reminded.
    """
    with transaction.atomic():
        row = visit.lock(booking)
        field = _reminder_due(row, now)
        if not field:
            return False
        setattr(row, field, now)
        row.save(update_fields=[field])
        return visit.tell(row, "reminder", now=now, dedupe=f"{field}:{row.sequence}")


def _reminder_due(row: Booking, now: datetime) -> str:
    """Which reminder is due, by the column that notes it; "" for none. Who booked late is not reminded at once."""
    if row.state not in states.COMING or row.starts_at <= now or row.contact is None:
        return ""
    left = row.starts_at - now
    if left <= rules.REMIND_HOURS:
        late = row.made_at > row.starts_at - rules.REMIND_HOURS
        return "" if row.reminded_hours_at or late else "reminded_hours_at"
    if left <= rules.REMIND_DAY:
        late = row.made_at > row.starts_at - rules.REMIND_DAY + timedelta(hours=-1)
        return "" if row.reminded_day_at or late else "reminded_day_at"
    return ""
