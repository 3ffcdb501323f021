"""Reminders: the day before and two hours before. A message about what stands, no change of it: it writes no event."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from melayani.oversight.training import moving, states
from melayani.oversight.training.models import Registration

DAY, HOURS = timedelta(hours=24), timedelta(hours=2)
BATCH = 200


def remind_all(now: datetime) -> int:
    """Queue the reminders that are due; each in its own transaction, twice does no harm."""
    soon = Q(session__starts_at__lte=now + HOURS, reminded_hours_at__isnull=True)
    tomorrow = Q(session__starts_at__lte=now + DAY, reminded_day_at__isnull=True)
    rows = Registration.objects.filter(
        soon | tomorrow, state=states.CONFIRMED, session__starts_at__gt=now, contact__isnull=False
    )
    return sum(remind(registration=row, now=now) for row in rows.order_by("session__starts_at", "pk")[:BATCH])


def remind(*, registration: Registration, now: datetime) -> bool:
    """Queue the reminder that is due for one person; False when none is. Who registered late is noted as reminded."""
    with transaction.atomic():
        row = moving.lock(registration)
        left = row.session.starts_at - now
        if row.state != states.CONFIRMED or left <= timedelta(0):
            return False
        field, span = ("reminded_hours_at", HOURS) if left <= HOURS else ("reminded_day_at", DAY)
        if left > span or getattr(row, field) is not None:
            return False
        row.reminded_day_at = row.reminded_day_at or now
        setattr(row, field, now)
        row.save(update_fields=["reminded_day_at", "reminded_hours_at"])
        if row.made_at > row.session.starts_at - span - timedelta(hours=1):
            return False
        return moving.tell(row, "reminder", now=now, dedupe=f"{field}:{row.sequence}")
