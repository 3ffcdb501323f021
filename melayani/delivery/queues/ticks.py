"""What the worker does for queues from time to time. Everything may run twice without harm."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from melayani.delivery.queues import actions, forecasting, queries
from melayani.foundation.audit import SYSTEM, tick

log = structlog.get_logger()


@tick("queues.foretell", every=timedelta(seconds=2))
def foretell_waits(now: datetime) -> int:
    """Places where something changed, and every half minute each place with people in it.

    A place that fails is logged and does not keep the others from their forecasts.
    """
    count = 0
    for site in queries.sites_to_foretell(now):
        try:
            count += forecasting.foretell(site, now)
        except Exception as error:
            log.error("forecast_failed", site=site.pk, error=repr(error))
    return count


@tick("queues.end_day", every=timedelta(minutes=5))
def end_days(now: datetime) -> int:
    """Days that are over where they were: local midnight, not the server's."""
    return sum(actions.end_day(actor=SYSTEM, site=site, day=day, now=now) for site, day in queries.days_to_end(now))
