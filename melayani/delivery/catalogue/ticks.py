"""What the worker does for standards: remind of reviews."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.delivery.catalogue.actions import remind_of_reviews
from melayani.foundation.audit import tick


@tick("catalogue.remind_of_reviews", every=timedelta(hours=6))
def remind(now: datetime) -> int:
    return remind_of_reviews(now=now)
