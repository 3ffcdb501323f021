"""The mall of Kota Bogor on an ordinary day. Its tenants, stands, hours and standards are examples, and say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from melayani.delivery.catalogue.actions import import_standard, place_agency, register_mall
from melayani.delivery.catalogue.queries import shipped_malls, shipped_standards
from melayani.entrances.office.demonstration import appointments, facilities, mall_state, people
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation, start_tenancy
from melayani.foundation.organisations.models import Kind, Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer, Role
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.rules import Hours

REGION = "Kota Bogor, Jawa Barat"
MALL = "mpp-kota-bogor"
MARK = "(contoh)"
NOTE = "Gerai, jam, sarana, dan penilaian di halaman ini contoh untuk peragaan; pengelola mal belum mengumumkannya."


@dataclass(frozen=True)
class Tenant:
    """A tenant by its published name; `follows` are records of services.json that its example standards follow,
    `asks` titles of services without any known standard. A `national` one stands below no local government."""

    name: str
    stand: str
    follows: Sequence[str] = ()
    asks: Sequence[str] = ()
    national: bool = False

    @property
    def region_text(self) -> str:
        """A national agency is found by its name alone, wherever it stands."""
        return "(kab/kota tidak disebut)" if self.national else REGION


TENANTS = (
    Tenant(
        "Disdukcapil Kota Bogor",
        "Lantai 1, gerai 1",
        ("ktpel-waykanan", "kk-bontang", "akta-lahir-bontang", "akta-mati-purbalingga", "kia-pasuruan"),
    ),
    Tenant("DPMPTSP Kota Bogor", "Lantai 1, gerai 2", ("sip-bidan-kolaka", "reklame-kotim")),
    Tenant("Satpol PP Kota Bogor", "Lantai 1, gerai 3", ("bantuan-personil-kediri",)),
    Tenant("Kantor Pertanahan Kota Bogor", "Lantai 2, gerai 4", asks=("Informasi pertanahan",), national=True),
    Tenant("BPJS Kesehatan Cabang Bogor", "Lantai 2, gerai 5", asks=("Informasi kepesertaan JKN",), national=True),
    Tenant("Polresta Bogor Kota", "Lantai 2, gerai 6", asks=("SKCK",), national=True),
)
REGISTRY, PERMITS = TENANTS[0], TENANTS[1]
MANAGER = people.SignIn(
    f"mpp.bogor@{people.DOMAIN}", "Contoh Pengelola MPP Bogor", (Role.MALL_MANAGER,), "mal: gerai, kesiapan, sarana"
)
BUREAU = people.SignIn(
    f"organisasi.bogor@{people.DOMAIN}",
    "Contoh Bagian Organisasi Bogor",
    (Role.BUREAU,),
    "standar, kesiapan mal, dan sarana sekota",
)
PERMIT_DESK = people.SignIn(
    f"petugas.izin.bogor@{people.DOMAIN}",
    "Contoh Petugas Izin Bogor",
    (Role.COUNTER, Role.PROCESSOR),
    "gerai perizinan di mal",
)


def open_malls(*, hashed: str, since: datetime, now: datetime) -> None:
    """Enter the malls that published sources name, and let the one of Kota Bogor live through the day."""
    for source in shipped_malls():
        note = NOTE if source["region_text"] == REGION else ""
        register_mall(source={**source, "note": note}, actor=SYSTEM, now=since)
    mall = Organisation.objects.get(slug=MALL)
    manager = people.make(MANAGER, mall, hashed=hashed, since=since)
    people.make(BUREAU, ancestors_and_self(mall)[-2], hashed=hashed, since=since)
    _open_hours(mall, since)
    units = [_move_in(mall, tenant, since) for tenant in TENANTS]
    mall_state.look_around(mall, manager, now=now)
    facilities.look_at_tenants(units, now=now)
    _staff(hashed, since, now)


def place() -> Organisation:
    """The mall itself."""
    return Organisation.objects.get(slug=MALL)


def registry() -> tuple[Officer, Organisation]:
    """The head of the city's registry, and the registry, once the mall is open."""
    head = people.officer_by_email(people.registry_sign_ins("bogor")[2].email)
    return head, head.organisations[0]


