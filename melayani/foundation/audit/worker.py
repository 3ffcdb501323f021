"""One loop: reactions to events, work at each tick, the seal, the heartbeat. Everything may run twice without harm."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction

from melayani.foundation.audit.models import Heartbeat, PendingReaction
from melayani.foundation.audit.news import prompt_ticks, reaction_of, tick, ticks
from melayani.foundation.audit.seal import BATCH, note_head, seal

log = structlog.get_logger()
LONGEST_WAIT = timedelta(hours=1)
WORKER = "worker"
PATIENCE = timedelta(seconds=1)  # of what is prompt, while other work is under way
SEAL_ROUNDS = 20  # a tick seals at most 10,000 events, in short transactions


def _never() -> bool:
    return False


class Between:
    """What cannot wait until a pass is over (a one-time code), done between two pieces of other work.

    The duties of every hour and every day are many after a standstill, and on a busy machine such a pass takes long.
    Without a clock nothing is done in between.
    """

    def __init__(self, clock: Callable[[], datetime] | None) -> None:
        self.clock = clock
        self.last = clock() if clock else None

    def look(self) -> int:
        """Do it when a second has passed since; return how many pieces of work were done."""
        if self.clock is None or self.last is None or self.last <= self.clock() < self.last + PATIENCE:
            return 0
        done = 0
        for name, (every, work) in prompt_ticks().items():
            done += _run_tick(name, every, work, self.clock())
        self.last = self.clock()
        return done


@tick("audit.seal", every=timedelta(seconds=30))
def seal_events(now: datetime) -> int:
    total = 0
    for _ in range(SEAL_ROUNDS):
        sealed = seal(now)
        total += sealed
        if sealed < BATCH:
            break
    return total


@tick("audit.note_head", every=timedelta(hours=6))
def note_sealed_head(now: datetime) -> int:
    note_head(now)
    return 0


def work_once(
    now: datetime, *, clock: Callable[[], datetime] | None = None, stopping: Callable[[], bool] = _never
) -> int:
    """Do everything that is due at `now`: reactions first, then ticks; return how many pieces of work were done.

    `stopping` is asked between two pieces of work, so that a worker that is told to stop leaves the rest for later;
    by `clock` what is prompt is done there again and again.
    """
    between = Between(clock)
    done = react_to_news(now, stopping=stopping, between=between)
    for name, (every, work) in ticks().items():
        if stopping():
            break
        prompt = name in prompt_ticks()
        done += _run_tick(name, every, work, clock() if clock and prompt else now)
        done += between.look()
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": clock() if clock else now, "detail": str(done)})
    return done


def react_to_news(
    now: datetime, *, limit: int = 200, stopping: Callable[[], bool] = _never, between: Between | None = None
) -> int:
    """Take pending reactions that are due; return how many were taken. A failing one is kept with a later attempt."""
    done = 0
    for pk in list(PendingReaction.objects.due(now).order_by("id").values_list("pk", flat=True)[:limit]):
        if stopping():
            break
        done += _react(pk, now) + (between.look() if between else 0)
    return done


def _react(pk: int, now: datetime) -> int:
    try:
        with transaction.atomic():
            rows = PendingReaction.objects.select_related("event").filter(pk=pk)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            row = rows.first()
            if row is None or _waits_for_an_earlier_one(row, now):
                return 0
            reaction = reaction_of(row.consumer)
            if reaction is not None:
                reaction(row.event, now)
            row.delete()
    except Exception as error:  # a consumer's fault must not stop the others; it is kept, shown and tried again
        _postpone(pk, now, error)
        return 0
    return 1


def _waits_for_an_earlier_one(row: PendingReaction, now: datetime) -> bool:
    """Order is kept per case and consumer: an earlier event of the same case that still fails comes first.

    The later ones then fall due together with it; otherwise they would stand at the front and starve other cases.
    """
    earlier = PendingReaction.objects.before(row).order_by("event_id").first()
    if earlier is None:
        return False
    if earlier.next_attempt_at > now:
        row.next_attempt_at = earlier.next_attempt_at
        row.save(update_fields=["next_attempt_at"])
    return True


def _postpone(pk: int, now: datetime, error: Exception) -> None:
    log.error("reaction_failed", pending=pk, error=repr(error))
    attempts = PendingReaction.objects.filter(pk=pk).values_list("attempts", flat=True).first() or 0
    wait = min(timedelta(seconds=10 * 2 ** min(attempts + 1, 10)), LONGEST_WAIT)
    words = "".join(traceback.format_exception_only(error))[:2000]
    PendingReaction.objects.postpone(pk, until=now + wait, error=words)


def _run_tick(name: str, every: timedelta, work: Callable[[datetime], int], now: datetime) -> int:
    last = Heartbeat.objects.filter(name=name).first()
    if last and last.at <= now < last.at + every:
        return 0
    try:
        moved = work(now)
    except Exception as error:
        log.error("tick_failed", tick=name, error=repr(error))
        Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "detail": f"failed: {error!r}"[:200]})
        return 0
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "detail": str(moved)})
    return moved
