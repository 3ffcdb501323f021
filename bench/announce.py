"""One announcement to 100,000 people: told in batches, stopped and resumed on the way, and sent to each exactly once.

The same is done for 6,000 people first; a batch among the last 6,000 of the many must take no longer than one of the
few. Then an urgent announcement goes to the many again while the worker's whole loop runs, and one-time codes come
from another thread as a page queues them; the officer's stop button is pressed under this load. The provider does
nothing, so that what is measured is ours. On SQLite the same is done by a process of its own, by processor time where
one thread works alone. BENCH_PEOPLE sets how many are told.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import perf_counter, process_time, sleep
from typing import Any

from bench.database import alone, on_sqlite
from bench.result import Result, middle

FEW, MANY = 6_000, int(os.environ.get("BENCH_PEOPLE", "100000"))
BATCH = 200  # as the worker's
CODES, PAUSE = 40, 0.15
PAGES = 15
SLOWER, BIGGER, CODE_IN_ROUNDS = 1.3, 1.2, 2.0


@dataclass
class Figures:
    """What one database showed; times in milliseconds, sizes in MB."""

    few: float  # a batch of the few
    many: float  # one of the last of the many
    rate: float  # people a second over all of the many
    few_size: float
    many_size: float
    few_page: float
    many_page: float
    code_rounds: float  # p95
    after_stop: int  # people queued after the button
    stop_took: float
    sent: int
    seconds: float  # to send to all
    faults: list[str] = field(default_factory=list)


def measure() -> list[Result]:
    """Everything on PostgreSQL, then on SQLite."""
    results: list[Result] = []
    for name, found in (("PostgreSQL", figures()), ("SQLite", Figures(**on_sqlite("bench.announce")))):
        print(
            f"     {name}: {found.rate:.0f} people a second, a batch {found.few:.1f} and {found.many:.1f} ms; page "
            f"{found.few_page:.1f} and {found.many_page:.1f} ms; {found.few_size:.0f} and {found.many_size:.0f} MB; "
            f"stop answered after {found.stop_took:.0f} ms; {found.sent} sent in {found.seconds:.0f} s"
        )
        print("".join(f"     {name}: {fault}\n" for fault in found.faults), end="", flush=True)
        results += judge(name, found)
    return results


def judge(name: str, found: Figures) -> list[Result]:
    """What the figures of one database are worth."""
    size = f"{MANY} against {FEW}, {name}"
    return [
        Result(f"announcement, a batch among the last, {size}", found.many / found.few, SLOWER, True),
        Result(f"announcement, memory, {size}", found.many_size / found.few_size, BIGGER, True),
        Result(f"announcement, page of progress, {size}", found.many_page / found.few_page, SLOWER, True),
        Result(f"announcement, a code meanwhile in rounds, {name}, p95", found.code_rounds, CODE_IN_ROUNDS, True),
        Result(f"announcement, batches after stop, {name}", found.after_stop / BATCH, 1, True),
        Result(f"announcement, faults in who was told, {name}", len(found.faults), 0, True),
    ]


def figures() -> Figures:
    """Tell the few, tell the many with a stop half-way, tell the many again in a hurry, send all."""
    from django.db import connection

    clock = perf_counter if connection.vendor == "postgresql" else process_time
    stage = Stage(clock)
    few, few_batches, few_size = stage.tell(0, FEW)
    few_page = stage.page(few)
    many, many_batches, many_size = stage.tell(1, MANY)
    many_page = stage.page(many)
    code_rounds, after_stop, stop_took = stage.hurry()
    sent, seconds = stage.send(many)
    last = many_batches[-(FEW // BATCH) :]
    return Figures(
        few=middle(few_batches), many=middle(last), rate=1000 * MANY / sum(many_batches), few_size=few_size,
        many_size=many_size, few_page=few_page, many_page=many_page, code_rounds=code_rounds, after_stop=after_stop,
        stop_took=stop_took, sent=sent, seconds=seconds, faults=stage.faults,
    )  # fmt: skip


class Provider:
    """A provider that takes everything at once and notes whom and when."""

    kind = "email"

    def __init__(self) -> None:
        self.codes: dict[int, float] = {}
        self.told: dict[str, Tally[int]] = {}

    def is_on(self) -> bool:
        return True

    def accepts(self, contact: Any) -> bool:
        return True

    def send(self, message: Any) -> str:
        if message.event == "bench":
            self.codes[message.pk] = perf_counter()
        else:
            self.told.setdefault(message.reference_number, Tally())[message.contact_id] += 1
        return "id"


class Stage:
    """Two offices with their followers, an officer, and a provider."""

    def __init__(self, clock: Callable[[], float]) -> None:
        from melayani.foundation.messaging import channels
        from melayani.foundation.organisations.models import Organisation

        self.clock, self.provider = clock, Provider()
        self.faults: list[str] = []
        channels.REGISTRY[:] = [self.provider]
        self.offices = list(Organisation.objects.filter(depth__gt=1, numchild=0).order_by("path")[:2])
        start = perf_counter()
        for office, count in zip(self.offices, (FEW, MANY), strict=True):
            follow(office, count)
        print(f"     {FEW + MANY} followers after {perf_counter() - start:.1f} s", flush=True)
        self.client = _officer()

    def tell(self, place: int, count: int) -> tuple[Any, list[float], float]:
        """Tell the followers of an office; a stop half-way holds until it is resumed. Milliseconds by batch, MB."""
        from django.utils import timezone

        from melayani.delivery.announcements import telling
        from melayani.delivery.announcements.actions import resume_telling, stop_telling
        from melayani.foundation.audit import SYSTEM

        start = perf_counter()
        row, taken, size = publish(self.offices[place], "warn"), [], 0.0
        shown = (perf_counter() - start) * 1000
        for number in range(count // BATCH + 1):
            if number == count // BATCH // 2:
                stop_telling(actor=SYSTEM, announcement=row, now=timezone.now())
                self._fault(telling.tell_next(timezone.now()) == 0, "a stopped sending went on")
                resume_telling(actor=SYSTEM, announcement=row, now=timezone.now())
            start = self.clock()
            done = telling.tell_next(timezone.now(), size=BATCH)
            if done == BATCH:
                taken.append((self.clock() - start) * 1000)
                size = max(size, _resident())
        self._fault(telling.tell_next(timezone.now()) == 0, f"{count} people were not told after as many batches")
        _refresh()
        print(
            f"     {count} told: published in {shown:.0f} ms, a batch {middle(taken):.1f} ms, {size:.0f} MB",
            file=sys.stderr,
            flush=True,
        )
        return row, taken, size

    def page(self, row: Any) -> float:
        """Milliseconds of the officer's page that shows how far the sending is and whom it reached."""
        from django.urls import reverse

        path = reverse("announcements_office:record", args=[row.slug])

        def once() -> float:
            start = self.clock()
            answer = self.client.get(path)
            self._fault(answer.status_code == 200, f"{path} answered {answer.status_code}")
            return (self.clock() - start) * 1000

        gc.collect()
        once()
        return middle([once() for _ in range(PAGES)])

    def hurry(self) -> tuple[float, int, float]:
        """The urgent announcement under the worker's loop: rounds that a code waits, people told after the button."""
        from django.utils import timezone

        from melayani.foundation.audit.worker import work_once
        from melayani.foundation.messaging.delivery import ROUND_SECONDS

        work_once(timezone.now(), clock=timezone.now)  # what is due once an hour or a day is done beforehand
        queued: dict[int, float] = {}
        row, pressed = publish(self.offices[1], "urgent"), Pressed()
        page = threading.Thread(target=_page, args=(row, queued, pressed))
        page.start()
        while page.is_alive() or not queued.keys() <= self.provider.codes.keys():
            work_once(timezone.now(), clock=timezone.now)
        row.telling.refresh_from_db()
        self._fault(row.telling.state == "stopped", "the button did not stop the sending")
        self._fault(0 < pressed.before < MANY, f"{pressed.before} were told when the button was pressed")
        waits = sorted(self.provider.codes[pk] - at for pk, at in queued.items())
        p95 = waits[int(len(waits) * 0.95)] / ROUND_SECONDS
        return p95, row.telling.queued - pressed.before, pressed.took

    def send(self, row: Any) -> tuple[int, float]:
        """Send all that waits: each of the many gets it once, and nobody else."""
        from django.utils import timezone

        from melayani.delivery.announcements.models import Subscription
        from melayani.foundation.messaging.delivery import send_due

        start = perf_counter()
        while send_due(timezone.now()):
            pass
        seconds = perf_counter() - start
        wanted = set(Subscription.objects.filter(unit=self.offices[1]).values_list("contact_id", flat=True))
        told = self.provider.told[row.slug]
        self._fault(told.keys() == wanted, f"{len(told)} of {len(wanted)} followers got it")
        for slug, heard in self.provider.told.items():
            self._fault(max(heard.values()) == 1, f"{slug}: somebody got it more than once")
        return sum(told.total() for told in self.provider.told.values()), seconds

    def _fault(self, right: bool, words: str) -> None:
        if not right and words not in self.faults:
            self.faults.append(words)


