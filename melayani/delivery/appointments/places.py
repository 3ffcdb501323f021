"""The one gate to places: lock the slots in the order of their keys, count from rows under the lock, take or refuse.

A slot is locked even when it is empty: the rows that would be counted do not exist yet. On PostgreSQL the transaction
is READ COMMITTED, so that the count, a statement of its own, sees what was committed while the lock was waited for. On
SQLite the IMMEDIATE transaction is the lock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.models import BookedSlot, Booking, Slot
from melayani.foundation.audit import insert_all

LOCK_TIMEOUT, DEADLOCK = "55P03", "40P01"
NOBODY = 0
READ = "SELECT {columns} FROM appointments_slot WHERE id = ANY(%s) ORDER BY id"
COUNT = """
SELECT s.id,
  (SELECT c.places FROM appointments_servicecap c WHERE c.slot_id = s.id AND c.service_id = %s),
  COALESCE(SUM(p.places), 0),
  COALESCE(SUM(CASE WHEN p.priority THEN 0 ELSE p.places END), 0),
  COALESCE(SUM(CASE WHEN p.service_id = %s THEN p.places ELSE 0 END), 0)
FROM appointments_slot s
LEFT JOIN appointments_bookedslot p ON p.slot_id = s.id AND p.released_at IS NULL
  AND (p.held_until IS NULL OR p.held_until > %s) AND p.booking_id <> %s
