"""What the worker does for announcements from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.delivery.announcements import actions, telling
from melayani.delivery.announcements.models import Announcement
from melayani.foundation.audit import tick


@tick("announcements.tell", every=timedelta(seconds=1))
def tell(now: datetime) -> int:
    """One batch of each sending that runs."""
    return telling.tell_next(now)


@tick("announcements.over", every=timedelta(minutes=1))
def end(now: datetime) -> int:
    """Note which announcements have ended."""
    rows = list(Announcement.objects.ended(now).order_by("valid_until")[:200])
    return len([actions.end_announcement(announcement=row, now=now) for row in rows])