@dataclass
class Pressed:
    """The stop button: how many were told before it was pressed, and the milliseconds until it was done."""

    before: int = 0
    took: float = 0.0


def _page(row: Any, queued: dict[int, float], pressed: Pressed) -> None:
    """What other processes do while the worker works: codes are asked for, then an officer stops the sending."""
    from django.db import connection, transaction
    from django.utils import timezone

    from melayani.delivery.announcements.actions import stop_telling
    from melayani.delivery.announcements.models import Telling
    from melayani.foundation.audit import SYSTEM
    from melayani.foundation.messaging.actions import keep_contact
    from melayani.foundation.messaging.outbox import queue
    from melayani.foundation.numbers.rules import Reference

    contact = keep_contact(phone="0812 0000 0002", now=timezone.now())
    try:
        for number in range(CODES):
            with transaction.atomic():
                message = queue(
                    "bench", to=contact, template="people/code", context={"code": "123 456", "minutes": 10},
                    reference=Reference(kind="code", number=str(number)), now=timezone.now(), urgent=True,
                )  # fmt: skip
            if message:
                queued[message.pk] = perf_counter()
            sleep(PAUSE)
        start, pressed.before = perf_counter(), Telling.objects.get(announcement=row).queued
        stop_telling(actor=SYSTEM, announcement=row, now=timezone.now())
        pressed.took = (perf_counter() - start) * 1000
    finally:
        connection.close()


