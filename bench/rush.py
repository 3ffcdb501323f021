"""The 07:00 rush: 240 places, 400 requests, 16 clients, 4 workers, real HTTP; and the booking against bare SQL.

Exactness is part of the result: nothing oversold, nothing lost, nothing refused with room, every replay its own number.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from bench.pages import server
from bench.result import Result

if TYPE_CHECKING:
    from melayani.delivery.appointments.models import Slot
    from melayani.delivery.appointments.offers import Terms

SLOTS, PLACES, REQUESTS, CLIENTS, WORKERS = 12, 20, 400, 16, 4
BARE_SLOTS, BARE_REQUESTS = 120, 4_000
AGAINST_BARE, HOT_AGAINST_SPREAD = 0.25, 0.8
ROUNDS = 2


def measure() -> list[Result]:
    """The rush over HTTP, then a hot slot against spread ones, then the action against two bare statements."""
    os.environ["MELAYANI_API_REQUESTS_PER_MINUTE"] = "1000000"
    terms, key = _unit()
    with server(WORKERS) as address:
        rushes = [_rush(address, key, terms, day) for day in range(1, ROUNDS + 1)]
        best = max(rushes, key=lambda rush: rush.rate)
        spread = max(_open_rate(address, key, terms, 20 + day, SLOTS) for day in range(ROUNDS))
        hot = max(_open_rate(address, key, terms, 40 + day, 1) for day in range(ROUNDS))
    print(f"     rush: {best.rate:.1f} requests/s, p50 {best.percentile(50):.0f} ms, p95 {best.percentile(95):.0f} ms")
    print(f"     hot slot {hot:.1f}, spread {spread:.1f} bookings/s")
    booked = max(_by_workers(_book_many, _slots(terms, 60 + turn, BARE_SLOTS, 100)) for turn in range(ROUNDS))
    bare = max(_by_workers(_bare_many, _bare_table(turn)) for turn in range(ROUNDS))
    print(f"     booked by {WORKERS} processes: {booked:.0f}/s; bare SQL counter: {bare:.0f}/s")
    faults = sum(rush.faults for rush in rushes)
    return [
        Result("rush: oversold, lost, refused with room, replays with another number", faults, 0, True),
        Result("booking against the bare SQL counter", booked / bare, AGAINST_BARE, False),
        Result("one hot slot against spread slots", hot / spread, HOT_AGAINST_SPREAD, False),
    ]


@dataclass
class Rush:
    """What one rush gave."""

    seconds: float
    taken: list[float]
    faults: int

    @property
    def rate(self) -> float:
        return len(self.taken) / self.seconds

    def percentile(self, percent: int) -> float:
        return sorted(self.taken)[min(len(self.taken) - 1, len(self.taken) * percent // 100)] * 1000


def _rush(address: str, key: str, terms: Terms, day: int) -> Rush:
    from melayani.delivery.appointments.models import BookedSlot, Booking

    rows = _slots(terms, day, SLOTS, PLACES)
    ids = _ids(terms, rows)
    bodies = [_body(ids[number % SLOTS], day * 10_000 + number) for number in range(REQUESTS)]
    seconds, answers, taken = _send(address, key, bodies)
    _, again, _ = _send(address, key, bodies[:CLIENTS])
    full = Counter(
        slot for slot in BookedSlot.objects.filter(slot__in=rows, released_at=None).values_list("slot", flat=True)
    )
    sold = {answer["number"] for status, answer in answers if status == 201}
    kept = set(Booking.objects.filter(number__in=sold).values_list("number", flat=True))
    faults = sum(max(0, count - PLACES) for count in full.values()) + len(sold - kept)
    faults += abs(sum(full.values()) - len(sold)) + (SLOTS * PLACES - len(sold))
    faults += sum(1 for status, answer in answers if status != 201 and answer.get("code") != "slot_full")
    pairs = zip(answers[:CLIENTS], again, strict=True)
    faults += sum(1 for first, replay in pairs if first[0] == 201 and first[1] != replay[1])
    return Rush(seconds, taken, faults)


def _open_rate(address: str, key: str, terms: Terms, day: int, slots: int) -> float:
    """Bookings per second when there is room for all."""
    ids = _ids(terms, _slots(terms, day, slots, REQUESTS))
    bodies = [_body(ids[number % slots], day * 10_000 + number) for number in range(REQUESTS)]
    seconds, answers, _ = _send(address, key, bodies)
    assert all(status == 201 for status, _ in answers), Counter(status for status, _ in answers)
    return REQUESTS / seconds


def _send(address: str, key: str, bodies: Sequence[dict[str, Any]]) -> tuple[float, list[Any], list[float]]:
    """POST all from 16 clients, each with its own connection; seconds, answers in order, seconds of each."""
    import httpx

    local, taken = threading.local(), []

    def post(body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not hasattr(local, "client"):
            local.client = httpx.Client(base_url=address, timeout=60)
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": body["citizen"]["phone"]}
        begin = time.perf_counter()
        answer = local.client.post("/api/v1/bookings", json=body, headers=headers)
        taken.append(time.perf_counter() - begin)
        return answer.status_code, answer.json()

    with ThreadPoolExecutor(CLIENTS) as pool:
        begin = time.perf_counter()
        answers = list(pool.map(post, bodies))
        return time.perf_counter() - begin, answers, taken


def _body(slot: str, number: int) -> dict[str, Any]:
    return {"slot": slot, "citizen": {"name": f"Contoh Warga {number}", "phone": f"0812{number:08}"}, "party_size": 1}


def _unit() -> tuple[Terms, str]:
    """A unit with one service on offer, and a key for it."""
    from django.utils import timezone

    from melayani.delivery.appointments.models import Offer, UnitPlan
    from melayani.delivery.appointments.offers import terms_of
    from melayani.delivery.catalogue.models import Service
    from melayani.foundation.people.actions import create_api_key

    service = Service.objects.select_related("agency").get(source_id="ktpel-rusak-hilang-bengkalis")
    unit = service.agency
    UnitPlan.objects.create(organisation=unit, horizon_days=180, lead_minutes=0)
    Offer.objects.create(organisation=unit, service=service)
    _, key = create_api_key(
        actor=_Keeper(), organisation=unit, scopes=("bookings:write",), name="bench", now=timezone.now()
    )
    return terms_of(organisation_id=unit.pk, service_id=service.pk), key


class _Keeper:
    """Who may make keys."""

    id, kind, person_id = "bench", "system", None

    def holds(self, role: str, organisation: Any) -> bool:
        return True


def _slots(terms: Terms, day: int, count: int, places: int) -> list[Slot]:
    """Slots of five minutes on a coming day."""
    from django.utils import timezone

    from melayani.delivery.appointments.models import Slot

    begin = (timezone.now() + timedelta(days=day)).replace(hour=0, minute=0, second=0, microsecond=0)
    step = timedelta(minutes=5)
    unit = terms.offer.organisation
    return Slot.objects.bulk_create(
        Slot(organisation=unit, starts_at=begin + n * step, ends_at=begin + (n + 1) * step, capacity=places)
        for n in range(count)
    )


def _ids(terms: Terms, rows: Sequence[Slot]) -> list[str]:
    from melayani.delivery.appointments.tokens import Token, make

    return [make(Token(row.pk, terms.offer.service_id, int(row.starts_at.timestamp()))) for row in rows]


Work = Callable[[Sequence[int], int], Callable[[int], None]]


def _by_workers(work: Work, rows: Sequence[Any]) -> float:
    """Requests per second of four processes that start together."""
    context = get_context("spawn")
    keys = [getattr(row, "pk", row) for row in rows]
    gate, found = context.Barrier(WORKERS), context.Queue()
    share = BARE_REQUESTS // WORKERS
    all_of_them = [
        context.Process(target=_run, args=(work, gate, found, keys, number, share)) for number in range(WORKERS)
    ]
    for one in all_of_them:
        one.start()
    spans = [found.get(timeout=180) for _ in all_of_them]
    for one in all_of_them:
        one.join()
    return WORKERS * share / float(max(end for _, end in spans) - min(begin for begin, _ in spans))


def _run(work: Work, gate: Any, found: Any, keys: Sequence[int], number: int, share: int) -> None:
    import django

    django.setup()
    prepared = work(keys, number)
    gate.wait(60)
    begin = time.time()
    for turn in range(share):
        prepared(number * share + turn)
    found.put((begin, time.time()))


def _book_many(keys: Sequence[int], number: int) -> Callable[[int], None]:
    """The real action: lock, count, booking with its place, event, message."""
    from django.utils import timezone

    from melayani.delivery.appointments.actions import book
    from melayani.delivery.appointments.models import Offer, Slot
    from melayani.delivery.appointments.offers import terms_of
    from melayani.delivery.appointments.visitors import Visitor
    from melayani.foundation.people.actors import ApiClient
    from melayani.foundation.people.models import ApiKey

    client = ApiClient(ApiKey.objects.select_related("organisation").get(name="bench"))
    offer = Offer.objects.get()
    terms = terms_of(organisation_id=offer.organisation_id, service_id=offer.service_id)
    day = int(Slot.objects.get(pk=keys[0]).starts_at.timestamp()) // 86_400 % 1000

    def one(turn: int) -> None:
        visitor = Visitor(name="Contoh Warga", phone=f"0813{day:03}{turn:05}")
        slot = keys[turn % len(keys)]
        book(actor=client, terms=terms, slot_id=slot, visitor=visitor, party_size=1, now=timezone.now())

    one(90_000 + number)  # addresses and templates are read at the first use, as a server has done long before a rush
    return one


def _bare_table(turn: int) -> list[int]:
    """Counters and an empty table of bookings, without anything else."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_booking; DROP TABLE IF EXISTS bare_slot")
        cursor.execute("CREATE TABLE bare_slot (id int PRIMARY KEY, taken int NOT NULL, capacity int NOT NULL)")
        cursor.execute(
            "CREATE TABLE bare_booking (id bigserial PRIMARY KEY, slot_id int NOT NULL, name text, at timestamptz)"
        )
        cursor.execute("INSERT INTO bare_slot SELECT i, 0, 100 FROM generate_series(1, %s) i", [BARE_SLOTS])
    return list(range(1, BARE_SLOTS + 1))


def _bare_many(keys: Sequence[int], number: int) -> Callable[[int], None]:
    """A conditional UPDATE of a counter and an INSERT in one transaction, nothing else."""
    from django.db import connection, transaction

    def one(turn: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            slot = keys[turn % len(keys)]
            cursor.execute("UPDATE bare_slot SET taken = taken + 1 WHERE id = %s AND taken < capacity", [slot])
            assert cursor.rowcount == 1
            cursor.execute("INSERT INTO bare_booking (slot_id, name, at) VALUES (%s, 'Contoh Warga', now())", [slot])

    return one
