"""What happens to a booking afterwards: change, cancel, accept another time; at the desk: come, be served, not come."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import access, holds, offers, places, rules, states, visit
from melayani.delivery.appointments.actions.booking import one_per_day
from melayani.delivery.appointments.models import Booking, Proposal, WaitingEntry, WaitingState
from melayani.foundation.audit import Actor
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people

BATCH = 200
MASKED = ("name", "phone", "email")


def change(
    *, actor: Actor, booking: Booking, slot_id: int, now: datetime, secret: str = "", tells: bool = True
) -> Booking:
    """Move to another time: the new places are taken before the old ones are given back, so nothing can be lost.

    The calendar entry keeps its UID and its SEQUENCE rises. With `tells` False the door itself says it, in the very
    conversation in which the booking's contact asked for it: no second message follows. Raises NotAllowed, SlotFull,
    AlreadyBooked, ActionRefused, Busy; the booking then stands as it stood.
    """
    terms = offers.terms_of(organisation_id=booking.organisation_id, service_id=booking.service_id)
    with one_per_day(), transaction.atomic():
        access.demand_own(actor, booking, secret)
        row = take_instead(booking, slot_id=slot_id, terms=terms, now=now, action=states.CHANGE)
        offers.demand_time(terms, row.starts_at, now, for_officer=actor.kind == "officer")
        _settle_proposals(row, now)
        visit.record_on(row, "booking.changed", actor=actor, now=now, sequence=row.sequence)
        if tells:
            visit.tell(row, "changed", now=now, dedupe=str(row.sequence))
    return row


def take_instead(booking: Booking, *, slot_id: int, terms: offers.Terms, now: datetime, action: str) -> Booking:
    """Give the booking other places under the locks of the old and the new slots; inside a transaction."""
    needed = terms.offer.slots_needed
    wanted = places.chain_from(slot_id, needed)
    places.lock([*wanted, *(row.slot_id for row in places.own(booking))])
    row = visit.lock(booking)
    visit.demand_state(row, action)
    slots = places.take(
        wanted, service_id=row.service_id, places=row.party_size, priority=row.priority, now=now, without=row.pk
    )
    holds.demand_fit(slots, row.organisation_id, needed)
    places.give_back(row, now=now)
    row.held_until = None
    places.give(row, slots)
    row.starts_at, row.ends_at = slots[0].starts_at, slots[-1].ends_at
    row.day = row.starts_at.astimezone(row.organisation.zone).date()
    row.sequence += 1
    row.reminded_day_at = row.reminded_hours_at = None
    moved = ("starts_at", "ends_at", "day", "sequence", "reminded_day_at", "reminded_hours_at")
    visit.advance(row, action, **{name: getattr(row, name) for name in moved})
    return row


def cancel(*, actor: Actor, booking: Booking, now: datetime, secret: str = "", tells: bool = True) -> Booking:
    """Cancel; the places are free at once. `tells` as for `change`. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_own(actor, row, secret)
        visit.advance(row, states.CANCEL, closed_at=now, sequence=row.sequence + 1)
        places.give_back(row, now=now)
        _settle_proposals(row, now)
        visit.record_on(row, "booking.cancelled", actor=actor, now=now, by=actor.kind)
        if tells:
            visit.tell(row, "cancelled", now=now)
    return row


def accept_proposal(*, actor: Actor, booking: Booking, now: datetime, secret: str = "") -> Booking:
    """Accept the time that an emergency closing proposed. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_own(actor, row, secret)
        visit.advance(row, states.ACCEPT)
        _settle_proposals(row, now)
        visit.record_on(row, "booking.accepted", actor=actor, now=now)
    return row


def check_in(*, actor: Actor, booking: Booking, now: datetime, secret: str = "") -> Booking:
    """The visitor is here. Own link or desk, from an hour before until the end of the day; raises ActionRefused."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_own(actor, row, secret)
        demand_window(row, now)
        visit.advance(row, states.CHECK_IN, checked_in_at=now)
        visit.record_on(row, "booking.checked_in", actor=actor, now=now)
    return row


