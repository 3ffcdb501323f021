"""Made-up public information: a list with every category, an exclusion with its test, requests in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from melayani.entrances.office.demonstration import people
from melayani.foundation.attachments import actions as attachments
from melayani.foundation.documents import letterhead, render
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Officer, Role
from melayani.voice.disclosure import actions, rules
from melayani.voice.disclosure.models import Exclusion, InformationRequest
from melayani.voice.disclosure.rules import asking, deciding, law, listing, objecting

NAMES = ("Ratna", "Wahyu", "Sari", "Teguh", "Maya", "Hendra", "Lestari", "Bagus", "Intan", "Yusuf", "Rina", "Fajar")
CHANNELS = (asking.MAIL, asking.COUNTER, asking.LETTER, asking.PHONE)
BLACK = "██████████"
PRIVATE = "17-h"


@dataclass(frozen=True)
class Desk:
    """Who answers at one agency: the information officer and the superior."""

    unit: Organisation
    ppid: Officer
    superior: Officer
    now: datetime

    def ago(self, days: int, *, hour: int = 9) -> datetime:
        """A morning so many days back where the office is; a weekend moves to the Friday before."""
        local = (self.now - timedelta(days=days)).astimezone(self.unit.zone)
        moment = local.replace(hour=hour, minute=10, second=0, microsecond=0)
        moment -= timedelta(days=max(0, moment.weekday() - 4))
        return min(moment, self.now)


def workday(moment: datetime) -> datetime:
    """The same hour on a working day: a weekend moves to the Monday after."""
    return moment + timedelta(days=(7 - moment.weekday()) if moment.weekday() > 4 else 0)


def sign_in(place: str) -> people.SignIn:
    """The information officer of a place; the superior is its head."""
    return people.SignIn(
        f"ppid.{place}@{people.DOMAIN}",
        f"Contoh PPID {place.title()}",
        (Role.INFORMATION,),
        "menjawab permintaan informasi, mengisi daftar informasi publik",
    )


def open_information(
    units: Sequence[tuple[str, Officer, Organisation]], *, hashed: str, since: datetime, now: datetime
) -> None:
    """Fill the list and the registers of each agency: (place, its head, the agency)."""
    for place, head, unit in units:
        desk = Desk(unit, people.make(sign_in(place), unit, hashed=hashed, since=since), head, now)
        exclusion = _exclude(desk)
        _list(desk, exclusion)
        _answered(desk, exclusion)
        _objected(desk, exclusion)
        _running(desk)


def _exclude(desk: Desk) -> Exclusion:
    """Personal data in the registry's papers are not opened, after a consequence test."""
    at = desk.ago(110)
    row = actions.propose_exclusion(
        actor=desk.ppid,
        organisation=desk.unit,
        excluded=rules.Excluded(
            content="Data pribadi dalam berkas pencatatan: nama orang tua, alamat, NIK, dan riwayat kesehatan",
            ground=PRIVATE,
            legal_basis="UU 14/2008 pasal 17 huruf h; UU 27/2022 tentang Pelindungan Data Pribadi",
            consequence_open="Orang dapat dikenali, dilacak, atau ditipu dengan datanya sendiri.",
            consequence_closed="Rahasia pribadi terlindungi; angka tanpa nama tetap dapat dibuka.",
            duration="Selama orangnya hidup, kecuali ia sendiri mengizinkan",
        ),
        now=at,
    )
    tested = rules.Tested(
        document="Berkas permohonan akta dan kartu keluarga, halaman isian dan lampiran",
        occasion=listing.BEFORE,
        participants="PPID, bagian hukum, bidang pencatatan sipil",
        analysis="Membuka berkas membuat orang dapat dikenali. Kepentingan umum atas jumlah dan lama layanan terpenuhi "
        "oleh angka tanpa nama. Karena itu bagian yang memuat data pribadi ditutup, selebihnya dibuka.",
        result=listing.PARTLY,
        held_on=at.date(),
    )
    actions.record_test(actor=desk.ppid, exclusion=row, tested=tested, now=at)
    return actions.decide_exclusion(actor=desk.superior, exclusion=row, now=at + timedelta(hours=2))


