"""Work of the worker: totals of finished days, periods that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.voice.surveys import actions


@tick("surveys.close_days", every=timedelta(minutes=1))
def close_days(now: datetime) -> int:
    return actions.close_days(now=now) + actions.close_periods(now=now)
