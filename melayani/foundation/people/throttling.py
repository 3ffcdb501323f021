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


class TooMany(Exception):
    """The limit is reached. `retry_after` is the number of seconds until the next attempt is counted again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = max(1, retry_after)
        super().__init__(retry_after)

    def __str__(self) -> str:
        minutes = ceil(self.retry_after / 60)
        wait = ngettext("%(count)d menit", "%(count)d menit", minutes) % {"count": minutes}
        return gettext("Terlalu banyak percobaan. Coba lagi dalam {wait}.").format(wait=wait)


def throttle(*, scope: str, key: str, limit: int, window: timedelta, now: datetime) -> None:
    """Count one attempt of `key` in `scope`; raise TooMany when `limit` were counted within `window` before `now`.

    A refused attempt is not counted, so that waiting always helps. Call it outside a transaction: a count that is
    rolled back with the refused work would be no limit (RuntimeError says so).
    """
    name = keyed_hash(f"{scope}\x00{key}", purpose="people.attempt")
    with transaction.atomic(durable=True):
        _one_at_a_time(name)
        recent = Attempt.objects.filter(key_hash=name, at__gt=now - window).order_by("-at")
        oldest = list(recent.values_list("at", flat=True)[limit - 1 : limit])
        if not oldest:
            Attempt.objects.create(key_hash=name, at=now)
    if oldest:
        raise TooMany(ceil((oldest[0] + window - now).total_seconds()))


def sweep_attempts(now: datetime) -> int:
    """Remove attempts older than every window, in batches; return how many."""
    old = Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).order_by("at").values_list("pk", flat=True)[:SWEEP_BATCH]
    return Attempt.objects.filter(pk__in=list(old)).delete()[0]


def _one_at_a_time(name: str) -> None:
    """Two attempts of one key must not both see the last free place; SQLite's IMMEDIATE transaction is that lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(name[:15], 16)])
