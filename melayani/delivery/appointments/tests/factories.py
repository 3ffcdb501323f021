"""Units with sessions, and bookings by situation; each is brought there by the real actions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from melayani.delivery.appointments import actions, holds, offers
from melayani.delivery.appointments.models import (
    Booking,
    Offer,
    ReleaseKind,
    ReleasePlan,
    ServiceCap,
    Slot,
    UnitPlan,
    WaitingEntry,
)
from melayani.delivery.appointments.visitors import Visitor
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World
from tests.remembered import remembered

EVERY_WORKDAY = (0, 1, 2, 3, 4)
MAIL = "warga@contoh.id"


@remembered
def service_at(
    unit: Organisation, *, now: datetime, head: Officer, title: str = "Rekam KTP-el", **offer: Any
) -> Service:
    """A published service that may be visited at the unit."""
    service = published_service(unit, title=title)
    actions.save_offer(actor=head, organisation=unit, service=service, now=now, **offer)
    return service


@remembered
def morning(world: World, *, now: datetime, places: int = 2, **plan: Any) -> Service:
    """Bontang's registry: one service, 08.00 to 10.00 local time in slots of 30 minutes on workdays, slots made."""
    unit, head = world.bontang, world.bontang_head
    service = service_at(unit, now=now, head=head)
    actions.save_plan(actor=head, organisation=unit, now=now, horizon_days=14, lead_minutes=0, **plan)
    template(world, now=now, places=places)
    actions.regenerate(actor=head, organisation=unit, now=now)
    return service


def template(world: World, *, now: datetime, places: int = 2, **over: Any) -> Any:
    settings: dict[str, Any] = {
        "name": "Pagi",
        "weekdays": EVERY_WORKDAY,
        "starts": time(8),
        "ends": time(10),
        "slot_minutes": 30,
        "valid_from": now.date() - timedelta(days=1),
    }
    return actions.add_template(
        actor=world.bontang_head, organisation=world.bontang, places=places, now=now, **{**settings, **over}
    )


def slots(
    unit: Organisation,
    *,
    count: int = 1,
    places: int = 1,
    now: datetime,
    minutes: int = 30,
    cap: dict[int, int] | None = None,
) -> list[Slot]:
    """`count` consecutive slots from tomorrow 08.00 on, made by hand: for races, which need no calendar."""
    begin = (now + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    step = timedelta(minutes=minutes)
    made = Slot.objects.bulk_create(
        Slot(
            organisation=unit,
            starts_at=begin + number * step,
            ends_at=begin + (number + 1) * step,
            capacity=places,
        )
        for number in range(count)
    )
    for slot in made:
        ServiceCap.objects.bulk_create(ServiceCap(slot=slot, service_id=s, places=n) for s, n in (cap or {}).items())
    return made


def terms(service: Service, unit: Organisation | None = None) -> offers.Terms:
    return offers.terms_of(organisation_id=(unit or service.agency).pk, service_id=service.pk)


@remembered
def offered(unit: Organisation, *, title: str = "Rekam KTP-el", slots_needed: int = 1, party_max: int = 4) -> Service:
    """A service on offer, without the actions of planning: for races."""
    service = published_service(unit, title=title)
    UnitPlan.objects.get_or_create(organisation=unit, defaults={"lead_minutes": 0})
    Offer.objects.create(organisation=unit, service=service, slots_needed=slots_needed, party_max=party_max)
    return service


def visitor(number: int = 1, **over: Any) -> Visitor:
    return Visitor(**{"name": f"Contoh Warga {number}", "email": f"warga{number}@contoh.id", **over})


@remembered
def booked(
    world: World, service: Service, slot: Slot, *, now: datetime, number: int = 1, party_size: int = 1, **over: Any
) -> Booking:
    """Booked at Bontang's counter on behalf of somebody who reads e-mail."""
    return actions.book(
        actor=world.bontang_counter,
        terms=terms(service),
        slot_id=slot.pk,
        visitor=visitor(number),
        party_size=party_size,
        now=now,
        **over,
    )


def held(service: Service, slot: Slot, *, token: str, now: datetime, party_size: int = 1, **over: Any) -> Booking:
    """Held by the session with `token`."""
    return holds.hold(token=token, terms=terms(service), slot_id=slot.pk, party_size=party_size, now=now, **over)


def contact(now: datetime, email: str = MAIL) -> Contact:
    return keep_contact(email=email, now=now)


def slots_on(unit: Organisation, day: date) -> list[Slot]:
    """The standing slots of a local day, in order."""
    begin = datetime.combine(day, time.min, tzinfo=unit.zone)
    rows = Slot.objects.of_unit(unit.pk).standing().between(begin, begin + timedelta(days=1))
    return list(rows.order_by("starts_at"))


TOMORROW = timedelta(days=1)
PLATFORM = SYSTEM


def waits(service: Service, *, now: datetime, number: int = 8) -> WaitingEntry:
    """Somebody on the waiting list for the coming three days."""
    today = now.date()
    return actions.join_waiting_list(
        actor=Citizen(token="sesi-tunggu"),
        terms=terms(service),
        visitor=visitor(number),
        contact=contact(now, f"warga{number}@contoh.id"),
        first_day=today,
        last_day=today + timedelta(days=3),
        party_size=1,
        now=now,
    )


def draw_planned(world: World, *, now: datetime) -> ReleasePlan:
    """A draw for a day in three weeks, open for registration."""
    day = now.date() + timedelta(days=21)
    return actions.plan_release(
        actor=world.bontang_head,
        organisation=world.bontang,
        name="Undian contoh",
        kind=ReleaseKind.DRAW,
        first_day=day,
        last_day=day,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(days=2),
        now=now,
    )
