"""The worker's part: call each endpoint that has news, several at once, never one of them twice at a time.

A worker reserves an endpoint (LEASE), a thread makes the calls, oldest news first, and the worker writes down what came
of them. A slow endpoint keeps its own thread busy and nobody else: the worker waits a moment and looks again at the
next tick. A worker that dies leaves a reservation that runs out; at most the call under way is made again, with the
same key.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from melayani.foundation.webhooks import calling, rules, states
from melayani.foundation.webhooks.actions import Refused, pause_failing
from melayani.foundation.webhooks.models import Attempt, Delivery, Endpoint

log = structlog.get_logger()
LEASE = timedelta(minutes=5)
ENDPOINTS, BATCH, THREADS = 32, 10, 32
MOMENT_S = 0.5  # how long a tick waits for answers; the rest is written down at a later one
SWEPT = 1_000
ROUND_S = 20.0  # a thread makes no further call after this


@dataclass(frozen=True)
class Round:
    """The calls of one endpoint: deliveries by primary key, each with its call."""

    endpoint: int
    until: datetime  # when the reservation runs out
    calls: Sequence[tuple[int, calling.Call]]


Made = list[tuple[int, calling.Outcome]]
_pool: ThreadPoolExecutor | None = None
_flying: dict[Future[Made], Round] = {}
_guard = threading.Lock()


def deliver_due(now: datetime, *, moment_s: float = MOMENT_S) -> int:
    """Start the calls that are due, and write down those that have come back; return how many were written down."""
    started = False
    for pk in _endpoints_with_news(now):
        current = _take(pk, now)
        if current is not None:
            started = True
            with _guard:
                _flying[_threads().submit(_make_all, current)] = current
    with _guard:
        under_way = list(_flying)
    if not under_way:
        return 0
    wait(under_way, timeout=moment_s if started else 0)
    return _land(now)


def _endpoints_with_news(now: datetime) -> list[int]:
    waiting = Delivery.objects.due(now).values("endpoint")
    rows = Endpoint.objects.free(now).filter(pk__in=waiting).order_by("rests_until", "pk")
    return list(rows.values_list("pk", flat=True)[: max(0, ENDPOINTS - len(_flying))])


def _take(pk: int, now: datetime) -> Round | None:
    """Reserve the endpoint and prepare its calls; None when another worker has it."""
    if not Endpoint.objects.take(pk, now=now, lease=LEASE):
        return None
    endpoint = Endpoint.objects.get(pk=pk)
    news = list(Delivery.objects.due(now).filter(endpoint=endpoint).order_by("id")[:BATCH])
    return Round(endpoint=pk, until=now + LEASE, calls=[(row.pk, _call(endpoint, row, now)) for row in news])


def _call(endpoint: Endpoint, row: Delivery, now: datetime) -> calling.Call:
    body = row.body.encode()
    headers = {
        "Content-Type": "application/json",
        "Melayani-Event": row.event,
        "Melayani-Delivery": str(row.key),
        "Idempotency-Key": str(row.key),
        "Melayani-Attempt": str(row.attempts + 1),
        "Melayani-Signature": rules.sign(body, secrets_now=endpoint.secrets_at(now), at=now),
    }
    return calling.Call(url=endpoint.url, body=body, headers=headers, anywhere=settings.WEBHOOKS_ANYWHERE)


def _make_all(current: Round) -> Made:
    """In a thread: one call after the other; the first failure ends the round, the rest stays due."""
    made: Made = []
    spent = 0
    for pk, call in current.calls:
        outcome = calling.make(call)
        made.append((pk, outcome))
        spent += outcome.took_ms
        if not outcome.accepted or spent > ROUND_S * 1000:
            break
    return made


def _threads() -> ThreadPoolExecutor:
    global _pool
    if _pool is None:
        _pool = ThreadPoolExecutor(THREADS, thread_name_prefix="webhook")
    return _pool


def _land(now: datetime) -> int:
    with _guard:
        done = [one for one in _flying if one.done()]
        rounds = [(one, _flying.pop(one)) for one in done]
    return sum(_write_down(current, future.result(), now) for future, current in rounds)


def _write_down(current: Round, made: Made, now: datetime) -> int:
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update(of=("self",)).get(pk=current.endpoint)
        for pk, outcome in made:
            _settle(Delivery.objects.select_for_update().get(pk=pk), outcome, now)
            _judge(endpoint, outcome, now)
        if endpoint.busy_until == current.until:  # else it ran out, and another worker has the endpoint now
            endpoint.busy_until = None
        endpoint.save(update_fields=["busy_until", "failures", "failing_since", "last_success_at", "rests_until"])
    _pause_if_lost(endpoint, made, now)
    return len(made)


def _settle(row: Delivery, outcome: calling.Outcome, now: datetime) -> None:
    Attempt.objects.create(
        delivery=row,
        at=now,
        status=outcome.status,
        took_ms=outcome.took_ms,
        answer=outcome.answer,
        problem=outcome.problem,
    )
    if row.state != states.WAITING:  # given up meanwhile: its owner ended the endpoint
        return
    row.attempts += 1
    if outcome.accepted:
        row.state = states.DELIVERED
    elif now - row.queued_at >= rules.PATIENCE:
        row.state = states.GIVEN_UP
    row.next_attempt_at = now + rules.wait_after(row.attempts)
    row.save(update_fields=["attempts", "state", "next_attempt_at"])


def _judge(endpoint: Endpoint, outcome: calling.Outcome, now: datetime) -> None:
    if outcome.accepted:
        endpoint.failures, endpoint.failing_since = 0, None
        endpoint.last_success_at = endpoint.rests_until = now
        return
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.rests_until = now + rules.rest_after(endpoint.failures)


def _pause_if_lost(endpoint: Endpoint, made: Made, now: datetime) -> None:
    """Pause what has failed for PATIENCE, or says itself that it is gone (410)."""
    reason = ""
    if any(outcome.status == rules.GONE for _, outcome in made):
        reason = "Sistem penerima menjawab 410: alamat ini tidak ada lagi."
    elif endpoint.failing_since and now - endpoint.failing_since >= rules.PATIENCE:
        reason = f"Tidak ada kiriman yang diterima selama {rules.PATIENCE.days} hari."
    if not reason:
        return
    try:
        pause_failing(endpoint=endpoint, reason=reason, now=now)
    except Refused:  # its owner paused or ended it at the same moment
        log.info("webhook_paused_already", endpoint=endpoint.pk)


def give_up_old(now: datetime) -> int:
    """What waited for PATIENCE (at a paused endpoint) is given up; the log stays."""
    old = Delivery.objects.too_old(now).order_by("id").values_list("pk", flat=True)
    return Delivery.objects.give_up(list(old[:SWEPT]))


def forget_old(now: datetime) -> int:
    """Deliveries and their log go after KEPT."""
    rows = Delivery.objects.exclude(state=states.WAITING).filter(queued_at__lte=now - rules.KEPT)
    old = list(rows.order_by("id").values_list("pk", flat=True)[:SWEPT])
    return Delivery.objects.filter(pk__in=old).delete()[0]
