"""What the worker does for innovations from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.oversight.innovations import actions


@tick("innovations.remind", every=timedelta(minutes=30))
def remind_keepers(now: datetime) -> int:
    """Keepers of innovations whose look is near, missed, or never came."""
    return actions.remind_keepers(now=now)
