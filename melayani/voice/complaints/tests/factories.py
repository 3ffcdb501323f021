"""Complaints by situation, in a world of two governments whose liaison officers stand where practice has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_number
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer
from melayani.voice.complaints import access, actions, rules, states, word_index
from melayani.voice.complaints.models import Category, Complaint, Question, equality_hash
from tests.remembered import remembered

EMAIL = "pelapor@contoh.id"
STORY = "Jalan Contoh berlubang sejak Senin di depan sekolah, dua orang sudah jatuh dari motor."
SITI = rules.Reporter(name="Contoh Siti", address="Jalan Contoh 1", email=EMAIL)


@dataclass(frozen=True)
class Town:
    """The world of people's factories with what complaints need: two cities, each with units and liaison officers.

    Bontang: the city (coordinator, with bureau and auditor), the registry (liaison and head) with a unit below it, the
    public works with a head, and the inspectorate. Bengkalis: the regency and its registry, each with a liaison.
    """

    people: World
    city_liaison: Officer
    city_head: Officer
    bureau: Officer
    auditor: Officer
    registry_liaison: Officer
    unit: Organisation
    unit_liaison: Officer
    unit_head: Officer
    works: Organisation
    works_liaison: Officer
    works_head: Officer
    inspectorate: Organisation
    inspectorate_liaison: Officer
    regency_liaison: Officer
    bengkalis_liaison: Officer

    @property
    def city(self) -> Organisation:
        return self.people.bontang_city

    @property
    def registry(self) -> Organisation:
        return self.people.bontang

    @property
    def stranger(self) -> Officer:
        """A liaison officer of another government."""
        return self.bengkalis_liaison


def town(world: World) -> Town:
    """Give the shared world its liaison officers and units."""
    city, registry = world.bontang_city, world.bontang
    unit = _place("unit", "Unit Layanan Keliling Bontang", "keliling-bontang", registry)
    works = _place("agency", "Dinas Pekerjaan Umum Kota Bontang", "pu-bontang", city)
    inspectorate = _place("agency", "Inspektorat Kota Bontang", "inspektorat-bontang", city)
    return Town(
        people=world,
        city_liaison=officer(Role.LIAISON, city, name="Penghubung Kota"),
        city_head=officer(Role.HEAD, city, name="Sekretaris Kota"),
        bureau=officer(Role.BUREAU, city, name="Biro Organisasi Bontang"),
        auditor=officer(Role.AUDITOR, city, name="Auditor Bontang"),
        registry_liaison=officer(Role.LIAISON, registry, name="Penghubung Dukcapil"),
        unit=unit,
        unit_liaison=officer(Role.LIAISON, unit, name="Penghubung Keliling"),
        unit_head=officer(Role.HEAD, unit, name="Kepala Keliling"),
        works=works,
        works_liaison=officer(Role.LIAISON, works, name="Penghubung PU"),
        works_head=officer(Role.HEAD, works, name="Kepala PU"),
        inspectorate=inspectorate,
        inspectorate_liaison=officer(Role.LIAISON, inspectorate, name="Penghubung Inspektorat"),
        regency_liaison=officer(Role.LIAISON, world.bengkalis_regency, name="Penghubung Bengkalis"),
        bengkalis_liaison=officer(Role.LIAISON, world.bengkalis, name="Penghubung Dukcapil Bengkalis"),
    )


def _place(kind: str, name: str, slug: str, parent: Organisation) -> Organisation:
    return create_organisation(
        actor=SYSTEM, kind=kind, name=name, slug=slug, parent=parent, now=LONG_AGO, time_zone=parent.time_zone
    )


@remembered
def regions() -> tuple[Region, Region]:
    """Kota Bontang within Kalimantan Timur, and a district of it."""
    province, _ = Region.objects.get_or_create(code="64", defaults={"level": "province", "name": "Kalimantan Timur"})
    city, _ = Region.objects.get_or_create(
        code="64.74", defaults={"level": "regency", "name": "Kota Bontang", "parent": province}
    )
    district, _ = Region.objects.get_or_create(
        code="64.74.01", defaults={"level": "district", "name": "Bontang Utara", "parent": city}
    )
    return city, district


@remembered
def road_category(**over: Any) -> Category:
    """Potholes, with a required choice and a free number."""
    fields: dict[str, Any] = {"slug": "jalan-rusak", "name": "Jalan rusak", "name_en": "Damaged road", "position": 1}
    row, made = Category.objects.get_or_create(slug=over.pop("slug", fields.pop("slug")), defaults={**fields, **over})
    if made:
        Question.objects.create(
            category=row,
            code="size",
            datatype="singlevaluelist",
            required=True,
            description="Seberapa besar?",
            order=1,
            values=[{"key": "small", "name": "Kecil"}, {"key": "large", "name": "Besar"}],
        )
        Question.objects.create(category=row, code="count", datatype="number", description="Berapa lubang?", order=2)
    return row


@remembered
def quiet_category() -> Category:
    """A category that never stands in public lists."""
    row, _ = Category.objects.get_or_create(
        slug="kekerasan", defaults={"name": "Kekerasan terhadap anak", "listed": False, "position": 9}
    )
    return row


def contact_of(email: str = EMAIL, *, now: datetime, language: str = "id") -> Contact:
    return keep_contact(email=email, language=language, now=now)


def report(**over: Any) -> rules.Report:
    """A complaint about a road, as a citizen types it."""
    return rules.Report(**{"kind": rules.COMPLAINT, "text": STORY, **over})


@remembered
def filed(
    town: Town,
    *,
    now: datetime,
    about: Organisation | None = None,
    service: Service | None = None,
    category: Category | None = None,
    email: str = EMAIL,
    name: str = "Contoh Siti",
    files: Sequence[UUID] = (),
    **over: Any,
) -> Complaint:
    """Sent over the web by somebody with a proven e-mail address, about the registry unless told otherwise."""
    contact = contact_of(email, now=now)
    anonymous = bool(over.get("anonymous"))
    return actions.file_complaint(
        actor=Citizen(token=f"sesi-{email}", contact_id=contact.pk),
        report=report(**over),
        reporter=rules.Reporter(email=email) if anonymous else rules.Reporter(name=name, email=email),
        channel=rules.WEB,
        about=about if about or service else town.registry,
        service=service,
        category=category,
        contact=contact,
        files=files,
        now=now,
    )


def anonymous(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """The reporter's name is kept from everybody; news still comes."""
    return filed(town, now=now, anonymous=True, **over)


