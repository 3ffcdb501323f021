"""Places with lines, counters and people who wait; each brought there by the real actions where a test needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from melayani.delivery.appointments.models import Booking, Offer, Slot, UnitPlan
from melayani.delivery.appointments.tests import factories as visits
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.delivery.queues import access, actions, rules
from melayani.delivery.queues.models import Counter, Device, Line, Site, Ticket, Zone, token_hash
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer
from tests.remembered import remembered

SCREEN_TOKEN, KIOSK_TOKEN, DOOR_TOKEN = "layar-contoh", "kios-contoh", "pintu-contoh"
_presses = count(1)


@dataclass
class Place:
    """Bontang's registry with lines A (one service) and B (another), counters 1 and 2 for both, a screen, a kiosk."""

    world: World
    site: Site
    lines: list[Line]
    counters: list[Counter]
    screen: Device
    kiosk: Device
    zone: Zone
    officers: list[Officer] = field(default_factory=list)

    @property
    def machine(self) -> access.Machine:
        return access.Machine(self.kiosk)


@remembered
def place(world: World, *, organisation: Organisation | None = None, lines: int = 2, counters: int = 2) -> Place:
    """A place that is open at any hour, because no hours are written down; nobody sits yet."""
    unit = organisation or world.bontang
    site = Site.objects.create(organisation=unit, door_token=f"{DOOR_TOKEN}-{unit.pk}")
    zone = Zone.objects.create(site=site, name="Ruang tunggu", position=1)
    made = [line(site, unit, zone=zone, prefix=chr(ord("A") + number)) for number in range(lines)]
    desks = [counter(site, unit, number + 1, zone=zone) for number in range(counters)]
    screen = device(site, Device.Kind.SCREEN, SCREEN_TOKEN)
    kiosk = device(site, Device.Kind.KIOSK, KIOSK_TOKEN)
    return Place(world, site, made, desks, screen, kiosk, zone, [world.bontang_counter, world.bontang_processor])


def line(site: Site, unit: Organisation, *, prefix: str, zone: Zone | None = None, **over: Any) -> Line:
    service = over.pop("service", None) or published_service(unit, title=f"Layanan {prefix}")
    return Line.objects.create(site=site, unit=unit, service=service, zone=zone, prefix=prefix, **over)


def counter(site: Site, unit: Organisation, number: int, *, zone: Zone | None = None, **over: Any) -> Counter:
    return Counter.objects.create(site=site, unit=unit, number=number, zone=zone, **over)


def device(site: Site, kind: str, token: str, *, name: str = "Contoh") -> Device:
    """A screen or kiosk whose address holds `token`, made longer by the place's key when another place has it."""
    word = token if not Device.objects.filter(token_hash=token_hash(token)).exists() else f"{token}-{site.pk}"
    return Device.objects.create(site=site, kind=kind, name=name, token=word, token_hash=token_hash(word))


def seated(place: Place, number: int = 0, *, now: datetime) -> Counter:
    """Counter `number` with its officer at work."""
    actions.sit_down(actor=place.officers[number], counter=place.counters[number], now=now)
    return place.counters[number]


@remembered
def ticket(place: Place, *, now: datetime, line: int = 0, priority: bool = False, **over: Any) -> Ticket:
    """A number taken at the kiosk."""
    return actions.take_ticket(
        actor=place.machine,
        site=place.site,
        line=place.lines[line],
        way=rules.KIOSK,
        priority=priority,
        now=now,
        request_key=over.pop("request_key", f"tekan-{next(_presses)}"),
        **over,
    )


@remembered
def called(place: Place, *, now: datetime, number: int = 0) -> Ticket:
    """The next one, called to counter `number`; its officer sits down when need be."""
    seated(place, number, now=now)
    return actions.call_next(actor=place.officers[number], counter=place.counters[number], now=now)


@remembered
def serving(place: Place, *, now: datetime, number: int = 0) -> Ticket:
    row = called(place, now=now, number=number)
    return actions.serve(actor=place.officers[number], ticket=row, now=now)


@remembered
def done(place: Place, *, now: datetime, minutes: int = 8, number: int = 0) -> Ticket:
    row = serving(place, now=now, number=number)
    return actions.finish(actor=place.officers[number], ticket=row, now=now + timedelta(minutes=minutes))


def booked(place: Place, *, at: datetime, now: datetime, line: int = 0, number: int = 1, **over: Any) -> Booking:
    """A booking at `at` of the service of a line, made long before."""
    service, unit = place.lines[line].service, place.lines[line].unit
    UnitPlan.objects.get_or_create(organisation=unit, defaults={"lead_minutes": 0})
    Offer.objects.get_or_create(organisation=unit, service=service)
    slot, _ = Slot.objects.get_or_create(
        organisation=unit, starts_at=at, defaults={"ends_at": at + timedelta(minutes=30), "capacity": 9}
    )
    return visits.booked(place.world, service, slot, now=now, number=number, **over)


def stranger(world: World) -> Officer:
    """A counter officer of another government."""
    return world.bengkalis_counter


@remembered
def mall(world: World) -> tuple[Organisation, Officer, Officer]:
    """A mall in Bontang in which the registry stands, its manager, and an officer of its information desk."""
    house = create_organisation(
        actor=SYSTEM,
        kind="mall",
        name="Mal Pelayanan Publik Kota Bontang",
        slug="mpp-bontang",
        parent=world.bontang_city,
        now=LONG_AGO,
        time_zone="Asia/Makassar",
    )
    Tenancy.objects.create(mall=house, unit=world.bontang, since=LONG_AGO.date())
    return house, officer(Role.MALL_MANAGER, house), officer(Role.COUNTER, house)
