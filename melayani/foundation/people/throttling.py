"""Limits that hold across processes: one row per attempt, counted in a window that slides."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import connection, transaction
from django.utils.translation import gettext, ngettext

from melayani.foundation.audit import keyed_hash
from melayani.foundation.people.models import Attempt
from melayani.foundation.people.rules import ATTEMPTS_KEPT

SWEEP_BATCH = 5_000
LOCK = "SET LOCAL synchronous_commit = off; SELECT pg_advisory_xact_lock(%s); "
COUNT = """
INSERT INTO people_attempt (key_hash, at) SELECT %s, %s FROM ({rows}) AS wanted WHERE NOT EXISTS (
  SELECT 1 FROM people_attempt WHERE key_hash = %s AND at > %s ORDER BY at DESC LIMIT 1 OFFSET %s
)
"""


class TooMany(Exception):
    """The limit is reached. `retry_after` is the number of seconds until the next attempt is counted again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = max(1, retry_after)
        super().__init__(retry_after)

    def __str__(self) -> str:
        minutes = ceil(self.retry_after / 60)
        wait = ngettext("%(count)d menit", "%(count)d menit", minutes) % {"count": minutes}
        return gettext("Terlalu banyak percobaan. Coba lagi dalam {wait}.").format(wait=wait)


def throttle(*, scope: str, key: str, limit: int, window: timedelta, now: datetime, count: int = 1) -> None:
    """Count `count` attempts of `key` in `scope`; raise TooMany when that makes more than `limit` within `window`.

    A refused attempt is not counted, so that waiting always helps. Call it outside a transaction: a count that is
    rolled back with the refused work would be no limit (RuntimeError says so).
    """
    name = keyed_hash(f"{scope}\x00{key}", purpose="people.attempt")
    with transaction.atomic(durable=True):
        counted = _count(name, limit, now - window, now, count)
        oldest = None if counted else _nth_last(name, limit - count + 1, now - window)
    if oldest:
        raise TooMany(ceil((oldest + window - now).total_seconds()))


def sweep_attempts(now: datetime) -> int:
    """Remove attempts older than every window, in batches; return how many."""
    old = Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).order_by("at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return Attempt.objects.filter(pk__in=list(old)).delete()[0]


def _count(name: str, limit: int, since: datetime, now: datetime, count: int) -> bool:
    """Write `count` attempts unless there would be more than `limit` since; True when they were written.

    Two attempts of one key must not both see the last free place. SQLite's IMMEDIATE transaction is that lock. On
    PostgreSQL the count, a statement of its own, is younger than the lock, yet travels with it: all who use one key
    wait here for each other. None of them waits for the disk; a crash may forget an attempt.
    """
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (now, since)]
    values = [name, moments[0], name, moments[1], limit - count]
    statement = COUNT.format(rows=" UNION ALL ".join(["SELECT 1"] * count))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(LOCK + statement, [int(name[:15], 16), *values])
            cursor.nextset()
            cursor.nextset()
        else:
            cursor.execute(statement, values)
        return int(cursor.rowcount) == count


def _nth_last(name: str, number: int, since: datetime) -> datetime:
    """The moment of the `number`-th attempt, counted from the last one."""
    recent = Attempt.objects.filter(key_hash=name, at__gt=since).order_by("-at")
    return recent.values_list("at", flat=True)[number - 1]