WHERE s.id IN ({ids}) GROUP BY s.id
"""


def lock_rows(slot_ids: Sequence[int]) -> list[Slot]:
    """The slots under a lock, taken in the order of their keys so that two bookings can never wait for each other.

    Waits at most three seconds on PostgreSQL. Raises Busy; nothing was done then.
    """
    if connection.vendor != "postgresql":
        return read_rows(slot_ids)
    wait = f"SET LOCAL lock_timeout = '{int(rules.LOCK_WAIT_S * 1000)}ms'; "
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"{wait}{_select()} FOR UPDATE", [sorted(set(slot_ids))])
            cursor.nextset()  # past SET, which travels along: each journey under the lock is waited for by others
            return [_row(found) for found in cursor.fetchall()]
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in (LOCK_TIMEOUT, DEADLOCK):
            raise rules.Busy from error
        raise


def read_rows(slot_ids: Sequence[int]) -> list[Slot]:
    """The slots as they are, without a lock, in the order of their keys."""
    keys = sorted(set(slot_ids))
    if connection.vendor != "postgresql":
        return list(Slot.objects.filter(pk__in=keys).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute(_select(), [keys])
        return [_row(found) for found in cursor.fetchall()]


@cache
def _columns() -> list[str]:
    return [str(field.column) for field in Slot._meta.concrete_fields]


@cache
def _select() -> str:
    """Written by hand: in a rush building the statement costs more than running it."""
    return READ.format(columns=", ".join(_columns()))


def _row(found: Sequence[Any]) -> Slot:
    return Slot.from_db(connection.alias, _columns(), found)


Lock = Callable[[Sequence[int]], list[Slot]]
lock: Lock = lock_rows  # the tests of races put one here that locks nothing, and must then fail


def rooms(
    slots: Sequence[Slot], *, service_id: int, now: datetime, without: int = NOBODY, for_draw: bool = False
) -> dict[int, rules.Room]:
    """The room of each slot by its key, counted from rows in one query; places of the booking `without` do not count.

    Slots with a release need it loaded. A draw may take what is not open to everybody yet.
    """
    if not slots:
        return {}
    ids = ", ".join(str(int(slot.pk)) for slot in slots)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(ids=ids), [service_id, service_id, moment, without])
        counted = {row[0]: row[1:] for row in cursor.fetchall()}
    return {slot.pk: _room(slot, counted[slot.pk], now, for_draw) for slot in slots}


def take(
    slot_ids: Sequence[int],
    *,
    service_id: int,
    places: int,
    priority: bool,
    now: datetime,
    without: int = NOBODY,
    for_draw: bool = False,
) -> list[Slot]:
    """Lock the slots, look that each has room for the whole party, and return them in order of time.

    All or none: a family or a long service never gets a part. Raises SlotFull, ActionRefused, Busy.
    """
    asked: Any = {"service_id": service_id, "places": places, "priority": priority, "without": without}
    return _with_room(lock(slot_ids), len(set(slot_ids)), now=now, for_draw=for_draw, **asked)


def look(slot_ids: Sequence[int], *, service_id: int, places: int, priority: bool, now: datetime) -> list[Slot]:
    """What `take` would answer now, without a lock: who finds a slot full is refused at once and waits for nobody."""
    rows = read_rows(slot_ids)
    return _with_room(rows, len(set(slot_ids)), service_id=service_id, places=places, priority=priority, now=now)


def _with_room(
    rows: Sequence[Slot],
    count: int,
    *,
    service_id: int,
    places: int,
    priority: bool,
    now: datetime,
    without: int = NOBODY,
    for_draw: bool = False,
) -> list[Slot]:
    slots = sorted(rows, key=lambda slot: slot.starts_at)
    if len(slots) != count or any(slot.withdrawn_at for slot in slots):
        raise rules.SlotFull(gettext("Waktu ini tidak lagi tersedia. Pilih waktu lain."))
    if any(slot.ends_at <= now for slot in slots):
        raise rules.ActionRefused(gettext("Waktu ini sudah lewat. Pilih waktu lain."))
    if not rules.chains(slots, len(slots)):
        raise rules.ActionRefused(gettext("Layanan ini perlu beberapa waktu berurutan. Pilih waktu lain."))
    found = rooms(slots, service_id=service_id, now=now, without=without, for_draw=for_draw)
    if any(room.left(priority=priority) < places for room in found.values()):
        raise rules.SlotFull(gettext("Waktu ini baru saja penuh. Pilih waktu lain; layanan daring tetap terbuka."))
    return slots


def give(booking: Booking, slots: Sequence[Slot]) -> None:
    """Write the places of a booking; call it under the lock of `take`."""
    insert_all(
        [
            BookedSlot(
                slot=slot,
                booking=booking,
                service_id=booking.service_id,
                places=booking.party_size,
                priority=booking.priority,
                held_until=booking.held_until,
            )
            for slot in slots
        ]
    )


def give_back(booking: Booking, *, now: datetime, but: Sequence[int] = ()) -> None:
    """Give back all places of a booking but those just written; the rows stay, with the moment."""
    rows = BookedSlot.objects.filter(booking=booking, released_at__isnull=True)
    rows.exclude(pk__in=but).update(released_at=now)


def own(booking: Booking) -> list[BookedSlot]:
    """The places that a booking holds now."""
    return list(BookedSlot.objects.filter(booking=booking, released_at__isnull=True).order_by("slot_id"))


def chain_from(slot_id: int, needed: int) -> list[int]:
    """The keys of the `needed` consecutive slots that begin with this one; shorter when there are not so many."""
    if needed == 1:
        return [slot_id]
    first = Slot.objects.filter(pk=slot_id).first()
    if first is None:
        return []
    later = Slot.objects.of_unit(first.organisation_id).filter(starts_at__gte=first.starts_at)
    return [slot.pk for slot in later.standing().order_by("starts_at")[:needed]]


def _room(slot: Slot, counted: Sequence[int | None], now: datetime, for_draw: bool) -> rules.Room:
    cap, taken, general, of_service = counted
    room = rules.Room(
        capacity=slot.capacity,
        walk_in=slot.walk_in,
        priority=slot.priority,
        cap=cap,
        taken=int(taken or 0),
        taken_general=int(general or 0),
        taken_service=int(of_service or 0),
    )
    if slot.release_id is None or for_draw or slot.release is None:
        return room
    return replace(room, percent=release_of(slot).percent(now))


def release_of(slot: Slot) -> rules.Release:
    plan = slot.release
    assert plan is not None
    return rules.Release(plan.kind, plan.opens_at, plan.waves, plan.drawn_at)
