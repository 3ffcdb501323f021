"""Standards on their way in Kota Bogor: none, a draft, in discussion, renewed, its review overdue; and pledges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from melayani.delivery.catalogue import actions
from melayani.delivery.catalogue.models import Service, Standard
from melayani.delivery.catalogue.rules.sections import LimitRow, RequirementRow, StepRow
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer

TEAM = (
    ("Contoh Kepala Bogor", "head", "Kepala dinas"),
    ("Contoh Sekar", "owner", "Kepala bidang pelayanan"),
    ("Contoh Damar", "front", "Petugas loket"),
    ("Contoh Wulan", "administration", "Tata usaha"),
)
CHANNELS = ["Loket pengaduan di mal, lantai 1", "SP4N-LAPOR!"]
WHOLE: dict[str, Any] = {
    "complaint_handling": CHANNELS,
    "tiers": [LimitRow("Petugas loket", 1, "working_day"), LimitRow("Kepala bidang", 3, "working_day")],
    "legal_basis": [
        "UU 23/2006 jo. UU 24/2013 tentang Administrasi Kependudukan",
        "UU 25/2009 tentang Pelayanan Publik",
    ],
    "facilities": "Contoh: ruang tunggu 40 kursi, kursi roda, meja loket rendah, air minum.",
    "competence": "Contoh: paling rendah D3, lulus pelatihan SIAK.",
    "internal_control": "Contoh: kepala bidang memeriksa sepuluh berkas acak setiap minggu.",
    "staff_count": "Contoh: 6 orang di loket, 4 orang di belakang.",
    "service_guarantee": "Contoh: bila lewat waktu, dokumen diantar ke rumah tanpa biaya.",
    "safety_guarantee": "Contoh: data disimpan terenkripsi, blangko dalam lemari terkunci.",
    "staff_evaluation": "Contoh: dinilai setiap triwulan dari survei dan ketepatan waktu.",
}
LEGALISING: dict[str, Any] = {
    "requirements": [RequirementRow("Akta asli"), RequirementRow("Salinan akta"), RequirementRow("KTP-el pemohon")],
    "procedure": [
        StepRow("Pemohon menyerahkan akta dan salinannya", "applicant"),
        StepRow("Petugas mencocokkan dengan register", "processor"),
        StepRow("Pejabat menandatangani, petugas menyerahkan", "head"),
    ],
    "product": {"product": "Salinan akta yang dilegalisasi"},
}


@dataclass(frozen=True)
class Story:
    """One unit with its head, and the moments at which things were done."""

    unit: Organisation
    head: Officer
    now: datetime

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def service(self, source_id: str) -> Service:
        return Service.objects.select_related("agency").get(agency=self.unit, source_id=source_id)


def open_standards(here: tuple[Officer, Organisation], other: tuple[Officer, Organisation], *, now: datetime) -> None:
    """The registry of Kota Bogor (its head, the unit) at work on its standards; its pledge and that of another unit."""
    head, unit = here
    story = Story(unit, head, now)
    _without_standard(story)
    _in_draft(story)
    _renewed(story)
    _in_discussion(story)
    _overdue(story)
    for who, place in (here, other):
        _pledge(who, place, now - timedelta(days=40))


def _without_standard(story: Story) -> None:
    actions.create_service(
        agency=story.unit,
        title="Perubahan nama dalam akta (contoh)",
        group="adminduk",
        channels=["counter"],
        actor=story.head,
        now=story.ago(30),
    )


def _in_draft(story: Story) -> None:
    """A first draft with gaps, and a fee that cannot be read yet."""
    service = actions.create_service(
        agency=story.unit,
        title="Legalisasi akta (contoh)",
        group="adminduk",
        channels=["counter"],
        actor=story.head,
        now=story.ago(25),
    )
    draft = actions.draft_new_version(service=service, actor=story.head, now=story.ago(24))
    _begin(draft, story, story.ago(24), "Contoh: dilayani setiap hari, tetapi waktunya tidak pernah ditulis.")
    actions.save_draft(
        standard=draft,
        sections=LEGALISING,
        unread={"fee": {"fee-fee_amount": "seikhlasnya", "fee-fee_text": "", "fee-levy_text": ""}},
        actor=story.head,
        now=story.ago(20),
    )


def _renewed(story: Story) -> None:
    """A version that went the whole way, with what caused its changes."""
    at = story.ago(70)
    draft = _drafted(story, "contoh-bogor-akta-lahir-bontang", at, duration_text="2 hari kerja", duration_max=2)
    _discussed(draft, story, at + timedelta(days=8))
    actions.move(standard=draft, action="agree", actor=story.head, now=at + timedelta(days=12))
    actions.decree(
        standard=draft,
        decree_no="CONTOH/188/2026",
        decree_date=(at + timedelta(days=15)).date(),
        decree_by="Kepala dinas (contoh)",
        actor=story.head,
        now=at + timedelta(days=16),
    )
    _caused(draft, story, at + timedelta(days=16))
    begins = at + timedelta(days=20)
    due = (story.now + timedelta(days=295)).date()
    actions.publish(standard=draft, review_due=due, actor=story.head, now=begins)
    for medium, page in (("website", "standar"), ("social", "kabar")):
        actions.record_publication(
            standard=draft,
            medium=medium,
            published_on=begins.date(),
            address=f"https://contoh.example/{page}/akta-lahir",
            words="Contoh",
            actor=story.head,
            now=begins + timedelta(days=1),
        )
    actions.record_check(
        standard=draft,
        component="duration",
        state="partly",
        checked_on=story.ago(9).date(),
        finding="Contoh: 18 dari 20 berkas selesai dalam 2 hari kerja; dua menunggu jaringan.",
        actor=story.head,
        now=story.ago(9),
    )


def _caused(draft: Standard, story: Story, at: datetime) -> None:
    """What made the clauses change."""
    for component, kind, number, words in (
        ("duration", "survey", "", "Unsur waktu paling rendah dalam survei, warga minta lebih cepat."),
        ("complaint_handling", "finding", "1", "Warga tidak tahu ke mana mengadu bila akta terlambat."),
    ):
        actions.note_origin(
            standard=draft,
            component=component,
            kind=kind,
            number=number,
            words=words,
            actor=story.head,
            now=at,
        )


def _in_discussion(story: Story) -> None:
    at = story.ago(18)
    draft = _drafted(story, "contoh-bogor-kia-pasuruan", at, duration_text="1 hari kerja", duration_max=1)
    actions.move(standard=draft, action="consult", actor=story.head, now=at + timedelta(days=5))


def _overdue(story: Story) -> None:
    """In force, its review begun after the date that was set for it."""
    standard = story.service("contoh-bogor-kk-bontang").standards.get()
    due = story.ago(45).date()
    actions.plan_review(standard=standard, due=due, actor=story.head, now=story.ago(100))
    actions.move(standard=standard, action="review", actor=story.head, now=story.ago(12))


def _drafted(story: Story, source_id: str, at: datetime, *, duration_text: str, duration_max: int) -> Standard:
    """A whole draft of the next version of a service that has a standard, with a shorter time."""
    draft = actions.draft_new_version(service=story.service(source_id), actor=story.head, now=at)
    _begin(draft, story, at, "Contoh: waktu rata-rata lebih cepat daripada yang dijanjikan.")
    duration = {
        "duration_min": None,
        "duration_max": duration_max,
        "duration_unit": "working_day",
        "duration_text": duration_text,
        "clock_starts": "berkas lengkap dan benar",
    }
    actions.save_draft(standard=draft, sections={**WHOLE, "duration": duration, "stages": []}, actor=story.head, now=at)
    return draft


def _begin(draft: Standard, story: Story, at: datetime, present: str) -> None:
    for name, function, post in TEAM:
        actions.add_member(standard=draft, name=name, function=function, post=post, actor=story.head, now=at)
    actions.note_present_state(standard=draft, words=present, seen_on=at.date(), actor=story.head, now=at)


def _discussed(draft: Standard, story: Story, at: datetime) -> None:
    actions.move(standard=draft, action="consult", actor=story.head, now=at)
    actions.record_discussion(
        standard=draft,
        kind="other",
        held_on=at.date(),
        words="Contoh: warga, bidan, dan kelurahan meminta waktu yang lebih pendek dan kanal pengaduan yang jelas.",
        minutes_number="CONTOH/BA/7",
        actor=story.head,
        now=at,
    )


def _pledge(head: Officer, unit: Organisation, at: datetime) -> None:
    actions.publish_pledge(
        unit=unit,
        statements=actions.Statements(
            "Kami sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan.",
            "Kami memberikan pelayanan sesuai kewajiban dan melakukan perbaikan secara terus-menerus.",
            "Bila tidak menepati standar, kami bersedia menerima sanksi dan memberikan kompensasi.",
        ),
        signer_name=head.name,
        signer_post="Kepala (contoh)",
        place=unit.region.name if unit.region else "Kantor",
        signed_on=at.date(),
        decree_no="CONTOH/MP/2026",
        shown_at="ruang tunggu lantai 1",
        actor=head,
        now=at,
    )
