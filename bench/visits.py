"""A unit that takes bookings, its slots, and the same work without HTTP."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count as counting
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from melayani.delivery.appointments.models import Slot
    from melayani.delivery.appointments.offers import Terms

REQUESTS, SLOTS, ROUNDS = 800, 120, 2
ROOM = 1_000


@dataclass
class Shop:
    """A unit with one service on offer, and an API key for it; each call of `slots` takes a day of its own."""

    terms: Terms
    key: str
    days: Iterator[int] = field(default_factory=lambda: counting(1))

    def rows(self, count: int, places: int) -> list[Slot]:
        """Fresh slots of five minutes on a coming day."""
        from django.utils import timezone

        from melayani.delivery.appointments.models import Slot

        step, unit = timedelta(minutes=5), self.terms.offer.organisation
        midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        begin = midnight + timedelta(days=next(self.days))
        return Slot.objects.bulk_create(
            Slot(organisation=unit, starts_at=begin + n * step, ends_at=begin + (n + 1) * step, capacity=places)
            for n in range(count)
        )

    def slots(self, count: int, places: int) -> list[str]:
        """The opaque ids of fresh slots."""
        from melayani.delivery.appointments.tokens import Token, make

        service = self.terms.offer.service_id
        return [make(Token(row.pk, service, int(row.starts_at.timestamp()))) for row in self.rows(count, places)]


def open_shop() -> Shop:
    """The unit of one imported standard, open for bookings on 180 days, and its key."""
    from django.utils import timezone

    from melayani.delivery.appointments.models import Offer, UnitPlan
    from melayani.delivery.appointments.offers import terms_of
    from melayani.delivery.catalogue.models import Service
    from melayani.foundation.people.actions import create_api_key

    os.environ["MELAYANI_API_REQUESTS_PER_MINUTE"] = "1000000"
    service = Service.objects.select_related("agency").get(source_id="ktpel-rusak-hilang-bengkalis")
    unit = service.agency
    UnitPlan.objects.create(organisation=unit, horizon_days=180, lead_minutes=0)
    Offer.objects.create(organisation=unit, service=service)
    scopes = ("bookings:write",)
    _, key = create_api_key(actor=_Keeper(), organisation=unit, scopes=scopes, name="bench", now=timezone.now())
    return Shop(terms_of(organisation_id=unit.pk, service_id=service.pk), key)


class _Keeper:
    """Who may make keys."""

    id, kind, person_id = "bench", "system", None

    def holds(self, role: str, organisation: Any) -> bool:
        return True


def places_taken(slots: Iterable[str]) -> Counter[int]:
    """How many places of each slot are taken, counted from rows."""
    from melayani.delivery.appointments.models import BookedSlot
    from melayani.delivery.appointments.tokens import read

    keys = [token.slot for token in map(read, slots) if token]
    return Counter(BookedSlot.objects.filter(slot__in=keys, released_at=None).values_list("slot", flat=True))


def numbers_known(numbers: Iterable[str]) -> set[str]:
    from melayani.delivery.appointments.models import Booking

    return set(Booking.objects.filter(number__in=list(numbers)).values_list("number", flat=True))


def bare_slots(count: int, places: int) -> list[int]:
    """Counters and an empty table of bookings, without anything else."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_booking; DROP TABLE IF EXISTS bare_slot")
        cursor.execute("CREATE TABLE bare_slot (id int PRIMARY KEY, taken int NOT NULL, capacity int NOT NULL)")
        columns = "id bigserial PRIMARY KEY, slot_id int NOT NULL, name text, at timestamptz"
        cursor.execute(f"CREATE TABLE bare_booking ({columns})")
        cursor.execute("INSERT INTO bare_slot SELECT i, 0, %s FROM generate_series(1, %s) i", [places, count])
    return list(range(1, count + 1))


def print_without_http(workers: int) -> None:
    """The action and the bare transaction, each in `workers` processes that start together; for the reader only."""
    from melayani.delivery.appointments.models import Offer
    from melayani.delivery.appointments.offers import terms_of

    offer = Offer.objects.get()
    shop = Shop(terms_of(organisation_id=offer.organisation_id, service_id=offer.service_id), "", counting(120))
    booked = max(_by_workers(workers, _book, [row.pk for row in shop.rows(SLOTS, ROOM)]) for _ in range(ROUNDS))
    for what, work in (("bare SQL counter", _bare), ("the same planned once", _planned)):
        bare = max(_by_workers(workers, work, bare_slots(SLOTS, ROOM)) for _ in range(ROUNDS))
        print(f"     without HTTP: {booked:.0f} bookings/s, {what} {bare:.0f}/s: {booked / bare:.2f}", flush=True)


Work = Callable[[Sequence[int], int], Callable[[int], None]]


def _by_workers(workers: int, work: Work, keys: Sequence[int]) -> float:
    """Transactions per second of all processes together."""
    context = get_context("spawn")
    gate, found = context.Barrier(workers), context.Queue()
    share = REQUESTS // workers
    arguments = [(work, gate, found, keys, number, share) for number in range(workers)]
    processes = [context.Process(target=_run, args=one) for one in arguments]
    for process in processes:
        process.start()
    spans = [found.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    return workers * share / float(max(end for _, end in spans) - min(begin for begin, _ in spans))


def _run(work: Work, gate: Any, found: Any, keys: Sequence[int], number: int, share: int) -> None:
    import django

    django.setup()
    prepared = work(keys, number)
    gate.wait(120)
    begin = time.time()
    for turn in range(share):
        prepared(number * share + turn)
    found.put((begin, time.time()))


def _book(keys: Sequence[int], number: int) -> Callable[[int], None]:
    """The real action: lock, count, booking with its place, event, message."""
    from django.utils import timezone

    from melayani.delivery.appointments.actions import book
    from melayani.delivery.appointments.models import Offer
    from melayani.delivery.appointments.offers import terms_of
    from melayani.delivery.appointments.visitors import Visitor
    from melayani.foundation.people.actors import ApiClient
    from melayani.foundation.people.models import ApiKey

    client = ApiClient(ApiKey.objects.select_related("organisation").get(name="bench"))
    offer = Offer.objects.get()
    terms = terms_of(organisation_id=offer.organisation_id, service_id=offer.service_id)

    def one(turn: int) -> None:
        visitor = Visitor(name="Contoh Warga", phone=f"0813{keys[0] % 1000:03}{turn:05}")
        slot = keys[turn % len(keys)]
        book(actor=client, terms=terms, slot_id=slot, visitor=visitor, party_size=1, now=timezone.now())

    one(90_000 + number)  # addresses and templates are read at the first use, as a server has done long before a rush
    return one


def _bare(keys: Sequence[int], number: int) -> Callable[[int], None]:
    from bench.site import take_bare

    def one(turn: int) -> None:
        assert take_bare(keys[turn % len(keys)])

    return one


def _planned(keys: Sequence[int], number: int) -> Callable[[int], None]:
    from bench.site import take_planned

    def one(turn: int) -> None:
        assert take_planned(keys[turn % len(keys)])

    return one
