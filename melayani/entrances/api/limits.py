"""How many requests a caller may send. Reads are counted in memory (a GET writes nothing), writes in the database."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from melayani.entrances.api.problems import Problem
from melayani.foundation.people.actions import TooMany, throttle

WINDOW = timedelta(minutes=1)
CALLERS_KEPT = 10_000


class ReadCounter:
    """Requests per caller and minute in this process; bounded, forgetful, safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def count(self, caller: str, now: datetime) -> int:
        """Count one request; return how many `caller` sent in this minute, this one included."""
        minute = int(now.timestamp()) // 60
        with self._lock:
            if minute != self._minute or len(self._counts) > CALLERS_KEPT:
                self._minute, self._counts = minute, {}
            self._counts[caller] = self._counts.get(caller, 0) + 1
            return self._counts[caller]

    def forget(self) -> None:
        """Begin anew (for tests)."""
        with self._lock:
            self._counts = {}


reads = ReadCounter()


def demand_read(caller: str, now: datetime) -> None:
    """Count a read of `caller`; raises Problem `too_many_requests` with Retry-After until the minute is over."""
    if reads.count(caller, now) > settings.API_REQUESTS_PER_MINUTE:
        raise _too_many(60 - int(now.timestamp()) % 60)


def demand_write(caller: str, now: datetime) -> None:
    """Count a write of `caller` across all processes; raises Problem `too_many_requests`. Outside a transaction."""
    try:
        throttle(scope="api", key=caller, limit=settings.API_REQUESTS_PER_MINUTE, window=WINDOW, now=now)
    except TooMany as limit:
        raise _too_many(limit.retry_after) from limit


def _too_many(seconds: float) -> Problem:
    wait = max(1, ceil(seconds))
    return Problem("too_many_requests", f"Coba lagi dalam {wait} detik.", headers={"Retry-After": str(wait)})
