"""What the worker does for webhooks at each tick."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.audit import tick
from melayani.foundation.webhooks import delivery


@tick("webhooks.deliver", every=timedelta(seconds=1))
def deliver(now: datetime) -> int:
    return delivery.deliver_due(now)


@tick("webhooks.tidy", every=timedelta(hours=1))
def tidy(now: datetime) -> int:
    return delivery.give_up_old(now) + delivery.forget_old(now)
