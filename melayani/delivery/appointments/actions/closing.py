"""Close a day or an hour in an emergency: one action, and running it again has no effect.

It withdraws the slots, then takes each booking once, priority groups first, then by their time: it proposes the nearest
equal places, or puts the visitor on the waiting list. Each citizen is told once. A whole mall closes by one action too:
unit by unit, so that one whose slots are busy does not keep the others open. What is too long for the press of a
button is gone on with by the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import QuerySet

from melayani.delivery.appointments import access, candidates, offers, places, rules, states, visit
from melayani.delivery.appointments.actions.booking import one_per_day
from melayani.delivery.appointments.actions.following import take_instead
from melayani.delivery.appointments.models import (
    Booking,
    Closing,
    Proposal,
    Slot,
    UnitPlan,
    WaitingEntry,
    WaitingState,
    secret_hash,
)
from melayani.foundation.audit import SYSTEM, Actor, record
from melayani.foundation.numbers.rules import Reference, make_secret
from melayani.foundation.organisations.models import Organisation

TRIES = 5  # places that others take while we propose
SETTLED_AT_ONCE = 40  # bookings while the officer waits; the worker goes on with the rest
SETTLED_PER_TICK, CLOSINGS_PER_TICK = 200, 50
log = structlog.get_logger()


class SettledMeanwhile(rules.ActionRefused):
    """Another run, or the citizen, was quicker: there is nothing left to settle here."""


@dataclass
class ClosedMall:
    """What closing a mall did: one closing for each unit, and the units whose slots were busy and need another try."""

    closings: list[Closing] = field(default_factory=list)
    busy: list[Organisation] = field(default_factory=list)


def close_in_emergency(
    *, actor: Actor, organisation: Organisation, starts_at: datetime, ends_at: datetime, reason: str, now: datetime
) -> Closing:
    """Close the stretch of time and settle the bookings in it; of many, the worker settles the rest within minutes.

    A run that broke off is finished by the worker, or by the next one with the same times. Raises NotAllowed,
    InputRefused, Busy.
    """
    access.demand_plan(actor, organisation, now.astimezone(organisation.zone).date())
    _demand(starts_at, ends_at, reason, now)
    closing = _close(organisation, starts_at, ends_at, actor=actor, reason=reason, now=now)
    _settle_some(closing, actor=actor, now=now, at_most=SETTLED_AT_ONCE)
    return closing


def close_mall_in_emergency(
    *, actor: Actor, mall: Organisation, starts_at: datetime, ends_at: datetime, reason: str, now: datetime
) -> ClosedMall:
    """Close the mall and every unit that stands in it on the first day of the time, each like a single one.

    Each unit is a transaction of its own with one event; those that closed this very time already stay as they are.
    Raises NotAllowed, InputRefused; a unit whose slots are busy is named and the others are closed.
    """
    access.demand_mall(actor, mall)
    _demand(starts_at, ends_at, reason, now)
    done = ClosedMall()
    for unit in access.units_in_mall(mall, starts_at.astimezone(mall.zone).date()).order_by("pk"):
        try:
            done.closings.append(_close(unit, starts_at, ends_at, actor=actor, reason=reason, now=now, mall=mall))
        except rules.Busy:
            done.busy.append(unit)
    left = SETTLED_AT_ONCE
    for closing in done.closings:
        left -= _settle_some(closing, actor=actor, now=now, at_most=left)
    return done


def settle_closings(*, now: datetime) -> int:
    """Go on with closings that have bookings left, the newest first; a booking that fails keeps nobody else waiting.

    Returns how many bookings were settled. Twice does no harm.
    """
    rows = Closing.objects.filter(settled_at__isnull=True).select_related("organisation")
    done = 0
    for closing in rows.order_by("-closed_at", "pk")[:CLOSINGS_PER_TICK]:
        done += _settle_some(closing, actor=SYSTEM, now=now, at_most=SETTLED_PER_TICK - done, attempt=_attempt)
    return done


def waiting_to_be_settled(closing: Closing, at_most: int) -> list[Booking]:
    """The first bookings in the closed time that this closing has not settled yet, in the stated order."""
    rows = Booking.objects.coming().filter(
        organisation=closing.organisation_id, starts_at__lt=closing.ends_at, ends_at__gt=closing.starts_at
    )
    rows = rows.exclude(proposals__closing=closing).order_by("-priority", "starts_at", "made_at", "pk")
    return list(rows[:at_most])


def _close(
    unit: Organisation,
    starts_at: datetime,
    ends_at: datetime,
    *,
    actor: Actor,
    reason: str,
    now: datetime,
    mall: Organisation | None = None,
) -> Closing:
    """Note the closing and withdraw its slots, once. A regeneration that is under way will look at the unit again."""
    if actor.person_id is None:
        raise rules.NotAllowed(access.NOT_YOURS)
    given = {"reason": reason.strip(), "closed_by_id": actor.person_id, "closed_at": now, "mall": mall}
    with transaction.atomic():
        closing, made = Closing.objects.get_or_create(
            organisation=unit, starts_at=starts_at, ends_at=ends_at, defaults=given
        )
        if made:
            UnitPlan.objects.filter(organisation=unit).update(stale_since=now)
            _withdraw(closing, now)
            _record(closing, actor=actor, now=now)
    return closing


def _settle_some(
    closing: Closing,
    *,
    actor: Actor,
    now: datetime,
    at_most: int,
    attempt: Callable[..., bool] | None = None,
) -> int:
    """Settle at most so many bookings of the closing, and note whether it is done; how many there were."""
    found = waiting_to_be_settled(closing, at_most + 1)
    settled = [(attempt or _settle)(closing, booking, actor=actor, now=now) for booking in found[:at_most]]
    done = len(found) == len(settled) and all(settled)
    if done != (closing.settled_at is not None):
        closing.settled_at = now if done else None
        closing.save(update_fields=["settled_at"])
    return len(settled)


def _attempt(closing: Closing, booking: Booking, *, actor: Actor, now: datetime) -> bool:
    """`_settle` for the worker: what fails is logged and tried again at the next tick."""
    try:
        return _settle(closing, booking, actor=actor, now=now)
    except Exception as error:
        log.error("closing_failed", closing=closing.pk, booking=booking.pk, error=repr(error))
        return False


def _settle(closing: Closing, booking: Booking, *, actor: Actor, now: datetime) -> bool:
    """Propose another time or the waiting list; False when the slots are busy and it must be tried again."""
    terms = offers.terms_of(organisation_id=booking.organisation_id, service_id=booking.service_id)
    found = candidates.nearest(
        terms,
        was=booking.starts_at,
        now=now,
        party_size=booking.party_size,
        priority=booking.priority,
        without=booking.pk,
    )
    try:
        for free in found[:TRIES]:
            try:
                _propose(closing, booking, free.slot.pk, terms=terms, actor=actor, now=now)
            except (rules.SlotFull, rules.AlreadyBooked):
                continue
            return True
        _put_on_waiting_list(closing, booking, actor=actor, now=now)
    except rules.Busy:
        return False
    except rules.ActionRefused:
        return True  # settled, cancelled or checked in meanwhile
    return True


def _propose(
    closing: Closing, booking: Booking, slot_id: int, *, terms: offers.Terms, actor: Actor, now: datetime
) -> None:
    was = booking.starts_at
    with one_per_day(), transaction.atomic():
        row = take_instead(booking, slot_id=slot_id, terms=terms, now=now, action=states.PROPOSE)
        _demand_unsettled(closing, row, sequence=booking.sequence + 1)
        Proposal.objects.create(closing=closing, booking=row, was=was, becomes=row.starts_at)
        _waiting_for(row).update(state=WaitingState.SERVED)
        visit.record_on(row, "booking.proposed", actor=actor, now=now, was=was.isoformat(), reason=closing.reason)
        told: dict[str, Any] = {"was": was, "reason": closing.reason}
        visit.tell(row, "proposal", now=now, dedupe=f"closing:{closing.pk}", **told)


def _put_on_waiting_list(closing: Closing, booking: Booking, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        row = visit.lock(booking)
        if row.state not in states.COMING:
            return
        _demand_unsettled(closing, row, sequence=booking.sequence)
        Proposal.objects.create(closing=closing, booking=row, was=row.starts_at)
        if _waiting_for(row).exists():
            return  # a closing of a part of this time put the visitor there, and said so
        if row.state != states.CONFLICT:
            visit.advance(row, states.COLLIDE)
        secret = make_secret()
        WaitingEntry.objects.create(
            secret=secret,
            secret_hash=secret_hash(secret),
            organisation=row.organisation,
            service=row.service,
            first_day=row.day,
            last_day=row.day + timedelta(days=rules.WAITING_DAYS_MAX),
            party_size=row.party_size,
            priority=row.priority,
            replaces=row,
            name=row.name,
            person_hash="",  # the booking itself keeps the person's place in the line
            contact=row.contact,
            assistance=row.assistance,
            made_at=row.made_at,
        )
        visit.record_on(row, "booking.waits", actor=actor, now=now, reason=closing.reason)
        visit.tell(row, "closed", now=now, dedupe=f"closing:{closing.pk}", reason=closing.reason)


def _demand_unsettled(closing: Closing, row: Booking, *, sequence: int) -> None:
    """Under the lock of the booking: nobody moved it since it was read, and no other run has settled it."""
    if row.sequence != sequence or Proposal.objects.filter(closing=closing, booking=row).exists():
        raise SettledMeanwhile("settled meanwhile")


def _waiting_for(booking: Booking) -> QuerySet[WaitingEntry]:
    """The place in the line that a closing gave to this booking."""
    return WaitingEntry.objects.filter(replaces=booking, state=WaitingState.WAITING)


def _withdraw(closing: Closing, now: datetime) -> None:
    rows = Slot.objects.of_unit(closing.organisation_id).standing()
    rows = rows.filter(starts_at__lt=closing.ends_at, ends_at__gt=closing.starts_at)
    keys = [slot.pk for slot in places.lock(list(rows.values_list("pk", flat=True)))]
    Slot.objects.filter(pk__in=keys).update(withdrawn_at=now)


def _demand(starts_at: datetime, ends_at: datetime, reason: str, now: datetime) -> None:
    problems = {}
    if ends_at <= starts_at or ends_at <= now:
        problems["ends"] = "Akhir penutupan harus setelah awalnya, dan belum lewat."
    elif ends_at - starts_at > timedelta(days=7):
        problems["ends"] = "Paling lama tujuh hari. Untuk libur atau penutupan panjang pakai halaman Kalender."
    if not 5 <= len(reason.strip()) <= 200:
        problems["reason"] = "Tulis alasan yang dibaca warga, 5 sampai 200 huruf."
    if problems:
        raise rules.InputRefused(problems)


def _record(closing: Closing, *, actor: Actor, now: datetime) -> None:
    unit = closing.organisation
    record(
        "visits.closed",
        actor=actor,
        subject=Reference(kind="organisation", number=unit.slug),
        organisation=unit,
        data={
            "starts_at": closing.starts_at.isoformat(),
            "ends_at": closing.ends_at.isoformat(),
            "reason": closing.reason,
        },
        now=now,
    )
