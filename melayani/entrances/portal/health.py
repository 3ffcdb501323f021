"""Whether this installation can do its work: database, worker, disk, reactions."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from melayani.foundation.audit.models import Heartbeat, PendingReaction

WORKER = "worker"  # the name under which the worker's loop leaves its heartbeat
HEARTBEAT_WITHIN = timedelta(seconds=60)
LEAST_FREE = 200_000_000  # bytes: about twenty uploads of the greatest size, so that an operator is told in time
STUCK_AFTER = 5  # attempts, about five minutes with the back-off: not a passing fault

Check = dict[str, Any]


def readiness(now: datetime) -> tuple[bool, dict[str, Check]]:
    """Every check by name, and whether all are well. A database that does not answer is a check that fails."""
    checks: dict[str, Callable[[datetime], Check]] = {"database": _database, "worker": _worker, "reactions": _reactions}
    found: dict[str, Check] = {"disk": _disk()}
    for name, check in checks.items():
        try:
            found[name] = check(now)
        except DatabaseError as error:
            found[name] = {"ok": False, "error": type(error).__name__}
    return all(one["ok"] for one in found.values()), found


def _database(now: datetime) -> Check:
    Heartbeat.objects.exists()
    return {"ok": True}


def _worker(now: datetime) -> Check:
    last = Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True).first()
    if last is None:
        return {"ok": False, "last": None}
    return {"ok": now - last < HEARTBEAT_WITHIN, "last": last.isoformat()}


def _reactions(now: datetime) -> Check:
    failing = PendingReaction.objects.failing()
    stuck = failing.filter(attempts__gte=STUCK_AFTER).count()
    return {"ok": stuck == 0, "failing": failing.count(), "stuck": stuck}


def _disk() -> Check:
    try:
        free = shutil.disk_usage(settings.DATA_DIR).free
    except OSError as error:
        return {"ok": False, "error": type(error).__name__}
    return {"ok": free >= LEAST_FREE, "free_bytes": free}
