"""Innovations of the demonstration: made up, each in another situation, at agencies that are real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from melayani.entrances.office.demonstration import people
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer
from melayani.foundation.people.rules import Role
from melayani.oversight.innovations import actions, rules
from melayani.oversight.innovations.actions.checking import Look
from melayani.oversight.innovations.actions.copying import Takeover
from melayani.oversight.innovations.actions.describing import Description, FigureGiven
from melayani.oversight.innovations.models import Innovation

MARK = "Contoh rekaan untuk peragaan. "


@dataclass(frozen=True)
class Story:
    """An innovation as an agency would write it down."""

    title: str
    summary: str
    background: str
    novelty: str
    evaluation: str
    figures: tuple[FigureGiven, ...] = ()
    phase: str = rules.DEVELOPMENT
    is_digital: bool = False
    legal: str = ""
    resources: tuple[str, ...] = ()


RIVER = Story(
    title="Perahu Akta: akta kelahiran sampai ke dusun tepi sungai",
    summary="Petugas datang dengan perahu dua kali sebulan, memeriksa berkas di tempat, dan membawa akta yang sudah "
    "jadi pada kunjungan berikutnya.",
    background="Keluarga di dusun tepi sungai perlu satu hari dan ongkos perahu besar untuk sampai ke kantor. Banyak "
    "anak baru punya akta saat masuk sekolah, dan berkas yang kurang membuat mereka pulang dengan tangan kosong.",
    novelty="Berkas diperiksa di dusun dengan daftar syarat yang sama dengan di loket, lalu dikirim malam itu juga. "
    "Tahapnya: jadwal diumumkan di dusun, kader memeriksa kelengkapan, petugas datang, akta diantar dua minggu "
    "kemudian.",
    evaluation="Kantor mencatat lama dari kunjungan sampai akta diterima. Kepala dusun menilai setiap tiga bulan "
    "dengan formulir singkat; hasilnya dibahas di rapat bulanan.",
    figures=(
        FigureGiven(
            "Lama dari lahir sampai akta diterima",
            "hari",
            Decimal(212),
            date(2024, 1, 31),
            Decimal(46),
            date(2025, 12, 31),
            True,
            "catatan kantor",
        ),
        FigureGiven(
            "Anak di bawah satu tahun dengan akta",
            "persen",
            Decimal(38),
            date(2024, 1, 31),
            Decimal(81),
            date(2025, 12, 31),
            False,
            "catatan kantor",
        ),
    ),
    legal="SK Kepala Dinas (contoh) 7/2024",
    resources=("budget", "staff", "facilities"),
)
QUIET = Story(
    title="Jam Tenang bagi warga dengan autisme",
    summary="Setiap Selasa sore ruang tunggu diredupkan, pengeras suara dimatikan, dan nomor dipanggil lewat ponsel.",
    background="Orang tua menceritakan bahwa anaknya tidak tahan bunyi panggilan dan lampu terang, sehingga "
    "perekaman data ditunda bertahun-tahun padahal dokumennya dibutuhkan untuk berobat.",
    novelty="Tidak ada alat baru yang dibeli. Yang baru adalah jam khusus, petugas yang terlatih, dan panggilan lewat "
    "ponsel. Tahapnya: bertanya kepada orang tua, uji coba empat minggu, lalu jadwal tetap.",
    evaluation="Orang tua mengisi penilaian singkat sesudah kunjungan. Dua kali setahun perkumpulan orang tua diundang "
    "menilai bersama petugas.",
    figures=(FigureGiven("Kunjungan yang selesai dalam satu kali datang", "persen", Decimal(52), date(2025, 2, 28)),),
    legal="Nota dinas (contoh) 3/2025",
    resources=("staff",),
)
CHAT = Story(
    title="Tanya Syarat lewat pesan singkat",
    summary="Warga mengirim nama dokumen dan menerima daftar syaratnya sebelum berangkat dari rumah.",
    background="Separuh pemohon datang dengan berkas yang kurang. Mereka pulang dan kembali esok harinya, padahal "
    "syaratnya sama untuk semua orang.",
    novelty="Daftar syarat diambil dari standar pelayanan yang berlaku, jadi tidak pernah berbeda dengan di loket. "
    "Tahapnya: uji coba satu layanan, kemudian semua layanan.",
    evaluation="Dihitung berapa permohonan yang dikembalikan karena kurang lengkap, sebelum dan sesudah.",
    is_digital=True,
    phase=rules.CREATION,
)
STOPPED = Story(
    title="Kotak Antar di pasar",
    summary="Dokumen yang sudah jadi dititipkan di kotak berkunci di pasar.",
    background="Pedagang pasar sulit meninggalkan lapak pada jam kantor sehingga dokumennya lama tidak diambil.",
    novelty="Kotak dibuka dengan kode yang dikirim lewat pesan. Tahapnya: satu pasar selama enam bulan.",
    evaluation="Dihitung berapa dokumen diambil dalam tiga hari.",
    legal="Nota dinas (contoh) 9/2023",
)


def load_innovations(*, bengkalis: Officer, bontang: Officer, since: datetime, hashed: str, now: datetime) -> None:
    """One that runs and was copied, one whose look is overdue, one that stopped, one in trial that waits for the
    bureau, a copy that waits for the owner's word."""
    home, other = (one.memberships[0].organisation for one in (bengkalis, bontang))
    above = Organisation.objects.filter(path=home.path[: -Organisation.steplen]).first()
    people.make(sign_in(), above or home, hashed=hashed, since=since)
    boat = _published(RIVER, bengkalis, home, used_from=date(2024, 3, 4), now=now)
    _looked(boat, bengkalis, now, days=40, users=418, note="Dua dusun baru ditambahkan sejak pemantauan lalu.")
    actions.note_contest(
        actor=bengkalis, innovation=boat, contest="Lomba contoh", year=2025, result=rules.FINALIST, now=now
    )
    actions.note_replication(
        actor=bengkalis,
        original=boat,
        place="Kabupaten Contoh Hulu",
        takeover=Takeover(since=date(2025, 6, 2), is_adapted=True, adaptation="Memakai mobil, bukan perahu."),
        now=now,
    )
    actions.replicate(actor=bontang, original=boat, organisation=other, takeover=Takeover(), now=now)
    quiet = _published(QUIET, bontang, other, used_from=date(2025, 3, 4), now=now)
    _looked(quiet, bontang, now, days=230, users=64)
    box = _published(STOPPED, bontang, other, used_from=date(2023, 2, 6), now=now)
    _looked(box, bontang, now, days=90, found=rules.STOPPED, reason="management")
    waiting = _described(CHAT, bontang, other, used_from=None, now=now)
    actions.submit_innovation(actor=bontang, innovation=waiting, now=now)


