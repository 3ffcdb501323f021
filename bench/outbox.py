"""The outbox: messages a second of one worker, and how long a one-time code waits behind 10,000 announcements.

The provider does nothing, so that what is measured is ours. It is compared with a bare loop of two statements for each
message (take the next one, mark it as sent) on the same rows, in turns. On SQLite the same is done by a process of its
own (`python -m bench.outbox`).
"""

from __future__ import annotations

import threading
from time import perf_counter, process_time, sleep
from typing import Any

from bench.database import alone, on_sqlite
from bench.result import Result

WAITING = 10_000
ROUNDS, CALLS = 40, 50
CODES, PAUSE = 40, 0.15  # so many codes come, one each so many seconds
AGAINST_BARE = {"PostgreSQL": 0.4, "SQLite": 0.2}  # SQLite: by processor time
CODE_IN_ROUNDS = 2.0
TAKE = """
UPDATE messaging_outboxmessage SET attempts = attempts + 1, next_attempt_at = %(later)s
WHERE id = (
    SELECT id FROM messaging_outboxmessage WHERE state = 'queued' AND next_attempt_at <= %(now)s
    ORDER BY "rank", next_attempt_at, id LIMIT 1 {lock}
) RETURNING id
"""
MARK = "UPDATE messaging_outboxmessage SET state = 'sent', channel = 'bare', sent_at = %(now)s WHERE id = %(id)s"


class Nothing:
    """A provider that takes everything at once and notes when."""

    kind = "sms"

    def __init__(self) -> None:
        self.taken: dict[int, float] = {}

    def is_on(self) -> bool:
        return True

    def accepts(self, contact: Any) -> bool:
        return True

    def send(self, message: Any) -> str:
        self.taken[message.pk] = perf_counter()
        return "id"


def measure() -> list[Result]:
    """Both figures on PostgreSQL, then on SQLite."""
    results = []
    for name, (rate, bare, late) in (("PostgreSQL", figures()), ("SQLite", on_sqlite("bench.outbox"))):
        print(f"     {name}: {rate:.0f} messages a second, bare loop {bare:.0f}; a code waits {late:.2f} rounds (p95)")
        results.append(Result(f"one worker against take and mark, {name}", rate / bare, AGAINST_BARE[name], False))
        results.append(Result(f"a code behind {WAITING} announcements, {name}, p95", late, CODE_IN_ROUNDS, True))
    return results


def figures() -> tuple[float, float, float]:
    """Messages a second of the worker and of the bare loop; p95 of a code's wait in rounds of the worker."""
    from django.db import connection

    from melayani.foundation.messaging import channels

    # SQLite works within this process: its processor time is the whole of it, and no neighbour disturbs that
    clock = perf_counter if connection.vendor == "postgresql" else process_time
    provider = Nothing()
    channels.REGISTRY[:] = [provider]
    fill(WAITING)
    best = [0.0, 0.0]
    for _ in range(ROUNDS):
        for place, work in enumerate((_worker, _bare)):
            start = clock()
            work()
            best[place] = max(best[place], CALLS / (clock() - start))
    fill(WAITING)  # what is worked off meanwhile leaves 10,000 behind
    return best[0], best[1], _wait_of_codes(provider)


def fill(count: int) -> None:
    """So many announcements wait."""
    from django.utils import timezone

    from melayani.foundation.messaging.models import MessageKind, OutboxMessage, Rank

    contact, now = _contact(), timezone.now()
    fields = {"contact": contact, "address": contact.value, "language": "id", "subject": "Kabar", "body": "Isi " * 40}
    row = {"event": "bench", "kind": MessageKind.ANNOUNCEMENT, "rank": Rank.ANNOUNCEMENT, "reference_kind": "notice"}
    made = [
        OutboxMessage(**fields, **row, reference_number=str(number), next_attempt_at=now, created_at=now)
        for number in range(count)
    ]
    OutboxMessage.objects.bulk_create(made, batch_size=500)


def _contact() -> Any:
    from django.utils import timezone

    from melayani.foundation.messaging.actions import keep_contact

    return keep_contact(phone="0812 0000 0002", now=timezone.now())


def _worker() -> None:
    from django.utils import timezone

    from melayani.foundation.messaging.delivery import send_due

    done = 0
    while done < CALLS:
        done += send_due(timezone.now(), limit=CALLS - done)


def _bare() -> None:
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    now = timezone.now()
    moments = {"now": now, "later": now + timedelta(minutes=5)}
    with connection.cursor() as cursor:
        for _ in range(CALLS):
            cursor.execute(TAKE.format(lock=lock), moments)
            cursor.execute(MARK, {"now": now, "id": cursor.fetchone()[0]})


def _wait_of_codes(provider: Nothing) -> float:
    """A second thread queues codes as a page does, while the worker works through the announcements."""
    from django.utils import timezone

    from melayani.foundation.messaging import delivery

    queued: dict[int, float] = {}
    page = threading.Thread(target=_queue_codes, args=(queued,))
    page.start()
    while page.is_alive() or not queued.keys() <= provider.taken.keys():
        if not delivery.send_due(timezone.now()):
            sleep(0.05)
    waits = sorted(provider.taken[pk] - at for pk, at in queued.items())
    return waits[int(len(waits) * 0.95)] / delivery.ROUND_SECONDS


def _queue_codes(queued: dict[int, float]) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from melayani.foundation.messaging.outbox import queue
    from melayani.foundation.numbers.rules import Reference

    contact = _contact()
    try:
        for number in range(CODES):
            words = {"code": "123 456", "minutes": 10}
            reference = Reference(kind="code", number=str(number))
            with transaction.atomic():
                message = queue(
                    "bench", to=contact, template="people/code", context=words, reference=reference,
                    now=timezone.now(), urgent=True,
                )  # fmt: skip
            if message:
                queued[message.pk] = perf_counter()
            sleep(PAUSE)
    finally:
        connection.close()


if __name__ == "__main__":
    alone(figures)
