"""What the worker does for applications from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.delivery.applications import actions, drafts, reality
from melayani.foundation.audit import tick


@tick("applications.sweep_drafts", every=timedelta(hours=1))
def sweep_drafts(now: datetime) -> int:
    """Remove drafts that were not sent within 30 days, with their files."""
    return drafts.sweep(now)


@tick("applications.reality", every=timedelta(minutes=10))
def refresh_real_times(now: datetime) -> int:
    """Count real times anew where the year has moved on."""
    return reality.refresh_stale(now)


@tick("applications.recount", every=timedelta(seconds=1))
def recount_cases(now: datetime) -> int:
    """Give the next running cases their due moment by a calendar that changed; the rest waits for the next tick."""
    return actions.recount(now=now)
