"""Who was reached by which channel: counted from the outbox, and kept where many were told.

The messages of 100,000 people are not counted by every look at the page: the worker counts them, the more rarely the
longer it takes and the longer ago the sending was. Nobody is watched while reading pages.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from time import perf_counter

from django.db.models import Count, Q

from melayani.delivery.announcements import rules, states
from melayani.delivery.announcements.models import Telling
from melayani.foundation.messaging.models import MessageState, OutboxMessage

TOLD = "announcement.published"  # the message that citizens get
LIVE = 500  # so many messages are counted by each look


@dataclass(frozen=True)
class Reach:
    """Messages of one channel by how far they came; read counts only where the channel tells."""

    channel: str
    total: int
    queued: int
    sent: int
    delivered: int
    read: int
    failed: int

    @property
    def arrived(self) -> int:
        """Percent of its messages that went out, for a bar beside the figures; rounded down."""
        return self.sent * 100 // self.total if self.total else 0

    @property
    def name(self) -> str:
        """The channel as officers call it."""
        return rules.CHANNELS.get(self.channel, self.channel)


def reached(telling: Telling) -> tuple[list[Reach], datetime | None]:
    """By channel, the busiest first, and when it was counted: None for now. One query, none where it is kept."""
    if telling.expected <= LIVE and telling.queued <= LIVE:
        return count(telling), None
    return [Reach(**one) for one in telling.reach], telling.counted_at


def count(telling: Telling) -> list[Reach]:
    """Counts from the outbox by channel, the busiest first; one query over all messages of the announcement."""
    reference = telling.announcement.reference
    rows = OutboxMessage.objects.about(reference.kind, reference.number).filter(event=TOLD)
    lost = [MessageState.FAILED, MessageState.NO_CHANNEL, MessageState.SUPPRESSED]
    counts = (
        rows.order_by()
        .values("channel")
        .annotate(
            total=Count("pk"),
            queued=Count("pk", filter=Q(state=MessageState.QUEUED)),
            sent=Count("pk", filter=Q(state=MessageState.SENT)),
            delivered=Count("pk", filter=Q(delivered_at__isnull=False)),
            read=Count("pk", filter=Q(read_at__isnull=False)),
            failed=Count("pk", filter=Q(state__in=lost)),
        )
    )
    return sorted((Reach(**row) for row in counts), key=lambda one: (-one.total, one.channel))


def count_due(now: datetime) -> int:
    """Count one sending whose counts are due anew, the longest overdue first; return how many were counted."""
    rows = Telling.objects.filter(count_at__lte=now).select_related("announcement")
    telling = rows.order_by("count_at", "pk").first()
    if telling is None:
        return 0
    started = perf_counter()
    found = [asdict(one) for one in count(telling)]
    age = now - (now if telling.state == states.RUNNING else telling.changed_at)
    wait = rules.wait_before_count(age, took=perf_counter() - started)
    telling.reach, telling.counted_at, telling.count_at = found, now, now + wait if wait else None
    telling.save(update_fields=["reach", "counted_at", "count_at"])
    return 1
