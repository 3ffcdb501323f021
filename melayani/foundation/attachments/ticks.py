"""What the worker does for files: sweep what nobody claimed, and bytes that no row knows."""

from __future__ import annotations

from datetime import datetime, timedelta

from melayani.foundation.attachments import storage
from melayani.foundation.attachments.actions import remove
from melayani.foundation.attachments.models import ORPHAN_AFTER, Attachment, State
from melayani.foundation.audit import SYSTEM, tick

BATCH = 200
SHARD_EVERY = timedelta(minutes=10)


@tick("attachments.sweep", every=timedelta(minutes=10))
def sweep_orphans(now: datetime) -> int:
    """Remove files that were uploaded more than a day ago and never became part of a case."""
    orphans = list(Attachment.objects.orphaned(now).order_by("created_at")[:BATCH])
    for orphan in orphans:
        remove(attachment=orphan, actor=SYSTEM, now=now)
    return len(orphans)


@tick("attachments.sweep_folder", every=SHARD_EVERY)
def sweep_folder(now: datetime) -> int:
    """Delete old bytes without a living row (a transaction rolled back, a crash), one of 256 folders at a time."""
    shard = int(now.timestamp() // SHARD_EVERY.total_seconds()) % storage.SHARDS
    return sweep_shard(shard, now)


def sweep_shard(shard: int, now: datetime) -> int:
    """Delete what lies in one folder for more than a day and belongs to no living row."""
    paths = list(storage.old_files(shard, now - ORPHAN_AFTER))
    living = set(
        Attachment.objects.exclude(state=State.REMOVED).in_shard(f"{shard:02x}").values_list("path", flat=True)
    )
    stray = [path for path in paths if path not in living]
    for path in stray:
        storage.delete(path)
    return len(stray)
