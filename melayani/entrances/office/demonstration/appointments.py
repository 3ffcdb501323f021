"""Made-up visits: sessions at the registries of the demonstration, booked through the real actions."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from melayani.delivery.appointments import actions, queries, rules
from melayani.delivery.appointments.models import ReleaseKind
from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.queries import services_of
from melayani.entrances.office.demonstration.cases import GIVEN_NAMES
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer

LONG = ("nikah", "cerai", "adopsi")
DAYS = 6


def open_visits(*, unit: Organisation, head: Officer, front: Officer, now: datetime) -> None:
    """Sessions in the morning and the afternoon for every service of the unit, and visits on the coming days."""
    services = services_of(unit)[:6]
    for service in services:
        needed = 2 if any(word in service.title.lower() for word in LONG) else 1
        actions.save_offer(actor=head, organisation=unit, service=service, slots_needed=needed, now=now)
    shares = {"walk_in_percent": 20, "priority_percent": 10}
    actions.save_plan(actor=head, organisation=unit, horizon_days=21, lead_minutes=30, now=now, **shares)
    _sessions(unit, head, services, now)
    actions.regenerate(actor=head, organisation=unit, now=now)
    for number, service in enumerate(services):
        _book(unit, service, front, now, base=1000 * number)


def announce_draw(*, unit: Organisation, head: Officer, now: datetime) -> None:
    """A day whose places are given out by a draw, open for registration now."""
    day = now.astimezone(unit.zone).date() + timedelta(days=16)
    actions.plan_release(
        actor=head,
        organisation=unit,
        name="Layanan keliling hari Sabtu",
        kind=ReleaseKind.DRAW,
        first_day=day,
        last_day=day,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=7),
        now=now,
    )
    actions.regenerate(actor=head, organisation=unit, now=now)


def _sessions(unit: Organisation, head: Officer, services: list[Service], now: datetime) -> None:
    first = now.astimezone(unit.zone).date() - timedelta(days=1)
    caps = {services[0]: 3} if services else {}
    for name, starts, ends in (("Pagi", time(8), time(11, 30)), ("Siang", time(13), time(15, 30))):
        actions.add_template(
            actor=head,
            organisation=unit,
            name=name,
            weekdays=range(5),
            starts=starts,
            ends=ends,
            slot_minutes=30,
            places=6,
            valid_from=first,
            caps=caps,
            now=now,
        )


def _book(unit: Organisation, service: Service, front: Officer, now: datetime, *, base: int) -> None:
    """About a third of the places of the coming days, some for families and some with help asked for."""
    terms = queries.offer_of(service.slug, unit.slug)
    if terms is None:
        return
    today = now.astimezone(unit.zone).date()
    found = queries.free_between(terms, today, today + timedelta(days=DAYS), now=now)
    for count, free in enumerate(one for place, one in enumerate(found) if place % 3 != 2):
        number = base + count
        visitor = rules.Visitor(
            name=f"Contoh {GIVEN_NAMES[number % len(GIVEN_NAMES)]}",
            email=f"tamu{unit.pk}-{number}@contoh.example",
            assistance=("wheelchair",) if number % 11 == 4 else (),
        )
        try:
            actions.book(
                actor=front,
                terms=terms,
                slot_id=free.slot.pk,
                visitor=visitor,
                party_size=1 + (number % 5 == 0),
                priority=number % 9 == 4,
                now=now,
            )
        except rules.SlotFull:
            continue  # the services share their slots
