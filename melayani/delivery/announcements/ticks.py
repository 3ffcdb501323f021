"""What the worker does for announcements from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.delivery.announcements import actions, reach, telling
from melayani.delivery.announcements.models import Announcement
from melayani.foundation.audit import tick


@tick("announcements.tell", every=timedelta(seconds=1))
def tell(now: datetime) -> int:
    """Some batches of each sending that runs; between two of them others may write."""
    return telling.tell_for_a_while(now)


@tick("announcements.count", every=timedelta(seconds=2))
def count(now: datetime) -> int:
    """Count anew whom one sending has reached."""
    return reach.count_due(now)


@tick("announcements.over", every=timedelta(minutes=1))
def end(now: datetime) -> int:
    """Note which announcements have ended."""
    rows = list(Announcement.objects.ended(now).order_by("valid_until")[:200])
    return len([actions.end_announcement(announcement=row, now=now) for row in rows])