def _list(desk: Desk, exclusion: Exclusion) -> None:
    rows: tuple[tuple[str, str, str, list[list[str]]], ...] = (
        (
            "Contoh laporan layanan per triwulan",
            "Jumlah permohonan yang masuk dan selesai tiap triwulan, menurut jenis layanan.",
            law.PERIODIC,
            [["Triwulan I", "412"], ["Triwulan II", "437"], ["Triwulan III", "451"]],
        ),
        (
            "Contoh realisasi anggaran pelayanan",
            "Pagu dan realisasi anggaran pelayanan tahun berjalan menurut kegiatan.",
            law.PERIODIC,
            [["Pelayanan loket", "Rp1.250.000.000"], ["Pelayanan keliling", "Rp310.000.000"]],
        ),
        (
            "Contoh pengumuman gangguan jaringan perekaman",
            "Kantor yang terdampak, perkiraan pulih, dan tempat pengganti.",
            law.IMMEDIATE,
            [["Perekaman KTP-el", "pulih pukul 13.00"]],
        ),
        (
            "Contoh rencana kerja tahun depan",
            "Sasaran, kegiatan, dan jadwal pelayanan tahun depan.",
            law.ALWAYS,
            [["Layanan keliling desa", "Februari sampai November"]],
        ),
        (
            "Contoh daftar kontrak pengadaan",
            "Nama pekerjaan, nilai kontrak, dan masa pelaksanaannya.",
            law.ALWAYS,
            [["Pengadaan blangko", "Rp85.000.000"], ["Perawatan jaringan", "Rp64.500.000"]],
        ),
    )
    for place, (title, summary, category, cells) in enumerate(rows):
        at = desk.ago(70 - 12 * place)
        files = [(_paper(desk, title, ["Uraian", "Isi"], cells, at), title)]
        _publish(desk, rules.Entry(**_entry(desk, title, summary, category, at)), files, None, at)
    at = desk.ago(100)
    typed = _entry(desk, "Contoh berkas permohonan akta", "Isian dan lampiran permohonan akta.", law.EXEMPT, at)
    _publish(desk, rules.Entry(**{**typed, "soft": False, "hard": True}), [], exclusion, at)


def _publish(
    desk: Desk, entry: rules.Entry, files: list[tuple[UUID, str]], exclusion: Exclusion | None, at: datetime
) -> None:
    row = actions.add_information(
        actor=desk.ppid, organisation=desk.unit, entry=entry, files=files, exclusion=exclusion, now=at
    )
    actions.publish_information(actor=desk.ppid, information=row, now=at)


def _entry(desk: Desk, title: str, summary: str, category: str, at: datetime) -> dict[str, Any]:
    return {
        "title": title,
        "summary": f"{summary} Isinya contoh untuk peragaan.",
        "category": category,
        "holding_unit": "Sekretariat",
        "responsible": "Sekretaris",
        "made_on": at.date(),
        "place": "Kantor",
        "retention": "5 tahun",
    }


def _answered(desk: Desk, exclusion: Exclusion) -> None:
    """Handed over whole, handed over in part with what was blacked out, not held, elsewhere, with a cost."""
    whole = _taken(desk, 0, 58, "Jumlah akta kelahiran yang terbit tiap kecamatan, Januari sampai September")
    at = workday(whole.received_at + timedelta(days=3, hours=1))
    table = [["Kecamatan Contoh Barat", "318"], ["Kecamatan Contoh Timur", "274"]]
    files = [rules.GivenFile(_paper(desk, "Contoh akta per kecamatan", ["Kecamatan", "Akta"], table, at))]
    _decide(desk, whole, rules.Decision(deciding.GRANTED, note="Diunduh dari halaman permintaan."), at, files=files)
    actions.deliver(actor=desk.ppid, request=whole, now=at + timedelta(hours=1))
    part = _taken(desk, 1, 44, "Salinan berkas permohonan akta yang ditolak selama setahun, beserta alasannya")
    at = workday(part.received_at + timedelta(days=7, hours=2))
    decision = rules.Decision(deciding.PARTLY_GRANTED, ground=PRIVATE, reason="Nama dan alamat pemohon dihitamkan.")
    _decide(desk, part, decision, at, files=[_redacted(desk, at)], exclusion=exclusion)
    actions.deliver(actor=desk.ppid, request=part, now=at + timedelta(hours=2))
    none = _taken(desk, 2, 33, "Rekaman kamera loket bulan Januari")
    reason = "Rekaman disimpan 30 hari, lalu terhapus. Kantor tidak lagi menguasainya."
    _decide(desk, none, rules.Decision(deciding.NOT_HELD, reason=reason), none.received_at + timedelta(days=2))
    other = _taken(desk, 3, 30, "Anggaran perbaikan jalan menuju kantor")
    holder = rules.Decision(deciding.ELSEWHERE, reason="Jalan diurus dinas lain.", holder="Dinas Pekerjaan Umum")
    _decide(desk, other, holder, other.received_at + timedelta(days=1))
    paid = _taken(desk, 4, 9, "Salinan kertas standar pelayanan seluruh layanan", shape=asking.HARD)
    cost = rules.Decision(deciding.GRANTED, cost=18_500, cost_note="Fotokopi 74 lembar; bayar di meja PPID.")
    _decide(desk, paid, cost, paid.received_at + timedelta(days=2))
    back = _taken(desk, 5, 26, "Jadwal layanan keliling bulan lalu")
    actions.withdraw(actor=desk.ppid, request=back, now=back.received_at + timedelta(days=1))


