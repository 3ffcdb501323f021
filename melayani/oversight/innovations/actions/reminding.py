"""Remind of looks: an innovation of which nobody says whether it runs cannot be copied with confidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import SYSTEM
from melayani.oversight.innovations import news
from melayani.oversight.innovations.models import Innovation
from melayani.oversight.innovations.telling import local_day, locked, record_step

AT_ONCE = 200
MORNING = 8  # o'clock where the unit is


def remind_keepers(*, now: datetime) -> int:
    """Tell the keepers of the next records whose look is near, missed, or never came; return of how many records.

    Two weeks before the day, then monthly until somebody looks; a look ends it. Records innovation.reminded.
    """
    rows = Innovation.objects.to_remind(now).select_related("organisation").order_by("next_check", "pk")[:AT_ONCE]
    return sum(_remind(row, now) for row in rows if now.astimezone(row.organisation.zone).hour >= MORNING)


def _remind(innovation: Innovation, now: datetime) -> bool:
    with transaction.atomic():
        row = locked(innovation)
        if not Innovation.objects.to_remind(now).filter(pk=row.pk).exists():
            return False  # looked at or told meanwhile
        row.reminded_on = local_day(row, now)
        row.save(update_fields=["reminded_on"])
        told = news.tell_keepers(row, news.LOOK_DUE, SYSTEM, now, due=row.next_check)
        record_step("innovation.reminded", SYSTEM, row, now, told=told)
    return True
