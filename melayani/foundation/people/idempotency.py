"""One request, one effect: what was answered to an Idempotency-Key is kept 24 hours and answered again.

The look-up comes first, the work second, because a repeated request must hear its own answer even when the world has
moved on since (a slot that filled meanwhile). Order of calls: `begin_request` outside a transaction; then in *one*
transaction the work and `finish_request`; `abandon_request` when the work was refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from melayani.foundation.audit import insert_unless_known, keyed_hash, run
from melayani.foundation.people.models import IdempotencyRow
from melayani.foundation.people.rules import IDEMPOTENCY_LIFE, IDEMPOTENCY_TAKEOVER

SWEEP_BATCH = 5_000
FINISH = """
UPDATE people_idempotencyrow SET state = %s, status = %s, body = %s
WHERE id = %s AND started_at = %s AND state = %s RETURNING id
"""


@dataclass(frozen=True)
class Started:
    """This request is the one that does the work."""

    row_id: int
    at: datetime


@dataclass
class Piece:
    """The transaction of one request, and the answer that was written down in it before the work was done."""

    started: Started
    kept: tuple[int, str] | None = None


_piece: ContextVar[Piece | None] = ContextVar("a refusal undoes the whole transaction", default=None)


@contextmanager
def in_one_piece(started: Started) -> Iterator[Piece]:
    """A transaction whose owner undoes all of it when the work inside is refused."""
    with transaction.atomic():
        piece = Piece(started)
        token = _piece.set(piece)
        try:
            yield piece
        finally:
            _piece.reset(token)


def part() -> AbstractContextManager[Any]:
    """What an action puts around its work: `atomic`, but inside `in_one_piece` no savepoint, which is two journeys."""
    return nullcontext() if _piece.get() else transaction.atomic()


def keep_ahead(*, status: int, body: str) -> None:
    """Keep the answer before the last step of the work, for which others wait; it stands or falls with the whole.

    What the work then gives must be this very answer. Nothing happens for a request without an Idempotency-Key. Raises
    Lost when another request took over.
    """
    if piece := _piece.get():
        finish_request(started=piece.started, status=status, body=body)
        piece.kept = (status, body)


class KeyReused(Exception):
    """The same key came with another body: answer 422 `key_reused`."""


class StillRunning(Exception):
    """The first request with this key has not been answered yet: answer 409; `retry_after` is in seconds."""

    retry_after = 2


class Lost(Exception):
    """The row was taken over by another request while this one worked: roll back what was done."""


@dataclass(frozen=True)
class Replay:
    """The work was done before; give this answer again."""

    status: int
    body: str


def begin_request(*, owner: str, key: str, body: bytes, now: datetime) -> Started | Replay:
    """Look the key up, or note that its request starts now. `owner` is the caller (the prefix of the API key).

    Raises KeyReused and StillRunning. A row that runs for more than 60 seconds belongs to a process that died; it is
    taken over. Call it outside a transaction, so that others see the row at once.
    """
    digest = hashlib.sha256(body).hexdigest()
    name = keyed_hash(key, purpose="people.idempotency.key")
    fresh = IdempotencyRow(
        owner=owner, key_hash=name, body_hash=digest, state=IdempotencyRow.RUNNING, created_at=now, started_at=now
    )
    # that work began reaches the disk with the commit of the work at the latest: it need not wait for it here
    if not connection.in_atomic_block and insert_unless_known(fresh, wait_for_disk=False):
        return Started(fresh.pk, now)  # nearly always; of two at once the unique constraint lets one through
    with transaction.atomic(durable=True):
        if insert_unless_known(fresh) or _replaces_old(fresh):
            return Started(fresh.pk, now)
        row = IdempotencyRow.objects.get(owner=owner, key_hash=name)
        if row.body_hash != digest:
            raise KeyReused
        if row.state == IdempotencyRow.DONE:
            return Replay(row.status or 200, row.body)
        if now - row.started_at < IDEMPOTENCY_TAKEOVER or not _take_over(row, now):
            raise StillRunning
        return Started(row.pk, now)


def finish_request(*, started: Started, status: int, body: str) -> None:
    """Keep the answer, in the transaction of the work itself. Raises Lost when another request took over."""
    sealed = IdempotencyRow._meta.get_field("body").get_db_prep_save(body, connection)
    moment = connection.ops.adapt_datetimefield_value(started.at)
    answer, place = [IdempotencyRow.DONE, status, sealed], [started.row_id, moment, IdempotencyRow.RUNNING]
    if len(run(FINISH, [*answer, *place])) != 1:
        raise Lost


def abandon_request(*, started: Started) -> None:
    """Forget that the request started: it changed nothing (bad input, a refusal), and may be sent again corrected."""
    IdempotencyRow.objects.filter(pk=started.row_id, started_at=started.at, state=IdempotencyRow.RUNNING).delete()


def sweep_answers(now: datetime) -> int:
    """Remove rows older than 24 hours, in batches; return how many."""
    old = IdempotencyRow.objects.filter(created_at__lt=now - IDEMPOTENCY_LIFE).order_by("created_at")
    return IdempotencyRow.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEEP_BATCH])).delete()[0]


def _replaces_old(fresh: IdempotencyRow) -> bool:
    """Whether `fresh` took the place of a row that is older than a day and stands for nothing any more."""
    old = IdempotencyRow.objects.filter(owner=fresh.owner, key_hash=fresh.key_hash)
    gone, _ = old.filter(created_at__lte=fresh.created_at - IDEMPOTENCY_LIFE).delete()
    return bool(gone) and insert_unless_known(fresh)


def _take_over(row: IdempotencyRow, now: datetime) -> bool:
    rows = IdempotencyRow.objects.filter(pk=row.pk, state=IdempotencyRow.RUNNING, started_at=row.started_at)
    return rows.update(started_at=now) == 1