def secret(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """The content is kept from the public."""
    return filed(town, now=now, secret=True, **over)


def oversight(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """About misconduct at the registry: the city receives it, nobody at the registry learns of it."""
    text = "Petugas loket meminta uang dua ratus ribu supaya berkas saya didahulukan."
    return filed(town, now=now, **{"conduct": True, "text": text, **over})


def question(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """A question for information."""
    text = "Apa saja syarat mengurus akta kelahiran anak kedua?"
    return filed(town, now=now, **{"kind": rules.INFORMATION_QUESTION, "text": text, **over})


def aspiration(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """A wish, for which no limit is known."""
    return filed(
        town, now=now, **{"kind": rules.ASPIRATION, "text": "Semoga loket dibuka juga pada hari Sabtu.", **over}
    )


def by_letter(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """Written down by the registry's counter from a letter; without telephone and e-mail it carries a paper code."""
    return actions.file_complaint(
        actor=town.people.bontang_counter,
        report=report(**over),
        reporter=rules.Reporter(name="Contoh Mbah"),
        channel=rules.LETTER,
        about=town.registry,
        now=now,
    )


def near_school(**over: Any) -> dict[str, Any]:
    """A position in Bontang."""
    return {"latitude": Decimal("0.132456"), "longitude": Decimal("117.487654"), **over}


def service_of(organisation: Organisation, **over: Any) -> Service:
    return published_service(organisation, **{"title": "Akta kelahiran", **over})


# --- further along: each brought there by the real actions, an hour apart ---------------------------------------------
def reloaded(row: Complaint) -> Complaint:
    return Complaint.objects.select_related(*access.LOADED).get(pk=row.pk)


@remembered
def verified(town: Town, *, now: datetime, complaint_class: str = rules.NON_OVERSIGHT, **over: Any) -> Complaint:
    """Read and classed an hour after receipt, by the coordinator's liaison officer."""
    row = filed(town, now=now, **over)
    actions.verify(
        actor=liaison_of(town, row), complaint=row, complaint_class=complaint_class, now=now + timedelta(hours=1)
    )
    return reloaded(row)


@remembered
def forwarded(town: Town, *, now: datetime, to: Organisation | None = None, **over: Any) -> Complaint:
    """Given by the registry to its mobile unit (or to `to`) two hours after receipt."""
    row = verified(town, now=now, **over)
    actions.forward(
        actor=liaison_of(town, row),
        complaint=row,
        to=to or town.unit,
        instruction="Periksa dan jawab.",
        now=now + timedelta(hours=2),
    )
    return reloaded(row)


@remembered
def answered(town: Town, *, now: datetime, after: timedelta = timedelta(hours=3), **over: Any) -> Complaint:
    """Answered by the registry, three hours after receipt or `after`."""
    row = verified(town, now=now, **over)
    actions.answer(
        actor=liaison_of(town, row), complaint=row, text="Lubangnya sudah kami tutup hari ini.", now=now + after
    )
    return reloaded(row)


def answered_late(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """Answered 40 days after receipt, past its 14 working days."""
    return answered(town, now=now, after=timedelta(days=40), **over)


@remembered
def confirmed(town: Town, *, now: datetime, satisfaction: int | None = 4, **over: Any) -> Complaint:
    """The reporter agreed with the answer and said how satisfied."""
    row = answered(town, now=now, **over)
    actions.confirm(
        actor=Citizen(token="sesi"),
        complaint=row,
        secret=row.secret,
        satisfaction=satisfaction,
        now=now + timedelta(hours=5),
    )
    return reloaded(row)


@remembered
def contested(town: Town, *, now: datetime, **over: Any) -> Complaint:
    """The reporter did not agree; it is open again."""
    row = answered(town, now=now, **over)
    actions.contest(
        actor=Citizen(token="sesi"),
        complaint=row,
        secret=row.secret,
        reason="Lubangnya masih ada.",
        now=now + timedelta(hours=5),
    )
    return reloaded(row)


@remembered
def rejected(town: Town, *, now: datetime, **over: Any) -> Complaint:
    row = filed(town, now=now, **over)
    actions.reject(
        actor=liaison_of(town, row),
        complaint=row,
        outcome=states.OUTSIDE_SCOPE,
        reason="Ini perkara pengadilan.",
        now=now + timedelta(hours=1),
    )
    return reloaded(row)


@remembered
def published(town: Town, *, now: datetime, title: str = "", words: str = "", **over: Any) -> Complaint:
    """Verified and put before the public; `now` is the moment at which it is published."""
    row = verified(town, now=now - timedelta(hours=2), **over)
    actions.publish(
        actor=liaison_of(town, row),
        complaint=row,
        title=title or "Jalan Contoh berlubang",
        text=words or row.text,
        now=now,
    )
    return reloaded(row)


@remembered
def duplicate(town: Town, *, now: datetime, master: Complaint | None = None, **over: Any) -> Complaint:
    """A second person's report, joined to `master` (made when none is given)."""
    top = master or verified(town, now=now)
    text = "Di Jalan Contoh depan sekolah ada lubang besar yang membuat orang jatuh."
    row = filed(town, now=now, **{"email": "kedua@contoh.id", "text": text, **over})
    actions.merge_into(actor=liaison_of(town, row), complaint=row, master=top, now=now + timedelta(hours=3))
    return reloaded(row)


def liaison_of(town: Town, row: Complaint) -> Officer:
    """The liaison officer of the organisation that received the report."""
    people = {town.registry.pk: town.registry_liaison, town.unit.pk: town.unit_liaison}
    people |= {town.works.pk: town.works_liaison, town.city.pk: town.city_liaison}
    people |= {town.people.bengkalis.pk: town.bengkalis_liaison}
    return people[row.coordinator_id]


def many_published(town: Town, count: int, *, now: datetime, words: str = "Jalan berlubang", **over: Any) -> None:
    """`count` published reports quickly, one minute apart, with their words, without record and messages."""
    rows = Complaint.objects.bulk_create(
        Complaint(
            number=make_number("ADU"),
            secret="rahasia",
            secret_hash=equality_hash(f"{place}-{words}-{now.timestamp()}", field="secret"),
            **{
                "kind": rules.COMPLAINT,
                "complaint_class": rules.NON_OVERSIGHT,
                "state": states.VERIFIED,
                "channel": rules.WEB,
                "organisation": town.registry,
                "coordinator": town.registry,
                "text": words,
                "publication": "published",
                "public_title": f"{words} {place}",
                "public_text": f"{words} nomor {place}",
                "published_at": now - timedelta(minutes=place),
                "received_at": now - timedelta(minutes=place),
                "verified_at": now,
                "updated_at": now,
                **over,
            },
        )
        for place in range(count)
    )
    for row in rows:
        word_index.keep(row.number)
