"""Close a day or an hour in an emergency: one action, and running it again has no effect.

It withdraws the slots, then takes each booking once, priority groups first, then by their time: it proposes the nearest
equal places, or puts the visitor on the waiting list. Each citizen is told once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from melayani.delivery.appointments import access, candidates, offers, places, rules, states, visit
from melayani.delivery.appointments.actions.booking import one_per_day
from melayani.delivery.appointments.actions.following import take_instead
from melayani.delivery.appointments.models import (
    Booking,
    Closing,
    Proposal,
    Slot,
    WaitingEntry,
    secret_hash,
)
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference, make_secret
from melayani.foundation.organisations.models import Organisation

TRIES = 5  # places that others take while we propose


def close_in_emergency(
    *, actor: Actor, organisation: Organisation, starts_at: datetime, ends_at: datetime, reason: str, now: datetime
) -> Closing:
    """Close the stretch of time and settle every booking in it. Raises NotAllowed, InputRefused, Busy.

    A run that broke off is finished by the next one with the same times.
    """
    access.demand_plan(actor, organisation, now.astimezone(organisation.zone).date())
    if actor.person_id is None:
        raise rules.NotAllowed(access.NOT_YOURS)
    _demand(starts_at, ends_at, reason, now)
    with transaction.atomic():
        closing, made = Closing.objects.get_or_create(
            organisation=organisation,
            starts_at=starts_at,
            ends_at=ends_at,
            defaults={"reason": reason.strip(), "closed_by_id": actor.person_id, "closed_at": now},
        )
        if made:
            _withdraw(closing, now)
            _record(closing, actor=actor, now=now)
    for booking in waiting_to_be_settled(closing):
        _settle(closing, booking, actor=actor, now=now)
    return closing


def waiting_to_be_settled(closing: Closing) -> list[Booking]:
    """Bookings in the closed time that this closing has not settled yet, in the stated order."""
    rows = Booking.objects.coming().filter(
        organisation=closing.organisation_id, starts_at__lt=closing.ends_at, ends_at__gt=closing.starts_at
    )
    return list(rows.exclude(proposals__closing=closing).order_by("-priority", "starts_at", "made_at", "pk"))


def _settle(closing: Closing, booking: Booking, *, actor: Actor, now: datetime) -> None:
    terms = offers.terms_of(organisation_id=booking.organisation_id, service_id=booking.service_id)
    found = candidates.nearest(
        terms,
        was=booking.starts_at,
        now=now,
        party_size=booking.party_size,
        priority=booking.priority,
        without=booking.pk,
    )
    for free in found[:TRIES]:
        try:
            return _propose(closing, booking, free.slot.pk, terms=terms, actor=actor, now=now)
        except (rules.SlotFull, rules.AlreadyBooked):
            continue
        except rules.ActionRefused:
            return None  # cancelled or checked in meanwhile: nothing is left to settle
    return _put_on_waiting_list(closing, booking, actor=actor, now=now)


def _propose(
    closing: Closing, booking: Booking, slot_id: int, *, terms: offers.Terms, actor: Actor, now: datetime
) -> None:
    was = booking.starts_at
    with one_per_day(), transaction.atomic():
        row = take_instead(booking, slot_id=slot_id, terms=terms, now=now, action=states.PROPOSE)
        Proposal.objects.create(closing=closing, booking=row, was=was, becomes=row.starts_at)
        visit.record_on(row, "booking.proposed", actor=actor, now=now, was=was.isoformat(), reason=closing.reason)
        told = {"was": was, "reason": closing.reason}
        visit.tell(row, "proposal", now=now, dedupe=f"closing:{closing.pk}", **told)


def _put_on_waiting_list(closing: Closing, booking: Booking, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        row = visit.lock(booking)
        if row.state not in states.COMING:
            return
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
        Proposal.objects.create(closing=closing, booking=row, was=row.starts_at)
        visit.record_on(row, "booking.waits", actor=actor, now=now, reason=closing.reason)
        visit.tell(row, "closed", now=now, dedupe=f"closing:{closing.pk}", reason=closing.reason)


def _withdraw(closing: Closing, now: datetime) -> None:
    rows = Slot.objects.of_unit(closing.organisation_id).standing()
    rows = rows.filter(starts_at__lt=closing.ends_at, ends_at__gt=closing.starts_at)
    for slot in places.lock(list(rows.values_list("pk", flat=True))):
        slot.withdrawn_at = now
        slot.save(update_fields=["withdrawn_at"])


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
