"""Book a visit: a citizen turns the own hold into it, an officer or another system books at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import access, holds, offers, places, rules, states, visit
from melayani.delivery.appointments.models import BookedSlot, Booking
from melayani.delivery.appointments.visitors import Known, Visitor, known
from melayani.foundation.audit import Actor, insert, together
from melayani.foundation.messaging.models import Contact
from melayani.foundation.people import ApiClient, Citizen
from melayani.foundation.people.actions import part


def book(
    *,
    actor: Actor,
    terms: offers.Terms,
    slot_id: int,
    visitor: Visitor,
    party_size: int,
    now: datetime,
    priority: bool = False,
    contact: Contact | None = None,
    before_lock: Callable[[Booking], None] | None = None,
) -> Booking:
    """Book at once: an officer on behalf of somebody, a key, whose holder vouches for the contact, or a citizen in a
    conversation, whose own `contact` is proven by the channel itself.

    `before_lock` hears of the booking when all is known and nobody has to wait for its slot yet.
    Raises NotAllowed, InputRefused, SlotFull, AlreadyBooked, ActionRefused, Busy.
    """
    offer = terms.offer
    _demand_right(actor, offer.organisation, contact)
    who = known(visitor, needs_contact=actor.kind != "officer")
    offers.demand_party(terms, party_size)
    wanted = places.chain_from(slot_id, offer.slots_needed)
    asked: Any = {"service_id": offer.service_id, "places": party_size, "priority": priority, "now": now}
    with one_per_day(), part(), together():
        slots = places.look(wanted, **asked)
        holds.demand_fit(slots, offer.organisation_id, offer.slots_needed)
        offers.demand_time(terms, slots[0].starts_at, now, for_officer=actor.kind == "officer")
        channel = CHANNELS.get(actor.kind, rules.OFFICER)
        booking = holds.new_booking(offer.organisation, offer.service_id, slots, now=now, channel=channel)
        booking.service, booking.state = offer.service, states.BOOKED
        _fill(booking, who, party_size=party_size, priority=priority, made_by_id=actor.person_id)
        booking.contact = contact or who.contact(now)
        visit.record_on(booking, "booking.made", actor=actor, now=now, channel=channel, party=party_size)
        visit.tell(booking, "booked", now=now)
        if before_lock:
            before_lock(booking)
        insert(booking)
        _take(booking, wanted, asked)
    return booking


def confirm_hold(
    *, actor: Actor, booking: Booking, visitor: Visitor, contact: Contact | None, now: datetime, token: str = ""
) -> Booking:
    """Turn the own hold into a booking; the places stay the same rows. A second click gets the same booking.

    A hold that lapsed is still taken when nobody else came. Raises NotAllowed for a stranger's hold or an unproven
    contact, InputRefused, SlotFull, AlreadyBooked, Busy.
    """
    if booking.holder != holds.holder_hash(token) or contact is None:
        raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))
    who = known(visitor)
    with one_per_day(), transaction.atomic():
        slots = [row.slot_id for row in places.own(booking)]
        if slots:
            places.lock(slots)
        row = visit.lock(booking)
        if row.state in states.ACTIVE:
            return row
        _demand_place(row, slots, now)
        _fill(row, who, contact=contact)
        row.held_until, row.made_at = None, now
        visit.advance(row, states.CONFIRM, **{name: getattr(row, name) for name in CONFIRMED})
        BookedSlot.objects.filter(booking=row, released_at__isnull=True).update(held_until=None)
        visit.record_on(row, "booking.made", actor=actor, now=now, channel=row.channel, party=row.party_size)
        visit.tell(row, "booked", now=now)
    return row


def _take(booking: Booking, wanted: list[int], asked: dict[str, Any]) -> None:
    """Lock the slots and give their places to the booking. Raises SlotFull, also when the plan changed meanwhile."""
    slots = places.take(wanted, **asked, without=booking.pk or places.NOBODY)
    if slots[-1].ends_at != booking.ends_at:
        raise rules.SlotFull(gettext("Waktu ini tidak lagi tersedia. Pilih waktu lain."))
    places.give(booking, slots)


CHANNELS = {"api": rules.API, "citizen": rules.WHATSAPP}
CONFIRMED = (
    "held_until",
    "made_at",
    "name",
    "phone",
    "email",
    "person_hash",
    "assistance",
    "note",
    "contact",
)


@contextmanager
def one_per_day() -> Iterator[None]:
    """Say in words what the constraint of one booking per person, service and day refuses."""
    try:
        yield
    except IntegrityError as error:
        if "person_hash" not in str(error) and "booking_one_per_person_and_day" not in str(error):
            raise
        text = gettext("Anda sudah punya janji temu untuk layanan ini pada hari itu. Ubah atau batalkan yang ada.")
        raise rules.AlreadyBooked(text) from error


def _demand_place(row: Booking, slots: list[int], now: datetime) -> None:
    """Look again that the held places are there: somebody may have taken those of a hold that lapsed."""
    if row.state != states.HELD or not slots:
        raise rules.ActionRefused(gettext("Tempat ini sudah dilepas. Pilih waktu lain."))
    try:
        places.take(
            slots,
            service_id=row.service_id,
            places=row.party_size,
            priority=row.priority,
            now=now,
            without=row.pk,
        )
    except rules.SlotFull as full:
        text = gettext("Waktu tahan sudah habis dan tempatnya diambil orang lain. Pilih waktu lain.")
        raise rules.SlotFull(text) from full


def _fill(booking: Booking, who: Known, **more: Any) -> None:
    for name, value in {**who.columns, **more}.items():
        setattr(booking, name, value)


def _demand_right(actor: Actor, organisation: Any, contact: Contact | None) -> None:
    if isinstance(actor, Citizen):
        if contact is None or contact.verified_at is None or actor.contact_id != contact.pk:
            raise rules.NotAllowed(gettext("Buktikan dahulu nomor telepon atau e-mail Anda dengan kode sekali pakai."))
    elif isinstance(actor, ApiClient):
        access.demand_key(actor, organisation)
    else:
        access.demand_desk(actor, organisation)