def publish(office: Any, severity: str) -> Any:
    """An announcement of the office to those who follow it."""
    from datetime import timedelta

    from django.utils import timezone

    from melayani.delivery.announcements import actions
    from melayani.delivery.announcements.rules import Words
    from melayani.foundation.audit import SYSTEM

    now = timezone.now()
    words = Words("Loket tutup pada hari Selasa", "Gedung diperbaiki. " * 10, "Counters closed on Tuesday", "Repairs.")
    until = now + timedelta(days=3)
    given = actions.Given(words=words, kind="closure", severity=severity, valid_from=now, valid_until=until)
    row = actions.draft_announcement(actor=SYSTEM, organisation=office, given=given, now=now)
    return actions.publish_announcement(actor=SYSTEM, announcement=row, now=now)


def follow(office: Any, count: int) -> None:
    """So many people with an e-mail address follow the office."""
    from django.utils import timezone

    from melayani.delivery.announcements.models import Subscription
    from melayani.foundation.messaging.models import Contact, ContactKind, hash_of

    now, kind = timezone.now(), ContactKind.EMAIL
    for first in range(0, count, 1_000):
        values = [f"pengikut{number}@{office.slug}.example" for number in range(first, min(first + 1_000, count))]
        contacts = [Contact(kind=kind, value=one, value_hash=hash_of(kind, one), created_at=now) for one in values]
        Contact.objects.bulk_create(contacts)
        Subscription.objects.bulk_create([Subscription(contact=one, unit=office, since=now) for one in contacts])


def _officer() -> Any:
    """Somebody of the ministry, signed in."""
    from datetime import timedelta

    from django.test import Client
    from django.utils import timezone

    from melayani.foundation.organisations.models import Organisation
    from melayani.foundation.people.models import Membership, Person
    from melayani.foundation.people.rules import Role

    person = Person.objects.create_user("kementerian@contoh.example", None, name="Contoh Kementerian")
    root, since = Organisation.objects.get(depth=1), timezone.now() - timedelta(days=30)
    Membership.objects.create(person=person, organisation=root, role=Role.MINISTRY, since=since)
    client = Client()
    client.force_login(person)
    return client


def _refresh() -> None:
    """What autovacuum would do within a minute."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _resident() -> float:
    """MB of memory that this process holds."""
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    alone(lambda: asdict(figures()), services=True)