def sign_ins() -> list[people.SignIn]:
    """The accounts of the mall and of its first two tenants."""
    return [MANAGER, BUREAU, *people.registry_sign_ins("bogor"), PERMIT_DESK]


def _move_in(mall: Organisation, tenant: Tenant, since: datetime) -> Organisation:
    if tenant.national:
        _found_national(tenant, mall, since)
    for source_id in tenant.follows:
        import_standard(source=_following(source_id, tenant), actor=SYSTEM, now=since)
    for number, title in enumerate(tenant.asks):
        asked = import_standard(source=_unknown(title, tenant, number), actor=SYSTEM, now=since).service
        asked.channels = ["counter"]  # nothing is known of another way
        asked.save(update_fields=["channels"])
    unit = place_agency(published=tenant.name, region_text=tenant.region_text, actor=SYSTEM, now=since)
    _open_hours(unit, since)
    first = since.astimezone(mall.zone).date()
    start_tenancy(actor=SYSTEM, mall=mall, unit=unit, since=first, stand=tenant.stand, now=since)
    return unit


def _found_national(tenant: Tenant, mall: Organisation, since: datetime) -> None:
    create_organisation(
        actor=SYSTEM,
        kind=Kind.AGENCY,
        name=tenant.name,
        parent=Organisation.objects.get(depth=1),
        region=mall.region,
        time_zone=mall.time_zone,
        now=since,
    )


def _following(source_id: str, tenant: Tenant) -> dict[str, Any]:
    """A published standard of another agency, lent to the tenant without what is the other agency's own."""
    record = next(one for one in shipped_standards()["services"] if one["id"] == source_id)
    note = f"Contoh untuk peragaan: mengikuti standar terbit {record['agency']}, bukan standar {tenant.name}."
    return {**record, **_own(tenant, f"contoh-bogor-{source_id}", record["service"]), "note": note}


def _unknown(title: str, tenant: Tenant, number: int) -> dict[str, Any]:
    """A service of which no standard is known here: every part is unknown, none is invented."""
    return {
        **_own(tenant, f"contoh-bogor-{tenant.stand[-1]}-{number}", title),
        "group": "lainnya",
        "forms": [],
        "requirements": [],
        "procedure_steps": [],
        "duration": {"text": "tidak diketahui", "min": None, "max": None, "unit": None, "clock_starts": None},
        "fee": {"amount": None, "currency": "IDR", "text": "tidak diketahui"},
        "product": title,
        "partial": ["requirements", "procedure_steps", "duration", "fee", "complaint_channels"],
        "note": f"Contoh untuk peragaan: standar {tenant.name} belum dicatat di sini.",
    }


def _own(tenant: Tenant, source_id: str, title: str) -> dict[str, Any]:
    return {
        "id": source_id,
        "agency": tenant.name,
        "region_text": tenant.region_text,
        "service": f"{title} {MARK}",
        "decree_no": None,
        "legal_basis": [],
        "complaint_channels": [],
        "complaint_sla": [],
        "source": "",
    }


def _open_hours(organisation: Organisation, since: datetime) -> None:
    """Monday to Saturday, as an example; a mall serves through the lunch break."""
    usual, short = Hours(opens=time(8), closes=time(16)), Hours(opens=time(8), closes=time(12))
    hours = {day: short if day == 5 else usual for day in range(6)}
    first = since.astimezone(organisation.zone).date()
    workdays.set_hours(organisation=organisation, hours=hours, since=first, actor=SYSTEM, now=since)


def _staff(hashed: str, since: datetime, now: datetime) -> None:
    """People at the registry's and the permit office's stands, and the registry's visits of the coming days."""
    registry, permits = (
        place_agency(published=one.name, region_text=REGION, actor=SYSTEM, now=since) for one in (REGISTRY, PERMITS)
    )
    front, _approver, head = (
        people.make(one, registry, hashed=hashed, since=since) for one in people.registry_sign_ins("bogor")
    )
    people.make(PERMIT_DESK, permits, hashed=hashed, since=since)
    appointments.open_visits(unit=registry, head=head, front=front, now=now)
