"""The minutes (berita acara) on paper, drawn from the record: as a draft to sign, and as issued once signed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import override

from melayani.foundation.audit import SYSTEM
from melayani.foundation.documents import actions as documents
from melayani.foundation.documents import letterhead, render
from melayani.foundation.documents.models import Document
from melayani.foundation.ui.format import format_day, format_moment
from melayani.voice.consultations.models import Commitment, Consultation, Proposal, Record
from melayani.voice.consultations.rules import Guest, Signer, stakeholders
from melayani.voice.consultations.rules.recording import UNIT

DOCUMENT_KIND = "consultation_record"
TITLE = "Berita acara Forum Konsultasi Publik"

Section = dict[str, Any]


def draft(row: Consultation, *, now: datetime) -> bytes:
    """The draft to print and sign, with a line for each side that came; without number and code."""
    minutes = Record.objects.filter(consultation=row).first()
    with override("id"):
        values = {
            **_inputs(row, minutes),
            "title": TITLE,
            "number": "Konsep",
            "date": format_day(row.today(now)),
            "organisation": letterhead(row.organisation),
            "lines": _lines_to_sign(row),
            "is_draft": True,
        }
        return render("consultations/minutes", values, at=now)


def issue(row: Consultation, minutes: Record, *, now: datetime) -> Document:
    """The signed record as a document with number, fingerprint and QR code; the worker's hand, the officer's act."""
    with override("id"):
        signed: Section = {
            "heading": "Tanda tangan",
            "paragraphs": [
                f"Ditandatangani kedua pihak pada {format_day(minutes.signed_on)}. "
                "Lembar bertanda tangan disimpan kantor.",
            ],
            "headers": ["Pihak", "Nama", "Jabatan atau lembaga"],
            "rows": [[side_label(one.side), one.name, one.post] for one in signers_of(minutes)],
            "facts": [("Sidik lembar (SHA-256)", minutes.scan.sha256 if minutes.scan else "")],
        }
        inputs = _inputs(row, minutes)
        inputs["sections"] = [*inputs["sections"], signed]
        inputs |= {"lines": [], "is_draft": False}
        return documents.issue(
            template="consultations/minutes",
            title=TITLE,
            kind=DOCUMENT_KIND,
            inputs=inputs,
            reference=row.reference,
            organisation=row.organisation,
            holder_name=row.organisation.name,
            actor=SYSTEM,
            now=now,
        )


def signers_of(minutes: Record) -> list[Signer]:
    """Who signed, in the order they were typed."""
    return [Signer(**one) for one in json.loads(minutes.signers or "[]")]


def side_label(side: str) -> str:
    """The unit, or the kind of public, in Indonesian."""
    return "Unit penyelenggara" if side == UNIT else stakeholders.KINDS[side]


def _inputs(row: Consultation, minutes: Record | None) -> dict[str, Any]:
    proposals = list(row.proposals.prefetch_related("contributions").order_by("entry"))
    promised = list(row.commitments.order_by("entry"))
    sections = [
        _topics(row),
        _present(row),
        {"heading": "Jalannya pembahasan", "paragraphs": _paragraphs(minutes.summary if minutes else "")},
        _proposals(proposals),
        _commitments(promised),
    ]
    return {"consultation": row.number, "subject": row.title, "facts": _facts(row), "sections": sections}


def _facts(row: Consultation) -> list[tuple[str, str]]:
    office = row.organisation
    found = [
        ("Nomor konsultasi", row.number),
        ("Penyelenggara", office.name),
        ("Tujuan", row.get_purpose_display()),
        ("Bentuk", row.get_form_display()),
    ]
    if row.starts_at:
        found.append(("Pertemuan", format_moment(row.starts_at, office)))
    if row.place or row.link:
        found.append(("Tempat", row.place or row.link))
    if row.opens_on and row.closes_on:
        found.append(("Masukan daring", f"{format_day(row.opens_on)} sampai {format_day(row.closes_on)}"))
    if row.facilitator:
        found.append(("Pemandu", row.facilitator))
    return found


def _topics(row: Consultation) -> Section:
    rows = [[str(place), one.title, one.get_kind_display()] for place, one in enumerate(row.topics.order_by("pk"), 1)]
    return {"heading": "Yang dibahas", "headers": ["No.", "Pokok", "Berasal dari"], "rows": rows}


def _present(row: Consultation) -> Section:
    came = [Guest(one.kind, one.vulnerable) for one in row.attendances.only("kind", "vulnerable")]
    said = row.contributions.count()
    seats = stakeholders.quota(row.quota, (), came)
    rows = [[one.label, str(one.attended)] for one in seats]
    words = f"{len(came)} orang tercatat hadir. {said} masukan diterima, daring dan luring dihitung sama."
    return {"heading": "Yang hadir", "paragraphs": [words], "headers": ["Unsur", "Hadir"], "rows": rows}


def _proposals(rows: Sequence[Proposal]) -> Section:
    cells = [
        [str(one.entry), one.text, f"{one.get_answer_display() or 'Belum dijawab'}. {one.reason}".strip()]
        for one in rows
    ]
    empty = [] if rows else ["Tidak ada usulan."]
    return {
        "heading": "Usulan dan jawaban",
        "paragraphs": empty,
        "headers": ["No.", "Usulan", "Jawaban dan alasan"],
        "rows": cells,
    }


def _commitments(rows: Sequence[Commitment]) -> Section:
    cells = [[str(one.entry), one.action, one.responsible, format_day(one.due)] for one in rows]
    empty = [] if rows else ["Tidak ada komitmen."]
    return {
        "heading": "Yang disepakati untuk dilakukan",
        "paragraphs": empty,
        "headers": ["No.", "Tindakan", "Penanggung jawab", "Paling lambat"],
        "rows": cells,
    }


def _lines_to_sign(row: Consultation) -> list[str]:
    """The unit first, then each kind of public that came; without anybody noted, all five."""
    came = set(row.attendances.values_list("kind", flat=True))
    kinds = [label for key, label in stakeholders.KINDS.items() if key in came or not came]
    return [side_label(UNIT), *kinds]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()] or ["Belum ditulis."]
