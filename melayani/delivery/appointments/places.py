"""The one gate to places: lock the slots in the order of their keys, count from rows under the lock, take or refuse.

A slot is locked even when it is empty: the rows that would be counted do not exist yet. On PostgreSQL the transaction
is READ COMMITTED, so that the count, a statement of its own, sees what was committed while the lock was waited for. On
SQLite the IMMEDIATE transaction is the lock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db import OperationalError, connection
from django.utils.translation import gettext

from melayani.delivery.appointments import rules
from melayani.delivery.appointments.models import BookedSlot, Booking, Slot
from melayani.foundation.audit import insert_all, run, run_in_turn

LOCK_TIMEOUT, DEADLOCK = "55P03", "40P01"
NOBODY = 0
READ = "SELECT {columns} FROM appointments_slot WHERE id {keys} ORDER BY id"
LOCK = """
WITH patience AS MATERIALIZED (SELECT set_config('lock_timeout', %s, true))
SELECT {columns} FROM appointments_slot, patience WHERE id {keys} ORDER BY id FOR UPDATE OF appointments_slot
"""
COUNT = """
SELECT s.id,
  (SELECT c.places FROM appointments_servicecap c WHERE c.slot_id = s.id AND c.service_id = %s),
  COALESCE(SUM(p.places), 0),
  COALESCE(SUM(CASE WHEN p.priority THEN 0 ELSE p.places END), 0),
  COALESCE(SUM(CASE WHEN p.service_id = %s THEN p.places ELSE 0 END), 0)
FROM appointments_slot s
LEFT JOIN appointments_bookedslot p ON p.slot_id = s.id AND p.released_at IS NULL
  AND (p.held_until IS NULL OR p.held_until > %s) AND p.booking_id <> %s
WHERE s.id {keys} GROUP BY s.id
"""


def lock_rows(slot_ids: Sequence[int]) -> list[Slot]:
    """The slots under a lock, taken in the order of their keys so that two bookings can never wait for each other.

    Waits at most three seconds on PostgreSQL. Raises Busy; nothing was done then.
    """
    if connection.vendor != "postgresql":
        return _rows(slot_ids)
    with _patience():
        return [_row(found) for found in run(*_about(LOCK, _wait(), slot_ids))]


lock = lock_rows  # a test of races takes the order away here


@cache
def _columns() -> list[str]:
    return [str(field.column) for field in Slot._meta.concrete_fields]


def _rows(slot_ids: Sequence[int]) -> list[Slot]:
    return list(Slot.objects.filter(pk__in=set(slot_ids)).order_by("pk"))


def _wait() -> list[Any]:
    return [f"{int(rules.LOCK_WAIT_S * 1000)}ms"]


@contextmanager
def _patience() -> Iterator[None]:
    """Say Busy for a lock that could not be had."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in (LOCK_TIMEOUT, DEADLOCK):
            raise rules.Busy from error
        raise


def _about(statement: str, values: Sequence[Any], slot_ids: Sequence[int]) -> tuple[str, list[Any]]:
    """A statement that ends with the keys of slots, with its values.

    `= ANY` fits every number of keys, but PostgreSQL reckons with ten then, and plans anew for one.
    """
    keys = sorted(set(slot_ids))
    if 0 < len(keys) <= rules.SLOTS_MAX or connection.vendor != "postgresql":
        return _written(statement, len(keys)), [*values, *keys]
    return _written(statement, None), [*values, keys]


@lru_cache(maxsize=64)
def _written(statement: str, count: int | None) -> str:
    """The statement for so many keys. Written by hand: in a rush building it costs more than running it."""
    keys = "= ANY(%s)" if count is None else f"IN ({', '.join(['%s'] * count)})"
    return statement.format(columns=", ".join(_columns()), keys=keys)


def _row(found: Sequence[Any]) -> Slot:
    return Slot.from_db(connection.alias, _columns(), found)


def rooms(
    slots: Sequence[Slot], *, service_id: int, now: datetime, without: int = NOBODY, for_draw: bool = False
) -> dict[int, rules.Room]:
    """The room of each slot by its key, counted from rows in one query; places of the booking `without` do not count.

    Slots with a release need it loaded. A draw may take what is not open to everybody yet.
    """
    if not slots:
        return {}
    rows = run(*_about(COUNT, _counted(service_id, now, without), [slot.pk for slot in slots]))
    return _rooms(slots, rows, now, for_draw)


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
    with _patience():
        slots, counted = _seen(LOCK, _wait(), slot_ids, _counted(service_id, now, without))
    _demand_standing(slots, len(set(slot_ids)), now)
    _demand_room(_rooms(slots, counted, now, for_draw), places, priority)
    return slots


def look(slot_ids: Sequence[int], *, service_id: int, places: int, priority: bool, now: datetime) -> list[Slot]:
    """What `take` would answer now, without a lock: who finds a slot full is refused at once and waits for nobody."""
    slots, counted = _seen(READ, [], slot_ids, _counted(service_id, now, NOBODY))
    _demand_standing(slots, len(set(slot_ids)), now)
    _demand_room(_rooms(slots, counted, now, for_draw=False), places, priority)
    return slots


def _seen(
    statement: str, values: Sequence[Any], slot_ids: Sequence[int], counted: Sequence[Any]
) -> tuple[list[Slot], Sequence[Sequence[Any]]]:
    """The slots in order of time, and what is counted in them afterwards: two statements, in one journey together.

    The count is younger than the lock, so it sees what was committed while the lock was waited for.
    """
    count = _about(COUNT, counted, slot_ids)
    if connection.vendor == "postgresql":
        found, rows = run_in_turn(_about(statement, values, slot_ids), count)
        slots = [_row(one) for one in found]
    else:
        slots, rows = _rows(slot_ids), run(*count)
    return sorted(slots, key=lambda slot: slot.starts_at), rows


def _counted(service_id: int, now: datetime, without: int) -> list[Any]:
    return [service_id, service_id, connection.ops.adapt_datetimefield_value(now), without]


def _demand_standing(slots: Sequence[Slot], count: int, now: datetime) -> None:
    """Raise SlotFull for a slot that is gone, ActionRefused for one that is over or does not follow on the other."""
    if len(slots) != count or any(slot.withdrawn_at for slot in slots):
        raise rules.SlotFull(gettext("Waktu ini tidak lagi tersedia. Pilih waktu lain."))
    if any(slot.ends_at <= now for slot in slots):
        raise rules.ActionRefused(gettext("Waktu ini sudah lewat. Pilih waktu lain."))
    if not rules.chains(slots, len(slots)):
        raise rules.ActionRefused(gettext("Layanan ini perlu beberapa waktu berurutan. Pilih waktu lain."))


def _demand_room(found: dict[int, rules.Room], places: int, priority: bool) -> None:
    if any(room.left(priority=priority) < places for room in found.values()):
        raise rules.SlotFull(gettext("Waktu ini baru saja penuh. Pilih waktu lain."))


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


def _rooms(
    slots: Sequence[Slot], rows: Sequence[Sequence[Any]], now: datetime, for_draw: bool
) -> dict[int, rules.Room]:
    counted = {row[0]: row[1:] for row in rows}
    return {slot.pk: _room(slot, counted[slot.pk], now, for_draw) for slot in slots}


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
    return plan.rule
