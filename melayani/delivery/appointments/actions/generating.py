"""Make the slots of coming days what templates, roster, calendar and limits say. Bookings are never touched by it:
what no longer fits becomes a conflict to settle, and comes back by itself when there is room again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from melayani.delivery.appointments import access, places, rules, states, visit
from melayani.delivery.appointments.ground import ground_of
from melayani.delivery.appointments.models import BookedSlot, Booking, ReleasePlan, ServiceCap, Slot, UnitPlan
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation

ONE_DAY = timedelta(days=1)


@dataclass
class Changed:
    """What a regeneration did."""

    made: int = 0
    changed: int = 0
    withdrawn: int = 0
    conflicts: int = 0
    restored: int = 0

    def __bool__(self) -> bool:
        return any(vars(self).values())

    def add(self, other: Changed) -> None:
        for name, count in vars(other).items():
            setattr(self, name, getattr(self, name) + count)


def regenerate(*, actor: Actor, organisation: Organisation, now: datetime) -> Changed:
    """Bring the slots of the coming days in line, one day per transaction; twice does no harm.

    A day that fails keeps no other day from its slots; its fault is raised when they are done. Raises NotAllowed, Busy
    (the rest is done by the next run).
    """
    zone = organisation.zone
    today = now.astimezone(zone).date()
    access.demand_plan(actor, organisation, today)
    plan = UnitPlan.objects.select_related("organisation").filter(organisation=organisation).first()
    if plan is None:
        return Changed()
    last = today + timedelta(days=plan.horizon_days)
    planned = defaultdict(list)
    for slot in rules.slots_between(ground_of(plan, today, last), today, last):
        planned[slot.starts_at.astimezone(zone).date()].append(slot)
    releases = list(ReleasePlan.objects.touching(today, last).filter(organisation=organisation))
    total, faults = Changed(), list[Exception]()
    for number in range((last - today).days + 1):
        day, changed = today + number * ONE_DAY, Changed()
        try:
            _one_day(plan, day, planned[day], releases, actor=actor, now=now, total=changed)
            total.add(changed)
        except Exception as fault:
            faults.append(fault)
            if isinstance(fault, rules.Busy):
                break
    _note(plan, last, total, done=not faults, actor=actor, now=now)
    if faults:
        raise faults[0]
    return total


def _note(plan: UnitPlan, last: date, total: Changed, *, done: bool, actor: Actor, now: datetime) -> None:
    """Write down how far the days reach and what changed; a run that is not done leaves the unit to the next one."""
    with transaction.atomic():
        fresh = UnitPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if done:
            fresh.generated_until = last
        if done and fresh.stale_since == plan.stale_since:  # else it changed meanwhile: the next run looks at it
            fresh.stale_since = None
        fresh.save(update_fields=["generated_until", "stale_since"])
        if total:
            _record(plan.organisation, total, actor=actor, now=now)


def set_capacity(*, actor: Actor, slot: Slot, capacity: int | None, now: datetime) -> Changed:
    """Give one slot its capacity by hand (None: the computed one again at the next regeneration).

    What no longer fits becomes a conflict. Raises NotAllowed, InputRefused, Busy.
    """
    unit = slot.organisation
    access.demand_plan(actor, unit, now.astimezone(unit.zone).date())
    if capacity is not None and not 0 <= capacity <= rules.PLACES_MAX:
        raise rules.InputRefused({"capacity": f"Isi 0 sampai {rules.PLACES_MAX}."})
    total = Changed(changed=1)
    with transaction.atomic():
        row = places.lock([slot.pk])[0]
        row.by_hand = capacity
        if capacity is not None:
            row.capacity = capacity
            row.walk_in = min(row.walk_in, capacity)
            row.priority = min(row.priority, capacity - row.walk_in)
        row.save(update_fields=["by_hand", "capacity", "walk_in", "priority"])
        settle(unit, [row], actor=actor, now=now, total=total)
        _record(unit, total, actor=actor, now=now)
    return total


def settle(unit: Organisation, slots: Sequence[Slot], *, actor: Actor, now: datetime, total: Changed) -> None:
    """Mark bookings that no longer fit into these slots as conflicts, and bring back those that fit again.

    Call it under the lock of the slots.
    """
    over = _over(slots, now)
    touched = Booking.objects.coming().filter(places__slot__in=slots, places__released_at__isnull=True)
    for booking in touched.distinct().order_by("pk"):
        row = visit.lock(booking)
        if booking.pk in over and row.state in (states.BOOKED, states.MOVED):
            visit.advance(row, states.COLLIDE)
            visit.record_on(row, "booking.collided", actor=actor, now=now)
            visit.tell(row, "conflict", now=now, dedupe=f"{row.sequence}:{row.starts_at.isoformat()}")
            total.conflicts += 1
        elif booking.pk not in over and row.state == states.CONFLICT and not _over_elsewhere(row, slots, now):
            visit.advance(row, states.RESTORE)
            visit.record_on(row, "booking.restored", actor=actor, now=now)
            visit.tell(row, "kept", now=now, dedupe=f"{row.sequence}:{now.date().isoformat()}")
            total.restored += 1


def _one_day(
    plan: UnitPlan,
    day: date,
    planned: Sequence[rules.PlannedSlot],
    releases: Sequence[ReleasePlan],
    *,
    actor: Actor,
    now: datetime,
    total: Changed,
) -> None:
    unit = plan.organisation
    begin = datetime.combine(day, time.min, tzinfo=unit.zone)
    known = Slot.objects.of_unit(unit.pk).between(begin, begin + ONE_DAY).filter(starts_at__gt=now)
    wanted = {slot.starts_at: slot for slot in planned if slot.starts_at > now}
    release = next((row for row in releases if row.first_day <= day <= row.last_day), None)
    with transaction.atomic():
        UnitPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)  # one regeneration of a unit at a time
        rows = {row.starts_at: row for row in places.lock(list(known.values_list("pk", flat=True)))}
        touched = [row for start, row in rows.items() if _bring_in_line(row, wanted.get(start), release, now, total)]
        _make(unit, [slot for start, slot in wanted.items() if start not in rows], release, total)
        if touched:
            settle(unit, touched, actor=actor, now=now, total=total)


def _bring_in_line(
    row: Slot, wanted: rules.PlannedSlot | None, release: ReleasePlan | None, now: datetime, total: Changed
) -> bool:
    """Write what differs; True when the room of the slot may have changed."""
    if wanted is None:
        if row.withdrawn_at is not None:
            return False
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        total.withdrawn += 1
        return True
    capacity = row.by_hand if row.by_hand is not None else wanted.capacity
    walk_in = min(wanted.walk_in, capacity)
    priority = min(wanted.priority, capacity - walk_in)
    should = (wanted.ends_at, capacity, walk_in, priority, release.pk if release else None, None)
    caps = {cap.service_id: cap.places for cap in row.caps.all()}
    if should == (row.ends_at, row.capacity, row.walk_in, row.priority, row.release_id, row.withdrawn_at) and (
        caps == dict(wanted.caps)
    ):
        return False
    row.ends_at, row.capacity, row.walk_in, row.priority, row.release_id, row.withdrawn_at = should
    row.save(update_fields=["ends_at", "capacity", "walk_in", "priority", "release", "withdrawn_at"])
    if caps != dict(wanted.caps):
        row.caps.all().delete()
        ServiceCap.objects.bulk_create(_caps(row, wanted.caps))
    total.changed += 1
    return True


def _make(unit: Organisation, wanted: Sequence[rules.PlannedSlot], release: ReleasePlan | None, total: Changed) -> None:
    made = Slot.objects.bulk_create(
        Slot(
            organisation=unit,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            capacity=slot.capacity,
            walk_in=slot.walk_in,
            priority=slot.priority,
            release=release,
        )
        for slot in wanted
    )
    caps = [cap for row, slot in zip(made, wanted, strict=True) for cap in _caps(row, slot.caps)]
    ServiceCap.objects.bulk_create(caps)
    total.made += len(made)


def _caps(row: Slot, caps: Mapping[int, int]) -> list[ServiceCap]:
    return [ServiceCap(slot=row, service_id=service, places=count) for service, count in caps.items()]


def _over(slots: Sequence[Slot], now: datetime) -> set[int]:
    """The bookings that do not fit into these slots, holds left out: a hold is asked again when it is confirmed."""
    rows = BookedSlot.objects.taken(now).filter(slot__in=slots, held_until__isnull=True).select_related("booking")
    claims = defaultdict(list)
    for row in rows.filter(booking__state__in=sorted(states.COMING)):
        claims[row.slot_id].append(
            rules.Claim(row.booking_id, row.service_id, row.places, row.priority, row.booking.made_at)
        )
    caps: dict[int, dict[int, int]] = defaultdict(dict)
    for cap in ServiceCap.objects.filter(slot__in=slots):
        caps[cap.slot_id][cap.service_id] = cap.places
    over: set[int] = set()
    for slot in slots:
        capacity = 0 if slot.withdrawn_at else slot.capacity
        over.update(rules.too_many(claims[slot.pk], capacity, caps[slot.pk]))
    return over


def _over_elsewhere(booking: Booking, slots: Sequence[Slot], now: datetime) -> bool:
    """Whether a long visit still does not fit into one of its other slots."""
    seen = {slot.pk for slot in slots}
    others = [row.slot_id for row in places.own(booking) if row.slot_id not in seen]
    return bool(others) and booking.pk in _over(list(Slot.objects.filter(pk__in=others)), now)


def _record(unit: Organisation, total: Changed, *, actor: Actor, now: datetime) -> None:
    subject = Reference(kind="organisation", number=unit.slug)
    record("slots.changed", actor=actor, subject=subject, organisation=unit, data=dict(vars(total)), now=now)
