"""Holds: a place kept for ten minutes while the form is filled in. The same row becomes the booking, or lapses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import offers, places, rules, states
from melayani.delivery.appointments.models import BookedSlot, Booking, Slot, State, secret_hash
from melayani.foundation.audit import keyed_hash
from melayani.foundation.numbers.rules import make_number, make_secret
from melayani.foundation.organisations.models import Organisation

KEPT_AFTER_LAPSE = timedelta(days=1)
SWEEP_BATCH = 2_000


def holder_hash(token: str) -> str:
    """By what the session that holds is known."""
    return keyed_hash(token, purpose="appointments.holder") if token else ""


def hold(
    *,
    token: str,
    terms: offers.Terms,
    slot_id: int,
    party_size: int,
    now: datetime,
    priority: bool = False,
    life: timedelta = rules.HOLD_LIFE,
    channel: str = rules.WEB,
) -> Booking:
    """Keep places for the session with `token`; an earlier hold of the session ends. Nothing personal is known yet.

    Raises SlotFull, ActionRefused, InputRefused, Busy.
    """
    offers.demand_party(terms, party_size)
    offer = terms.offer
    wanted = places.chain_from(slot_id, offer.slots_needed)
    with transaction.atomic():
        if before := _slots_held(token):  # slots before bookings, as everywhere: else a second tab could wait in a ring
            places.lock([*wanted, *before])
            release(token=token, now=now)
        slots = places.take(wanted, service_id=offer.service_id, places=party_size, priority=priority, now=now)
        demand_fit(slots, offer.organisation_id, offer.slots_needed)
        offers.demand_time(terms, slots[0].starts_at, now)
        booking = new_booking(offer.organisation, offer.service_id, slots, now=now, channel=channel)
        booking.state, booking.held_until, booking.holder = states.HELD, now + life, holder_hash(token)
        booking.party_size, booking.priority = party_size, priority
        booking.save(force_insert=True)
        places.give(booking, slots)
    return booking


def held_by(token: str, now: datetime) -> Booking | None:
    """The hold of this session that has not lapsed, or None."""
    rows = Booking.objects.select_related("organisation", "service").filter(state=State.HELD, held_until__gt=now)
    return rows.filter(holder=holder_hash(token)).order_by("-pk").first() if token else None


def last_of(token: str, number: str) -> Booking | None:
    """The hold of this session with that number, lapsed or converted too; None for a stranger's."""
    rows = Booking.objects.select_related("organisation", "service", "contact").filter(number=number)
    return rows.filter(holder=holder_hash(token)).first() if token else None


def _slots_held(token: str) -> list[int]:
    """The slots that this session holds already."""
    rows = BookedSlot.objects.filter(booking__state=State.HELD, booking__holder=holder_hash(token))
    return list(rows.filter(released_at__isnull=True).values_list("slot", flat=True)) if token else []


def release(*, token: str, now: datetime) -> int:
    """Let go what this session holds; returns how many holds that were."""
    rows = Booking.objects.filter(state=State.HELD, holder=holder_hash(token))
    keys = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    BookedSlot.objects.filter(booking__in=keys, released_at__isnull=True).update(released_at=now)
    return Booking.objects.filter(pk__in=keys).update(state=states.CANCELLED, closed_at=now, held_until=None)


def sweep(now: datetime) -> int:
    """Remove holds that lapsed a day ago and never became anything: they hold nothing of anybody."""
    rows = Booking.objects.filter(state=State.HELD, held_until__lt=now - KEPT_AFTER_LAPSE, person_hash="")
    keys = list(rows.order_by("held_until").values_list("pk", flat=True)[:SWEEP_BATCH])
    return Booking.objects.filter(pk__in=keys, state=State.HELD).delete()[0]


def demand_fit(slots: list[Slot], organisation_id: int, needed: int) -> None:
    """Raise ActionRefused when the slots are of another unit or too few: a forged or stale id."""
    if len(slots) != needed or any(slot.organisation_id != organisation_id for slot in slots):
        raise rules.ActionRefused(gettext("Waktu ini tidak ada di unit ini. Pilih waktu lain."))


def new_booking(
    organisation: Organisation, service_id: int, slots: list[Slot], *, now: datetime, channel: str
) -> Booking:
    """A fresh row with number and secret, not saved yet."""
    secret = make_secret()
    return Booking(
        number=make_number("JNJ"),
        secret=secret,
        secret_hash=secret_hash(secret),
        organisation=organisation,
        service_id=service_id,
        channel=channel,
        starts_at=slots[0].starts_at,
        ends_at=slots[-1].ends_at,
        day=slots[0].starts_at.astimezone(organisation.zone).date(),
        made_at=now,
    )
