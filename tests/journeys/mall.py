"""The mall of Kota Bogor as a stage: tenants, lines, counters with officers, a screen, a kiosk, a QR at the door.

The mall exists; its tenants, services, people and times here are made up and say so by their names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from melayani.delivery.appointments.models import Offer, Slot, UnitPlan
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.delivery.queues.models import Counter, Device, Handling, Line, Site, Ticket, Zone
from melayani.delivery.queues.tests import factories as queues
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation, mark_installation
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from tests.journeys.stage import officer_at

LONG_AGO = timedelta(days=400)
WEST, EAST = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
TENANTS = (  # name, short name, slug, and prefix, title, minutes of each line
    (
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Disdukcapil",
        (("A", "Perekaman KTP-el", 8), ("B", "Akta kelahiran", 12)),
    ),
    ("Dinas Penanaman Modal dan PTSP", "DPMPTSP", (("C", "Izin praktik tenaga kesehatan", 15),)),
    ("Badan Pendapatan Daerah", "Bapenda", (("D", "Pembayaran PBB", 5),)),
    ("Dinas Tenaga Kerja", "Disnaker", (("E", "Kartu pencari kerja", 10),)),
)


@dataclass
class Mall:
    """What the actors of the day in the mall share."""

    house: Organisation
    site: Site
    units: list[Organisation] = field(default_factory=list)
    lines: dict[str, Line] = field(default_factory=dict)
    counters: dict[int, Counter] = field(default_factory=dict)
    screen: Device | None = None
    kiosk: Device | None = None
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def screen_path(self) -> str:
        assert self.screen is not None
        return f"/layar/{self.screen.token}/"

    @property
    def kiosk_path(self) -> str:
        assert self.kiosk is not None
        return f"/kios/{self.kiosk.token}/"


def build_mall(now: datetime) -> Mall:
    """The mall with four tenants, five lines and five counters, in a database marked as a demonstration."""
    mark_installation(demonstration=True, now=now)
    past = now - LONG_AGO
    root = create_organisation(
        actor=SYSTEM, kind="ministry", name="Kementerian PANRB", slug="kemenpanrb", parent=None, now=past
    )
    city = create_organisation(
        actor=SYSTEM,
        kind="city",
        name="Pemerintah Kota Bogor",
        slug="kota-bogor",
        parent=root,
        now=past,
        time_zone=clock_of_the_place(now),
    )
    house = create_organisation(
        actor=SYSTEM,
        kind="mall",
        name="Mal Pelayanan Publik Kota Bogor",
        short_name="MPP Kota Bogor",
        slug="mpp-kota-bogor",
        parent=city,
        now=past,
        time_zone=city.time_zone,
        address="Jalan Contoh 1, Bogor Tengah, Kota Bogor",
    )
    site = Site.objects.create(organisation=house, door_token="pintu-utama-contoh")
    mall = Mall(house=house, site=site)
    for number, (name, short, lines) in enumerate(TENANTS, 1):
        _tenant(mall, city, number, name, short, lines, past)
    mall.screen = queues.device(site, Device.Kind.SCREEN, "layar-lobi-contoh", name="Layar lobi")
    mall.kiosk = queues.device(site, Device.Kind.KIOSK, "kios-lobi-contoh", name="Kios lobi")
    mall.people["manajer"] = officer_at("manajer", house, Role.MALL_MANAGER, Role.HEAD)
    mall.people["informasi"] = officer_at("informasi", house, Role.COUNTER)
    return mall


def clock_of_the_place(now: datetime) -> str:
    """That of Bogor; in its last hour that of Papua, where a day has just begun: numbers and visits are of one day."""
    return str(EAST if now.astimezone(WEST).hour == 23 else WEST)


def _tenant(
    mall: Mall,
    city: Organisation,
    number: int,
    name: str,
    short: str,
    lines: tuple[tuple[str, str, int], ...],
    past: datetime,
) -> None:
    unit = create_organisation(
        actor=SYSTEM,
        kind="agency",
        name=f"{name} Kota Bogor",
        short_name=short,
        slug=f"{short.lower()}-kota-bogor",
        parent=city,
        now=past,
        time_zone=city.time_zone,
    )
    Tenancy.objects.create(mall=mall.house, unit=unit, since=past.date())
    zone = Zone.objects.create(site=mall.site, name=f"Zona {number}", position=number)
    for prefix, title, minutes in lines:
        service = published_service(unit, title=title)
        mall.lines[prefix] = queues.line(mall.site, unit, prefix=prefix, zone=zone, service=service, minutes=minutes)
    numbers = (1, 2) if number == 1 else (number + 1,)
    for place in numbers:
        mall.counters[place] = queues.counter(mall.site, unit, place, zone=zone)
        mall.people[f"loket {place}"] = officer_at(f"loket{place}", unit, Role.COUNTER, Role.PROCESSOR)
    mall.units.append(unit)


def history(mall: Mall, now: datetime, *, days: int = 5) -> None:
    """Services of the days before, so that durations are known and a wait can be told."""
    officer = mall.people["loket 1"]
    for place, line in enumerate(mall.lines.values()):
        counter = next(one for one in mall.counters.values() if one.unit_id == line.unit_id)
        for number in range(1, 13):
            day = now - timedelta(days=1 + number % days, hours=1)
            _served(mall, line, counter, officer, number=number, at=day + timedelta(minutes=17 * number + place))


def _served(mall: Mall, line: Line, counter: Counter, officer: Person, *, number: int, at: datetime) -> None:
    lasted = timedelta(minutes=line.minutes * (0.6, 0.9, 1.2)[number % 3])
    ticket = Ticket.objects.create(
        number=f"ATR-{line.prefix * 6}{number:02d}-0",
        secret="x",
        secret_hash="x",
        site=mall.site,
        day=at.date(),
        taken_in=line,
        line=line,
        sequence=900 + number,
        state="done",
        way="kiosk",
        arrived_at=at - timedelta(minutes=9),
        turn=at - timedelta(minutes=9),
        counter=counter,
        called_at=at,
        served_at=at,
        closed_at=at + lasted,
    )
    Handling.objects.create(
        ticket=ticket,
        site=mall.site,
        line=line,
        counter=counter,
        officer=officer,
        day=at.date(),
        waited_from=at - timedelta(minutes=9),
        called_at=at,
        served_at=at,
        ended_at=at + lasted,
        outcome="done",
    )


def visits_offered(mall: Mall, prefix: str, now: datetime) -> list[Slot]:
    """Appointments of a line: one in twenty minutes, two tomorrow morning, one the morning after."""
    line = mall.lines[prefix]
    made = (now + timedelta(days=40)).date()  # these times stand as they are; the worker need not make others
    UnitPlan.objects.get_or_create(organisation=line.unit, defaults={"lead_minutes": 0, "generated_until": made})
    Offer.objects.get_or_create(organisation=line.unit, service=line.service)
    morning = now.astimezone(line.unit.zone).replace(hour=10, minute=0, second=0, microsecond=0)
    starts = [now.replace(second=0, microsecond=0) + timedelta(minutes=20)]
    starts += [morning + timedelta(days=1, minutes=minutes) for minutes in (0, 30, 24 * 60)]
    return [
        Slot.objects.create(organisation=line.unit, starts_at=start, ends_at=start + timedelta(minutes=30), capacity=4)
        for start in starts
    ]
