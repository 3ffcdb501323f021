"""What the worker does for facilities from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.oversight.facilities import actions, queries


@tick("facilities.remind", every=timedelta(minutes=10))
def remind_owners(now: datetime) -> int:
    """Remind the owners of improvements whose deadline is over, weekly until they end."""
    return sum(actions.remind_owner(improvement=row, now=now) for row in queries.to_remind(now))
