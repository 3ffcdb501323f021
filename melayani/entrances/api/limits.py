"""How many requests a caller may send. Reads are counted in memory (a GET writes nothing), writes in the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from melayani.entrances.api.problems import Problem
from melayani.foundation.people import Booklet, ReadCounter
from melayani.foundation.people.actions import TooMany, throttle

WINDOW = timedelta(minutes=1)

AHEAD, MOST_AHEAD = 60, 20  # a sixtieth of the limit is counted at once, for the next writes of this process too

reads, writes = ReadCounter(), Booklet()


def demand_read(caller: str, now: datetime) -> None:
    """Count a read of `caller`; raises Problem `too_many_requests` with Retry-After until the minute is over."""
    if reads.count(caller, now) > settings.API_REQUESTS_PER_MINUTE:
        raise _too_many(60 - int(now.timestamp()) % 60)


def demand_write(caller: str, now: datetime) -> None:
    """Count a write of `caller` across all processes; raises Problem `too_many_requests`. Outside a transaction."""
    limit = settings.API_REQUESTS_PER_MINUTE
    ahead = max(1, min(limit // AHEAD, MOST_AHEAD))
    if ahead > 1 and writes.take(caller, now):
        return
    try:
        throttle(scope="api", key=caller, limit=limit, window=WINDOW, now=now, count=ahead)
    except TooMany as refused:
        raise _too_many(refused.retry_after) from refused
    writes.put(caller, ahead - 1, now + WINDOW)


def _too_many(seconds: float) -> Problem:
    wait = max(1, ceil(seconds))
    return Problem("too_many_requests", f"Coba lagi dalam {wait} detik.", headers={"Retry-After": str(wait)})
