"""The papers of a case: the proof of receipt, the letter to a body outside, the extract for the Ombudsman."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext, override

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import files_of
from melayani.foundation.audit import SYSTEM, Actor
from melayani.foundation.documents import actions as documents
from melayani.foundation.documents import letterhead, qr_svg, render
from melayani.foundation.documents.models import Document
from melayani.foundation.ui.format import format_day, format_moment
from melayani.voice.complaints import account, case, states
from melayani.voice.complaints.models import Complaint

TRANSFER_KIND = "complaint_transfer"


def receipt(complaint: Complaint, *, paper_code: str = "") -> bytes:
    """The proof of receipt as PDF, in the active language when it is English, else in Indonesian."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    zone = complaint.coordinator.zone
    track_url = settings.PUBLIC_URL + case.case_path(complaint, language)
    if paper_code:
        track_url = settings.PUBLIC_URL + _finding_path(language)
    inputs: dict[str, Any] = {
        "lang": language,
        "title": gettext("Tanda terima laporan"),
        "number": complaint.number,
        "organisation": letterhead(complaint.coordinator),
        "facts": [
            (gettext("Jenis laporan"), str(complaint.get_kind_display())),
            (gettext("Penerima"), complaint.coordinator.name),
            (gettext("Diterima"), format_moment(complaint.received_at, zone)),
            (gettext("Pelapor"), gettext("Tanpa nama") if complaint.anonymous else complaint.name or "–"),
            *([(gettext("Kategori"), account.category_name(complaint, language))] if complaint.category else []),
        ],
        "next": _next_lines(complaint),
        "seen": _seen_lines(complaint),
        "labels": {
            "case": gettext("Nomor laporan"),
            "next": gettext("Apa yang terjadi selanjutnya"),
            "seen": gettext("Siapa yang dapat melihat"),
            "paper_code": gettext("Kode lacak (simpan, jangan diberikan kepada orang lain)"),
            "track": gettext("Lacak laporan di"),
            "track_code": gettext("Kode QR menuju halaman pelacakan laporan"),
        },
        "track_url": track_url,
        "qr": qr_svg(track_url),
    }
    if paper_code:
        inputs["paper_code"] = paper_code
    return render("complaints/receipt", inputs, at=complaint.received_at)


def extract(complaint: Complaint, *, now: datetime | None = None, shown_to: Any = None) -> bytes:
    """The extract for the Ombudsman as PDF: who, what, when it was asked, what was answered, how late, what is wanted.

    `shown_to` is the officer who asks for it (None: the reporter); of an anonymous reporter it names nobody.
    """
    moment = now or timezone.now()
    with override("id"):
        inputs = account.for_ombudsman(complaint, now=moment, officer=shown_to)
        return render("complaints/ombudsman", {**inputs, "organisation": letterhead(complaint.coordinator)}, at=moment)


def transfer_letter(complaint: Complaint, *, body: str, reason: str, actor: Actor, now: datetime) -> Document:
    """Issue the numbered letter by which a report goes to a body outside. It names an anonymous reporter nowhere."""
    with override("id"):
        return documents.issue(
            template="complaints/transfer",
            title=f"Pelimpahan pengaduan {complaint.number}",
            kind=TRANSFER_KIND,
            inputs=_letter(complaint, body, reason, actor),
            reference=complaint.reference,
            organisation=complaint.coordinator,
            holder_name="" if _nameless(complaint) else complaint.name,
            actor=SYSTEM,  # the action demanded the right; the letter follows from it
            now=now,
        )


def letter_of(complaint: Complaint) -> Document | None:
    """The letter of transfer that stands for this case, with its file; one query."""
    rows = Document.objects.about(complaint.reference.kind, complaint.number).valid().filter(kind=TRANSFER_KIND)
    return rows.select_related("attachment").first()


def files_of_case(complaint: Complaint) -> list[Attachment]:
    """The files given with the report, and the letter by which it was transferred; one query, two when it was."""
    letter = letter_of(complaint) if complaint.outcome == states.TRANSFERRED else None
    return [*files_of(complaint.reference), *([letter.attachment] if letter and letter.attachment else [])]


def _nameless(complaint: Complaint) -> bool:
    """Whether a letter that leaves the house names nobody: an anonymous report, or one about misconduct."""
    return complaint.anonymous or complaint.is_guarded


def _letter(complaint: Complaint, body: str, reason: str, actor: Actor) -> dict[str, Any]:
    place, zone = complaint.coordinator, complaint.coordinator.zone
    reporter = "Dirahasiakan" if _nameless(complaint) else complaint.name or "Tidak disebutkan"
    rows = [
        ("Nomor laporan", complaint.number),
        ("Diterima", format_moment(complaint.received_at, zone)),
        ("Pelapor", reporter),
    ]
    if complaint.occurred_on:
        rows.append(("Tanggal kejadian", format_day(complaint.occurred_on)))
    if complaint.address:
        rows.append(("Tempat kejadian", complaint.address))
    opening = f"{place.name} menerima laporan masyarakat di bawah ini, yang menurut pemeriksaan kami berada dalam "
    closing = f"Mohon {body} menangani laporan ini menurut kewenangannya dan mengabari pelapor. Bila jawaban "
    return {
        "body": body,
        "subject": f"Pelimpahan laporan masyarakat {complaint.number}",
        "opening": [f"{opening}kewenangan {body}."],
        "case": rows,
        "story": account.paragraphs(complaint.title, complaint.text),
        "reason": reason,
        "closing": [f"{closing}disampaikan melalui kami, mohon menyebut nomor laporan di atas."],
        "signer": {"role": "Pejabat penghubung", "unit": place.name, "name": str(getattr(actor, "name", ""))},
    }


def _next_lines(complaint: Complaint) -> list[str]:
    zone = complaint.coordinator.zone
    lines = []
    if complaint.verify_due_at:
        words = gettext("Kami memeriksa dan meneruskan laporan Anda paling lambat %(moment)s.")
        lines.append(words % {"moment": format_moment(complaint.verify_due_at, zone)})
    if complaint.due_at:
        words = gettext("Jawaban untuk Anda paling lambat %(moment)s.")
        lines.append(words % {"moment": format_moment(complaint.due_at, zone)})
    else:
        lines.append(gettext("Untuk laporan seperti ini belum ada batas waktu yang ditetapkan; kami tetap menjawab."))
    if complaint.contact_id is not None:
        lines.append(gettext("Kami mengabari Anda setiap ada perubahan."))
    return lines


def _seen_lines(complaint: Complaint) -> list[str]:
    name = gettext("Nama dan kontak Anda tidak kami tunjukkan kepada siapa pun, juga tidak kepada petugas.")
    if not complaint.anonymous:
        name = gettext("Nama dan kontak Anda hanya dilihat petugas yang menangani, tidak pernah umum.")
    text = gettext("Isi laporan hanya dibaca petugas yang menangani.")
    if not complaint.secret_content and not complaint.is_guarded:
        text = gettext("Isi laporan dapat tayang untuk umum setelah diperiksa, tanpa nama dan kontak Anda.")
    return [name, text]


def _finding_path(language: str) -> str:
    with translation.override(language):
        return reverse("complaints:index")
