"""What the worker does for consultations from time to time. Each row is one transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.voice.consultations import actions, queries


@tick("consultations.overdue", every=timedelta(minutes=10))
def remind_overdue(now: datetime) -> int:
    """Tell of promises whose day has passed, once each."""
    return sum(actions.remind_overdue(commitment=row, now=now) for row in queries.overdue_to_tell(now))


@tick("consultations.forget", every=timedelta(hours=6))
def forget_people(now: datetime) -> int:
    """Let names and contacts go a year after the end."""
    return sum(actions.forget_people(consultation=row, now=now) for row in queries.to_forget(now))