def demand_window(booking: Booking, now: datetime) -> None:
    """Raise ActionRefused outside the time in which one may check in."""
    opens = booking.starts_at - rules.CHECK_IN_BEFORE
    if now < opens:
        text = gettext("Lapor hadir dibuka pukul {clock}.")
        local = opens.astimezone(booking.organisation.zone)
        raise rules.ActionRefused(text.format(clock=local.strftime("%H.%M")))
    if now > booking.ends_at + rules.NO_SHOW_AFTER:
        raise rules.ActionRefused(gettext("Waktu janji temu ini sudah lewat. Ambil nomor antrean di kantor."))


def undo_check_in(*, actor: Actor, booking: Booking, now: datetime) -> Booking:
    """Take a check-in back that was pressed by mistake. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_desk(actor, row.organisation)
        visit.advance(row, states.UNDO_CHECK_IN, checked_in_at=None)
        visit.record_on(row, "booking.check_in_undone", actor=actor, now=now)
    return row


def serve(*, actor: Actor, booking: Booking, now: datetime) -> Booking:
    """The visit is over and the visitor was served. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_desk(actor, row.organisation)
        visit.advance(row, states.SERVE, closed_at=now)
        visit.record_on(row, "booking.served", actor=actor, now=now)
    return row


def miss(*, actor: Actor, booking: Booking, now: datetime) -> Booking:
    """Note that nobody came. The desk may say so after the slot ended; the worker does an hour later."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_desk(actor, row.organisation)
        if now < row.ends_at:
            raise rules.ActionRefused("Waktunya belum lewat; orangnya masih dapat datang.")
        visit.advance(row, states.MISS, closed_at=now)
        visit.record_on(row, "booking.missed", actor=actor, now=now)
    return row


def miss_all(*, actor: Actor, now: datetime) -> int:
    """Note all visits whose time passed an hour ago as missed; each in its own transaction, twice does no harm."""
    late = Booking.objects.coming().filter(ends_at__lt=now - rules.NO_SHOW_AFTER).order_by("ends_at")[:BATCH]
    count = 0
    for booking in late:
        try:
            miss(actor=actor, booking=booking, now=now)
            count += 1
        except rules.ActionRefused:
            continue  # checked in or cancelled meanwhile
    return count


def keep(*, actor: Actor, booking: Booking, now: datetime) -> Booking:
    """Settle a conflict by serving the visitor all the same, above the capacity. Raises NotAllowed, ActionRefused."""
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_desk(actor, row.organisation)
        visit.advance(row, states.KEEP)
        visit.record_on(row, "booking.kept", actor=actor, now=now)
        visit.tell(row, "kept", now=now, dedupe=f"{row.sequence}:{now.isoformat()}")
    return row


def unmask_field(*, actor: Officer, booking: Booking, field: str, reason: str, now: datetime) -> str:
    """Show one personal value of the visitor to an officer who says why; the record keeps who, which and why.

    Raises NotAllowed for a stranger, ActionRefused for a field that is not masked; people's own error without reason.
    """
    access.demand_desk(actor, booking.organisation)
    if field not in MASKED:
        raise rules.ActionRefused("Isian ini tidak disamarkan.")
    return people.unmask(
        officer=actor,
        subject=booking.reference,
        field=field,
        reason=reason,
        value_of=lambda: str(getattr(booking, field)),
        organisation=booking.organisation,
        now=now,
    )


def _settle_proposals(row: Booking, now: datetime) -> None:
    """The citizen has answered: proposals are settled, and nobody waits for this booking any more."""
    Proposal.objects.filter(booking=row, answered_at__isnull=True).update(answered_at=now)
    WaitingEntry.objects.filter(replaces=row, state=WaitingState.WAITING).update(state=WaitingState.LEFT)
