"""A case told from its rows for somebody outside: what was asked, what was said, which limits were kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.foundation.people import Officer
from melayani.foundation.ui import format
from melayani.foundation.ui.format import format_day, format_moment
from melayani.foundation.workdays import queries as workdays
from melayani.foundation.workdays.rules import working_days_between
from melayani.voice.complaints import access, states
from melayani.voice.complaints.models import Complaint, Entry, EntryKind, Pause

SAID_AT_MOST, RUNGS_AT_MOST = 100, 50
NONE = "Tidak disebutkan"
LEVEL_WORDS = {
    "liaison": "pejabat penghubung",
    "head": "kepala unit",
    "parent_head": "atasan unit",
    "bureau": "biro organisasi",
}
HEADS: dict[str, str] = {
    EntryKind.ANSWER: "Jawaban instansi",
    EntryKind.CORRECTION: "Perbaikan jawaban oleh instansi",
    EntryKind.FOLLOW_UP: "Tindak lanjut instansi",
    EntryKind.COMPLETION_REQUEST: "Permintaan melengkapi dari instansi",
    EntryKind.COMPLETION: "Pelengkap dari pelapor",
    EntryKind.REPLY: "Tanggapan pelapor",
    EntryKind.CONTEST: "Pelapor menyatakan belum selesai",
}
LABELS = {
    "reporter": "Pelapor",
    "report": "Yang dilaporkan",
    "story": "Uraian pelapor",
    "asked": "Penyelesaian yang diminta",
    "clocks": "Batas waktu dan keterlambatan",
    "said": "Yang disampaikan kedua pihak",
    "nothing_said": "Sampai ringkasan ini dibuat belum ada jawaban dari instansi.",
    "steps": "Perjalanan laporan dan peringatan atas keterlambatan",
    "ombudsman": "Melapor kepada Ombudsman",
}
OMBUDSMAN = (
    "Ombudsman Republik Indonesia menerima laporan dari warga negara atau penduduk yang sudah mengadu kepada instansi "
    "dan belum mendapat penyelesaian yang semestinya, atas peristiwa yang belum lewat 2 tahun.",
    "Saluran: telepon 137, WhatsApp 0821-3737-3737, ombudsman.go.id/pengaduan.",
    "Siapkan salinan identitas, uraian kejadian, kerugian, dan penyelesaian yang diminta; uraiannya ada di sini.",
)


def failed(complaint: Complaint, now: datetime) -> str:
    """Why a reporter may go on to the Ombudsman, as a sentence of the extract; "" while the office has its turn."""
    if complaint.state == states.REJECTED:
        return "Instansi menyatakan tidak dapat menangani laporan ini."
    if complaint.round > 1:
        return "Pelapor menyatakan laporan ini belum selesai setelah dijawab."
    answered = complaint.first_answered_at
    if complaint.due_at and (answered or now) > complaint.due_at and complaint.state != states.NEEDS_COMPLETION:
        return "Instansi tidak menjawab dalam batas waktu." if answered is None else "Instansi menjawab terlambat."
    return (
        "Instansi sudah menjawab; pelapor menilai sendiri apakah jawabannya menyelesaikan laporan." if answered else ""
    )


def for_ombudsman(complaint: Complaint, *, now: datetime, officer: Officer | None) -> dict[str, Any]:
    """The inputs of typst/ombudsman.typ but for the letterhead; a constant number of queries."""
    zone = complaint.coordinator.zone
    opening = f"Ringkasan ini dibuat dari catatan pengaduan {complaint.number} di {complaint.coordinator.name}, supaya "
    return {
        "lang": "id",
        "title": "Ringkasan kasus untuk Ombudsman Republik Indonesia",
        "number": complaint.number,
        "opening": f"{opening}pelapor dapat memakainya saat melapor kepada Ombudsman. {failed(complaint, now)}".strip(),
        "labels": LABELS,
        "reporter": _reporter(complaint, officer),
        "facts": _facts(complaint),
        "story": paragraphs(complaint.title, complaint.text),
        "asked": complaint.asked or NONE,
        "clock_header": ["Langkah", "Batas waktu", "Dilakukan", "Selisih"],
        "clocks": _clocks(complaint, now),
        "clock_notes": _pauses(complaint),
        "said": _said(complaint),
        "step_header": ["Waktu", "Kejadian"],
        "steps": _steps(complaint),
        "ombudsman": list(OMBUDSMAN),
        "made": f"Dibuat {format_moment(now, zone)} dari catatan sistem; nomor laporan LAPOR!: "
        f"{complaint.external_number or 'tidak ada'}.",
    }


def category_name(complaint: Complaint, language: str) -> str:
    """The category in `language`, or a dash."""
    if complaint.category is None:
        return "–"
    return complaint.category.name_en if language == "en" and complaint.category.name_en else complaint.category.name


def paragraphs(*texts: str) -> list[str]:
    """The texts as paragraphs, as they were written; a dash when there is none."""
    return [line for text in texts for line in text.split("\n") if line.strip()] or ["–"]


def _reporter(complaint: Complaint, officer: Officer | None) -> list[tuple[str, str]]:
    """The reporter's own data for the reporter; masked for an officer who may see any; nobody's when anonymous."""
    if complaint.anonymous:
        return [("Nama", "Pelapor memilih tanpa nama")]
    if officer is not None:
        seen = access.reporter_of(officer, complaint)
        rows = [("Nama", format.mask_name(seen.name)), ("Alamat", format.mask_address(seen.address))]
        rows += [("Telepon", format.mask_phone(seen.phone)), ("Surel", format.mask_email(seen.email))]
    else:
        rows = [("Nama", complaint.name), ("Alamat", complaint.address_of_reporter)]
        rows += [("Telepon", complaint.phone), ("Surel", complaint.email)]
    return [(label, value or NONE) for label, value in rows]


def _facts(complaint: Complaint) -> list[tuple[str, str]]:
    zone = complaint.coordinator.zone
    about = complaint.about.name if complaint.about else complaint.coordinator.name
    place = ", ".join(part for part in (complaint.address, str(complaint.region or "")) if part)
    rows = [
        ("Nomor laporan", complaint.number),
        ("Diterima", f"{format_moment(complaint.received_at, zone)}, lewat {complaint.get_channel_display().lower()}"),
        ("Instansi yang dilaporkan", about),
        ("Layanan", complaint.service.title if complaint.service else NONE),
        ("Golongan", complaint.get_complaint_class_display() or "Belum digolongkan"),
        ("Tanggal kejadian", format_day(complaint.occurred_on) if complaint.occurred_on else NONE),
        ("Tempat kejadian", place or NONE),
        ("Kerugian", complaint.loss or NONE),
        ("Keadaan sekarang", complaint.words.officer),
    ]
    if complaint.outcome_reason:
        rows.append(("Alasan instansi", complaint.outcome_reason))
    return rows


def _clocks(complaint: Complaint, now: datetime) -> list[tuple[str, str, str, str]]:
    later = complaint.reopened_at is not None
    rows = [
        ("Verifikasi", complaint.verify_due_at, complaint.verified_at, True),
        ("Tindak lanjut pertama", None if later else complaint.follow_up_due_at, complaint.followed_up_at, not later),
        ("Jawaban", complaint.due_at, complaint.first_answered_at, True),
        ("Jawaban setelah dibuka lagi", complaint.follow_up_due_at, complaint.answered_at, later),
    ]
    return [_clock(complaint, name, due, done, now) for name, due, done, shown in rows if shown]


def _clock(
    complaint: Complaint, name: str, due: datetime | None, done: datetime | None, now: datetime
) -> tuple[str, str, str, str]:
    zone = complaint.coordinator.zone
    limit = format_moment(due, zone) if due else "Tidak ditetapkan"
    made = format_moment(done, zone) if done else "Belum"
    if due is None or complaint.state == states.NEEDS_COMPLETION:
        return name, limit, made, "–"
    end = done or min(now, complaint.closed_at or now)
    if end <= due:
        return name, limit, made, "Tepat waktu" if done else "Belum jatuh tempo"
    calendar = workdays.calendar_for(complaint.coordinator, around=due.astimezone(zone).date())
    days = working_days_between(due, end, calendar)
    return name, limit, made, f"Terlambat {days} hari kerja" if days else "Terlambat pada hari yang sama"


def _pauses(complaint: Complaint) -> list[str]:
    zone = complaint.coordinator.zone
    rows = Pause.objects.filter(complaint=complaint).order_by("since")[:RUNGS_AT_MOST]
    return [
        f"Batas waktu berhenti dari {format_moment(row.since, zone)} sampai "
        f"{format_moment(row.until, zone) if row.until else 'sekarang'}, karena pelapor diminta melengkapi."
        for row in rows
    ]


def _said(complaint: Complaint) -> list[dict[str, Any]]:
    zone = complaint.coordinator.zone
    rows = (
        Entry.objects.filter(complaint=complaint, kind__in=list(HEADS))
        .for_reporter()
        .select_related("organisation")
        .order_by("at", "pk")[:SAID_AT_MOST]
    )
    found = []
    for row in rows:
        who = f", {row.organisation.name}" if row.organisation and not row.by_reporter else ""
        head = f"{HEADS[row.kind]}{who}"
        found.append({"head": head, "at": format_moment(row.at, zone), "text": paragraphs(row.text)})
    return found


def _steps(complaint: Complaint) -> list[tuple[str, str]]:
    """Hand-overs and rungs of the ladder by time: units and levels, never names of officers."""
    found: list[tuple[datetime, str]] = []
    for given in complaint.dispositions.select_related("to_organisation").order_by("at")[:RUNGS_AT_MOST]:
        found.append((given.at, f"Diteruskan kepada {given.to_organisation.name}"))
        if given.returned_at:
            found.append((given.returned_at, f"Dikembalikan oleh {given.to_organisation.name}"))
    rungs = complaint.escalations.filter(told__gt=0).select_related("organisation").order_by("at", "pk")
    for rung in rungs[:RUNGS_AT_MOST]:
        level = LEVEL_WORDS.get(rung.level, rung.level)
        found.append((rung.at, f"Batas waktu diingatkan kepada {level} di {rung.organisation.name}"))
    if complaint.reopened_at:
        found.append((complaint.reopened_at, "Laporan dibuka lagi"))
    zone = complaint.coordinator.zone
    lines = [(format_moment(at, zone), words) for at, words in sorted(found, key=lambda pair: pair[0])]
    return lines or [("–", "Belum ada")]