def _objected(desk: Desk, exclusion: Exclusion) -> None:
    """Refused: one objection answered by the superior, one that still waits."""
    decision = rules.Decision(
        deciding.REFUSED, ground=PRIVATE, reason="Daftar memuat nama, alamat, dan riwayat kesehatan orang."
    )
    for number, age in ((6, 40), (7, 16)):
        row = _taken(desk, number, age, "Daftar nama penerima layanan jemput bola dan alamatnya")
        at = workday(row.received_at + timedelta(days=4, hours=1))
        _decide(desk, row, decision, at, exclusion=exclusion)
        lodged = rules.Lodged(("a", "e"), "Saya tidak memerlukan nama. Jumlah penerima tiap desa sudah cukup.")
        objection = actions.object_to(
            actor=Citizen(token=f"contoh-{number}"),
            request=row,
            lodged=lodged,
            secret=row.secret,
            now=workday(at + timedelta(days=3)),
        )
        if number == 6:
            words = "Nama dan alamat tetap ditutup. Jumlah penerima tiap desa kami buka sebagai daftar tersendiri."
            name = desk.superior.name
            answer = rules.Answer(objecting.REJECTED, words, superior_name=name, superior_post="Kepala dinas")
            actions.answer_objection(
                actor=desk.superior,
                objection=objection,
                answer=answer,
                now=workday(objection.lodged_at + timedelta(days=22)),
            )


def _running(desk: Desk) -> None:
    """Late, extended, in work, new."""
    late = _filed(desk, 8, 24, "Daftar pejabat dan nomor telepon pelayanan")
    actions.note_silence(request=late, now=late.due_at + timedelta(hours=1))
    longer = _taken(desk, 9, 11, "Data waktu tunggu loket tiap jam selama tahun berjalan")
    why = "Data tersebar pada tiga mesin antrean dan perlu disatukan lebih dahulu."
    actions.extend(actor=desk.ppid, request=longer, reason=why, now=longer.received_at + timedelta(days=5))
    _taken(desk, 10, 4, "Notula rapat evaluasi pelayanan triwulan III")
    _filed(desk, 11, 0, "Jumlah petugas loket dan pelatihan yang mereka ikuti")


def _filed(desk: Desk, number: int, age: int, information: str, *, shape: str = asking.SOFT) -> InformationRequest:
    name = NAMES[number % len(NAMES)]
    return actions.file_request(
        actor=desk.ppid,
        organisation=desk.unit,
        applicant=rules.Applicant(
            name=f"Contoh {name}",
            address=f"Jalan Contoh {number + 1}",
            email=f"{name.lower()}.{desk.unit.slug[:20]}@contoh.example",
            occupation=("Peneliti", "Wartawan", "Perangkat desa", "Mahasiswa")[number % 4],
        ),
        asked=rules.Asked(
            information=information,
            purpose=("Penelitian mutu layanan", "Bahan berita", "Perencanaan desa", "Tugas kuliah")[number % 4],
            copy_form=shape,
            medium=asking.PICK_UP if shape == asking.HARD else asking.ONLINE,
        ),
        channel=CHANNELS[number % len(CHANNELS)],
        now=desk.ago(age),
    )


def _taken(desk: Desk, number: int, age: int, information: str, *, shape: str = asking.SOFT) -> InformationRequest:
    row = _filed(desk, number, age, information, shape=shape)
    return actions.take(actor=desk.ppid, request=row, now=row.received_at + timedelta(minutes=40))


def _decide(
    desk: Desk,
    row: InformationRequest,
    decision: rules.Decision,
    at: datetime,
    *,
    files: Sequence[rules.GivenFile] = (),
    exclusion: Exclusion | None = None,
) -> None:
    actions.decide(
        actor=desk.ppid,
        request=row,
        decision=decision,
        files=files,
        exclusion=exclusion,
        now=min(workday(at), desk.now),
    )


def _redacted(desk: Desk, at: datetime) -> rules.GivenFile:
    """A copy with what was blacked out, and its original, which stays with the office."""
    columns, title = ["Nomor", "Nama", "Alamat", "Alasan"], "Contoh permohonan yang ditolak"
    reasons = ("Surat kelahiran tidak terbaca", "Saksi belum lengkap")
    black = [[str(place), BLACK, BLACK, reason] for place, reason in enumerate(reasons, 1)]
    clear = [
        [str(place), f"Contoh Orang {place}", f"Jalan Contoh {place}", one] for place, one in enumerate(reasons, 1)
    ]
    marks = (rules.Redaction("Nama pemohon", PRIVATE, 1), rules.Redaction("Alamat pemohon", PRIVATE, 1))
    copy = _paper(desk, title, columns, black, at)
    return rules.GivenFile(copy, _paper(desk, f"{title}, asli", columns, clear, at), marks)


def _paper(desk: Desk, title: str, columns: list[str], rows: list[list[str]], at: datetime) -> UUID:
    """A PDF with one table, uploaded by the information officer."""
    values = {
        "title": title,
        "subtitle": f"{desk.unit.name} · data peragaan",
        "organisation": letterhead(desk.unit),
        "headers": columns,
        "widths": [1] * len(columns),
        "rows": rows,
        "empty": "",
    }
    content = render("disclosure/register", values, at=at)
    name = f"{title.lower().replace(' ', '-').replace(',', '')}.pdf"
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    return attachments.store(upload=upload, actor=desk.ppid, now=at, purpose="information").pk
