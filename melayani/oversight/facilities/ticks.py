"""What the worker does for facilities from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.oversight.facilities import actions, queries


@tick("facilities.remind", every=timedelta(minutes=10))
def remind_owners(now: datetime) -> int:
    """Remind the owners of improvements whose deadline is over, weekly until they end."""
    return sum(actions.remind_owner(improvement=row, now=now) for row in queries.to_remind(now))


@tick("facilities.forget", every=timedelta(hours=6))
def forget_reporters(now: datetime) -> int:
    """Let the words of citizens go a year after their report ended."""
    return sum(actions.forget_reporter(report=row, now=now) for row in queries.to_forget(now))
