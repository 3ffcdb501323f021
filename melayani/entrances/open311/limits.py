"""How often a caller may ask: per key and per block of addresses. Reads are counted in memory, writes in rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from melayani.entrances.open311.refusals import Refusal
from melayani.foundation.people import ReadCounter
from melayani.foundation.people.actions import TooMany, throttle

WINDOW = timedelta(minutes=1)
PER_ADDRESS = 10  # times the limit of a key: many systems may share an address, and guessing keys still has an end

reads = ReadCounter()


def demand_read(caller: str, now: datetime, *, most: int = 1) -> None:
    """Count a read, `most` times the limit of a key; raises 429 with Retry-After until the minute is over."""
    if reads.count(caller, now) > settings.API_REQUESTS_PER_MINUTE * most:
        raise _too_many(60 - int(now.timestamp()) % 60)


def demand_write(caller: str, now: datetime, *, most: int = 1) -> None:
    """Count a write across all processes, `most` times the limit of a key; raises 429. Outside a transaction."""
    try:
        throttle(scope="api", key=caller, limit=settings.API_REQUESTS_PER_MINUTE * most, window=WINDOW, now=now)
    except TooMany as limit:
        raise _too_many(limit.retry_after) from limit


def _too_many(seconds: float) -> Refusal:
    wait = max(1, ceil(seconds))
    return Refusal(429, f"Terlalu banyak permintaan. Coba lagi dalam {wait} detik.", headers={"Retry-After": str(wait)})