def sign_in() -> people.SignIn:
    """Who looks records over before they become public."""
    what_for = "inovasi, sarana, survei seluruh kabupaten"
    return people.SignIn(f"biro.bengkalis@{people.DOMAIN}", "Contoh Biro Organisasi", (Role.BUREAU,), what_for)


def _described(
    story: Story, keeper: Officer, home: Organisation, *, used_from: date | None, now: datetime
) -> Innovation:
    row = actions.start_innovation(actor=keeper, organisation=home, title=story.title, now=now)
    given = Description(
        title=story.title,
        summary=MARK + story.summary,
        initiators="Bidang pelayanan pendaftaran penduduk",
        phase=story.phase,
        is_digital=story.is_digital,
        trial_from=(used_from or now.date() - timedelta(days=30)) - timedelta(days=60),
        used_from=used_from,
        legal_state=rules.IN_FORCE if story.legal else rules.NO_BASIS,
        legal_basis=story.legal,
        resources=story.resources,
        goals=(10, 16),
        answers={
            "background": story.background,
            "novelty_stages": story.novelty,
            "evaluation": story.evaluation,
        },
        criteria={
            key: f"Contoh: dijelaskan di catatan kantor, kriteria {label.lower()}."
            for key, label in rules.CRITERIA.items()
        },
    )
    row = actions.describe_innovation(actor=keeper, innovation=row, given=given, now=now)
    actions.set_figures(actor=keeper, innovation=row, figures=story.figures, now=now)
    return row


def _published(story: Story, keeper: Officer, home: Organisation, *, used_from: date, now: datetime) -> Innovation:
    row = _described(story, keeper, home, used_from=used_from, now=now)
    row = actions.submit_innovation(actor=keeper, innovation=row, now=now)
    return actions.publish_innovation(actor=SYSTEM, innovation=row, now=now)


def _looked(
    row: Innovation,
    keeper: Officer,
    now: datetime,
    *,
    days: int,
    found: str = rules.RUNNING,
    users: int | None = None,
    reason: str = "",
    note: str = "",
) -> None:
    day = now.astimezone(row.organisation.zone).date() - timedelta(days=days)
    look = Look(
        found=found,
        owner="Bidang pelayanan",
        evidence="Contoh: buku kunjungan bulan itu",
        last_used=day,
        users=users,
        legal_basis=row.legal_basis,
        reason=reason,
        note=note,
    )
    actions.check_sustainability(actor=keeper, innovation=row, look=look, checked_on=day, now=now)
