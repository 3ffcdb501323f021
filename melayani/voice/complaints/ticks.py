"""What the worker does for complaints from time to time."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.voice.complaints import actions, drafts, totals


@tick("complaints.recount", every=timedelta(seconds=1))
def recount_cases(now: datetime) -> int:
    """Give the next open cases their due moments by a calendar that changed; the rest waits for the next tick."""
    return actions.recount(now=now)


@tick("complaints.months", every=timedelta(seconds=30))
def count_months(now: datetime) -> int:
    """Count the months anew in which something happened."""
    return totals.count_dirty(now=now)


@tick("complaints.sweep_drafts", every=timedelta(hours=1))
def sweep_drafts(now: datetime) -> int:
    """Remove drafts that were not sent within their days, with their files."""
    return drafts.sweep(now)


@tick("complaints.close", every=timedelta(seconds=20))
def close_cases(now: datetime) -> int:
    """Close the next cases whose reporters stayed silent after the answer, or never completed their report."""
    return actions.close_due(now=now)


@tick("complaints.escalate", every=timedelta(seconds=20))
def escalate_cases(now: datetime) -> int:
    """Climb the ladder for the next cases that reached a rung."""
    return actions.escalate_due(now=now)
