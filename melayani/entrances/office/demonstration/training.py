"""Events: what the news of 2020 reported, as numbers with their source; and made-up ones that lie ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from melayani.entrances.office.demonstration import people
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Citizen, Role
from melayani.oversight.training import actions
from melayani.oversight.training.models import Event

FIN = "fin.co.id, 16 April 2020"
TEMPO = "TEMPO.CO, sekitar 14 April 2020"
INDONEWS = "INDONEWS.ID, 18 Juni 2020"
BERITATERBIT = "beritaterbit.com, 12 November 2020"
HOUR_UNKNOWN = "Jam mulai dan selesai tidak disebut sumbernya."
TRAINER = people.SignIn(
    f"bimtek@{people.DOMAIN}",
    "Contoh Penyelenggara Bimtek",
    (Role.MINISTRY, Role.BUREAU),
    "acara: bimtek, lokakarya, rakor",
)


@dataclass(frozen=True)
class Sitting:
    """One session as a source reported it; places hold whoever is named, people only where a number was given."""

    title: str
    regions: Sequence[str]
    offices: Sequence[str]
    people: int | None = None
    counted_offices: int | None = None
    note: str = HOUR_UNKNOWN


@dataclass(frozen=True)
class Reported:
    """An event of the news; speakers stand in the role in which the article names them."""

    slug: str
    day: date
    kind: str
    title: str
    source: str
    sittings: Sequence[Sitting]
    topics: Sequence[str] = ()
    audience: str = ""
    aims: str = ""
    summary: str = ""
    speakers: Sequence[tuple[str, str]] = ()


THREE = ("organisation_bureau", "permit_office", "tourism_office")
REPORTED = (
    Reported(
        slug="bimtek-pelayanan-publik-jateng-diy-2020",
        day=date(2020, 4, 14),
        kind="technical_guidance",
        title="Bimtek pelayanan publik Jawa Tengah dan DI Yogyakarta",
        source=FIN,
        topics=("service_standard", "survey", "consultation", "facilities"),
        audience="Pemerintah kabupaten dan kota di Jawa Tengah dan DI Yogyakarta.",
        aims="Mutu pelayanan, iklim investasi, dan tujuan wisata internasional.",
        summary="Bimtek pertama yang seluruhnya lewat konferensi video. Pelayanan dan perbaikannya harus berjalan terus"
        " selama pembatasan.",
        speakers=(
            ("Diah Natalisa", "Deputi Bidang Pelayanan Publik, memimpin"),
            ("Damayani Tyastianti", "Asisten Deputi Wilayah III, membuka"),
        ),
        sittings=(
            Sitting(
                "Sesi 1: DI Yogyakarta",
                ("34", "34.01", "34.02", "34.03", "34.04", "34.71"),
                THREE,
                37,
                18,
                f"18 kantor dihitung dari berita: 6 pemerintah daerah, masing-masing 3 kantor. {HOUR_UNKNOWN}",
            ),
            Sitting(
                "Sesi 2: Jawa Tengah",
                ("33", "33.01", "33.02", "33.04", "33.29"),
                THREE,
                35,
                15,
                f"15 kantor dihitung dari berita: 5 pemerintah daerah, masing-masing 3 kantor. {HOUR_UNKNOWN}",
            ),
        ),
    ),
    Reported(
        slug="konferensi-layanan-daring-13-kota-2020",
        day=date(2020, 4, 14),
        kind="conference",
        title="Konferensi video layanan daring dengan Disdukcapil 13 kota",
        source=TEMPO,
        topics=("online_services", "service_standard"),
        audience="Disdukcapil 13 kota dan beberapa kepala bagian organisasi.",
        summary="Layanan ditawarkan daring selama pembatasan. Dua asas: kepastian waktu, biaya, dan prosedur;"
        " informasi yang jelas.",
        sittings=(
            Sitting(
                "Konferensi video",
                (),
                ("civil_registry", "organisation_bureau"),
                None,
                13,
                "13 kota diundang menurut berita; jumlah orangnya tidak disebut.",
            ),
        ),
    ),
    Reported(
        slug="rakor-pengaduan-informasi-publik-2020",
        day=date(2020, 6, 18),
        kind="coordination_meeting",
        title="Rapat koordinasi pengelola pengaduan dan informasi publik pemerintah daerah",
        source=INDONEWS,
        topics=("complaints", "public_information"),
        audience="Unit pengelola dari seluruh 34 provinsi (jumlah provinsi pada tahun 2020).",
        summary="Mutu pelayanan tidak boleh turun selama pandemi. Tugas yang sudah berjalan diteruskan.",
        speakers=(
            ("Bahtiar", "Kepala Pusat Penerangan Kemendagri"),
            ("Diah Natalisa", "Deputi Bidang Pelayanan Publik Kementerian PANRB"),
            ("Gede Narayana", "Ketua Komisi Informasi Pusat"),
        ),
        sittings=(
            Sitting(
                "Rapat virtual",
                (),
                ("complaint_manager", "information_manager"),
                None,
                34,
                "Unit pengelola dari 34 provinsi menurut berita; jumlah orangnya tidak disebut.",
            ),
        ),
    ),
    Reported(
        slug="lokakarya-standar-pelayanan-wilayah-i-2020",
        day=date(2020, 11, 12),
        kind="workshop",
        title="Lokakarya penerapan standar pelayanan pemerintah daerah Wilayah I",
        source=BERITATERBIT,
        topics=("service_standard",),
        audience="Disdukcapil, DPMPTSP, dan sekretaris daerah Wilayah I (Sumatra dan Jawa, menurut berita).",
        aims="Pelayanan prima, tanggap, dan berdaya saing.",
        summary="Masalah yang ditemukan: standar belum pasti, informasi belum jelas, sarana kurang, pemakaian teknologi"
        " lemah.",
        speakers=(("Jeffrey Erlan Muller", "Asisten Deputi Wilayah I, membuka"),),
        sittings=(
            Sitting(
                "Lokakarya virtual",
                (),
                ("civil_registry", "permit_office", "regional_secretary"),
                None,
                None,
                "Jumlah peserta tidak disebut sumbernya.",
            ),
        ),
    ),
)
QUESTIONS = (
    actions.Asked("Berapa komponen standar pelayanan menurut UU 25/2009?", ["7", "14", "21"], 1),
    actions.Asked("Kapan tenggat layanan berhenti berjalan?", ["Saat berkas dikembalikan", "Tidak pernah"], 0),
    actions.Asked("Apa yang pertama dilakukan bila jam layanan berubah?", ["Mengumumkannya", "Menunggu"], 0),
)


def open_training(*, hashed: str, since: datetime, units: Sequence[Organisation], now: datetime) -> None:
    """Four events of 2020, one that just ended with certificates to come, three that lie ahead."""
    ministry = Organisation.objects.get(depth=1)
    people.make(TRAINER, ministry, hashed=hashed, since=since)
    for one in REPORTED:
        _report(ministry, one, now)
    _just_over(ministry, now)
    _coming(ministry, units, now)


def sign_in() -> people.SignIn:
    """Who runs the events of the demonstration."""
    return TRAINER


def _report(ministry: Organisation, one: Reported, now: datetime) -> None:
    event = actions.draft_event(
        actor=SYSTEM,
        organisation=ministry,
        slug=one.slug,
        kind=one.kind,
        title=one.title,
        source=one.source,
        topics=list(one.topics),
        audience=one.audience,
        aims=one.aims,
        summary=one.summary,
        speakers=[{"name": name, "role": role} for name, role in one.speakers],
        now=now,
    )
    starts = datetime.combine(one.day, time(9), tzinfo=ministry.zone)  # keeps the order; no page shows this hour
    for number, sitting in enumerate(one.sittings):
        begins = starts + timedelta(hours=4 * number)
        plan = actions.Plan(
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            time_known=False,
            title=sitting.title,
            regions=sitting.regions,
            offices=sitting.offices,
            capacity=sitting.people or 500,
            room_kind="none",
            place="Konferensi video",
            recorded_people=sitting.people,
            recorded_offices=sitting.counted_offices,
            recorded_note=sitting.note,
        )
        actions.save_session(actor=SYSTEM, event=event, plan=plan, now=now)
    actions.finish(actor=SYSTEM, event=event, now=now)


def _just_over(ministry: Organisation, now: datetime) -> None:
    """An example event of last week: people came, tests were taken, the worker issues the certificates."""
    before = now - timedelta(days=20)
    starts = _morning(ministry, now - timedelta(days=6))
    event = _example(
        ministry,
        before,
        title="Bimtek menyusun standar pelayanan (contoh)",
        kind="technical_guidance",
        topics=["service_standard", "survey"],
        certificate=True,
        needs_feedback=True,
        post_score=60,
    )
    plan = actions.Plan(starts_at=starts, ends_at=starts + timedelta(hours=3), capacity=40, cap_per_agency=3)
    session = actions.save_session(actor=SYSTEM, event=event, plan=plan, now=before)
    actions.save_questions(actor=SYSTEM, event=event, asked=QUESTIONS, now=before)
    event = actions.publish(actor=SYSTEM, event=event, now=before)
    session.event = event
    regions = {row.code: row for row in Region.objects.filter(code__in=("34.04", "34.02", "33.01", "33.04"))}
    offices = ("permit_office", "organisation_bureau", "civil_registry")
    for number in range(12):
        region = list(regions.values())[number % len(regions)] if regions else None
        row = _register(session, number, offices[number % 3], region, before + timedelta(hours=number))
        own: dict[str, Any] = {"actor": Citizen(), "registration": row, "secret": row.secret}
        right = {1: 1, 2: 0, 3: 0}
        actions.take_test(moment="pre", given={**right, 1: 0, 2: number % 2}, now=starts, **own)
        if number % 5 == 4:
            continue
        actions.mark_at_desk(actor=SYSTEM, registration=row, part=1, now=starts)
        actions.take_test(moment="post", given={**right, 1: number % 4 and 1}, now=plan.ends_at, **own)
        liked = {"material": 4, "speaker": 3 + number % 2, "organisation": 4, "room": 2 + number % 3}
        actions.give_feedback(scores=liked, text="", now=plan.ends_at, **own)
    actions.finish(actor=SYSTEM, event=event, now=now - timedelta(days=5))


def _coming(ministry: Organisation, units: Sequence[Organisation], now: datetime) -> None:
    """Open to all; nearly full with approval; by invitation, to which the registries are invited."""
    wide = _wide(ministry, now)
    _small(ministry, now)
    _by_invitation(ministry, units, now)
    for unit in units:
        due = (now + timedelta(days=10)).date()
        text = "Perbarui maklumat pelayanan sesuai hasil bimtek (contoh)"
        actions.give_task(actor=SYSTEM, event=wide, organisation=unit, text=text, due_on=due, now=now)


def _wide(ministry: Organisation, now: datetime) -> Event:
    """Two sessions for two provinces, with places left."""
    wide = _example(
        ministry,
        now,
        title="Bimtek survei kepuasan masyarakat (contoh)",
        kind="technical_guidance",
        topics=["survey", "consultation"],
        certificate=True,
        parts_percent=50,
        speakers=[{"name": "Contoh Narasumber", "role": "pengolah survei (nama contoh)"}],
    )
    for number, (title, regions) in enumerate((("Sesi Jawa Tengah", ["33*"]), ("Sesi DI Yogyakarta", ["34*"]))):
        starts = _morning(ministry, now + timedelta(days=12 + number))
        _sitting(wide, starts, now, title=title, regions=regions, capacity=40, cap_per_agency=3, parts=2)
    return actions.publish(actor=SYSTEM, event=wide, now=now)


def _small(ministry: Organisation, now: datetime) -> None:
    """Full, with somebody in the waiting list and registrations to judge."""
    small = _example(
        ministry,
        now,
        title="Lokakarya sarana ramah kelompok rentan (contoh)",
        kind="workshop",
        topics=["facilities"],
        needs_approval=True,
    )
    starts = _morning(ministry, now + timedelta(days=20))
    session = _sitting(small, starts, now, capacity=4, cap_per_agency=2, place="Aula contoh, Jakarta")
    session.event = actions.publish(actor=SYSTEM, event=small, now=now)
    for number in range(6):
        _register(session, 50 + number, "service_mall", None, now)


def _by_invitation(ministry: Organisation, units: Sequence[Organisation], now: datetime) -> None:
    """A meeting to which the registries are invited."""
    invited = _example(
        ministry,
        now,
        title="Rapat koordinasi pelayanan kependudukan (contoh)",
        kind="coordination_meeting",
        topics=["complaints", "online_services"],
        by_invitation=True,
    )
    starts = _morning(ministry, now + timedelta(days=9))
    link = {"room_kind": "link", "room_url": "https://rapat.contoh.example/kependudukan"}
    session = _sitting(invited, starts, now, capacity=60, cap_per_agency=2, **link)
    session.event = actions.publish(actor=SYSTEM, event=invited, now=now)
    actions.invite_units(actor=SYSTEM, session=session, organisations=units, office="civil_registry", people=2, now=now)


def _example(ministry: Organisation, now: datetime, **given: Any) -> Event:
    summary = "Acara contoh untuk peragaan; bukan acara sebenarnya."
    return actions.draft_event(actor=SYSTEM, organisation=ministry, summary=summary, now=now, **given)


def _sitting(event: Event, starts: datetime, now: datetime, **given: Any) -> Any:
    plan = actions.Plan(starts_at=starts, ends_at=starts + timedelta(hours=3), **given)
    return actions.save_session(actor=SYSTEM, event=event, plan=plan, now=now)


def _register(session: Any, number: int, office: str, region: Region | None, now: datetime) -> Any:
    place = region.name if region else f"Contoh {number}"
    who = actions.Participant(
        name=f"Contoh Peserta {number + 1}",
        position="Analis kebijakan",
        office=office,
        agency_name=f"Kantor contoh {place}",
        region=region,
    )
    contact = keep_contact(email=f"peserta{number + 1}@{people.DOMAIN}", now=now)
    return actions.register(actor=Citizen(), session=session, who=who, contact=contact, now=now)


def _morning(ministry: Organisation, moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(ministry.zone).date(), time(9), tzinfo=ministry.zone)
