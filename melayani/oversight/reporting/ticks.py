"""What the worker does for reports: open periods, keep what is owed true, remind, count sums."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.oversight.reporting import actions


@tick("reporting.open_rounds", every=timedelta(minutes=10))
def open_rounds(now: datetime) -> int:
    return actions.open_rounds(now=now)


@tick("reporting.renew_expected", every=timedelta(hours=6))
def renew_expected(now: datetime) -> int:
    return actions.renew_expected(now=now)


@tick("reporting.remind", every=timedelta(minutes=10))
def remind(now: datetime) -> int:
    return actions.remind_due(now=now)


@tick("reporting.totals", every=timedelta(seconds=5))
def count_totals(now: datetime) -> int:
    return actions.count_totals(now=now)
