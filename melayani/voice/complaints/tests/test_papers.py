"""The extract for the Ombudsman, the proof of receipt: what stands on them, and what never does."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from django.utils import translation
from pypdf import PdfReader

from melayani.voice.complaints import account, actions, papers
from melayani.voice.complaints.models import Complaint
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, SITI, fresh

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def loaded(row: Complaint) -> Complaint:
    return Complaint.objects.select_related(
        "organisation", "coordinator", "about", "service", "category", "region", "contact"
    ).get(pk=row.pk)


def test_the_extract_tells_who_what_when_and_how_late(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now, loss="Ban pecah.", asked="Tutup lubangnya.")
    late = now + timedelta(days=30)
    actions.escalate_due(now=late)
    row = actions.answer(actor=town.unit_liaison, complaint=row, text="Sudah kami tutup.", now=late)
    actions.contest(actor=SITI, complaint=row, secret=row.secret, reason="Masih berlubang.", now=late + HOUR)
    text = words_of(papers.extract(loaded(row), now=late + 2 * HOUR))
    for piece in (
        row.number,
        "Contoh Siti",
        factories.STORY,
        "Ban pecah.",
        "Tutup lubangnya.",
        "Sudah kami tutup.",
        "Masih berlubang.",
        "Terlambat 8 hari kerja",
        "Jawaban setelah dibuka lagi",
        "Diteruskan kepada Unit Layanan Keliling Bontang",
        "Batas waktu diingatkan kepada",
        "0821-3737-3737",
        "Pelapor menyatakan laporan ini belum selesai setelah dijawab.",
    ):
        assert piece in text, piece


def test_neither_notes_nor_officers_names_stand_on_it(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    actions.add_note(actor=town.unit_liaison, complaint=row, text="Warga ini sering melapor.", now=now + 3 * HOUR)
    actions.follow_up(actor=town.unit_liaison, complaint=row, text="Rapat internal.", public=False, now=now + 3 * HOUR)
    text = words_of(papers.extract(loaded(row), now=now + 4 * HOUR))
    for piece in ("sering melapor", "Rapat internal", "Penghubung Keliling", "Periksa dan jawab"):
        assert piece not in text, piece


def test_an_anonymous_reporter_gets_it_without_a_name(town: Town, now: datetime) -> None:
    row = factories.anonymous(town, now=now)
    text = words_of(papers.extract(loaded(row), now=now + timedelta(days=40)))
    assert "Pelapor memilih tanpa nama" in text
    assert factories.EMAIL not in text
    assert "Instansi tidak menjawab dalam batas waktu." in text


def test_an_officer_prints_it_masked(town: Town, now: datetime) -> None:
    row = loaded(working.answered(town, now=now))
    assert "Contoh Siti" not in words_of(papers.extract(row, now=now + 5 * HOUR, shown_to=town.auditor))
    printed = words_of(papers.extract(row, now=now + 5 * HOUR, shown_to=town.unit_liaison))
    assert "Contoh Siti" not in printed
    assert factories.EMAIL not in printed
    assert "Contoh Siti" in words_of(papers.extract(row, now=now + 5 * HOUR))


def test_markup_in_a_report_stays_text(town: Town, now: datetime) -> None:
    nasty = '#import "x" $a$ ]] <b>jalan</b> 👍 rusak parah sekali'
    row = loaded(factories.filed(town, now=now, text=nasty))
    assert "<b>jalan</b>" in words_of(papers.extract(row, now=now + HOUR))


def test_when_the_office_has_failed(town: Town, now: datetime) -> None:
    waiting = factories.filed(town, now=now)
    assert account.failed(waiting, now + HOUR) == ""
    assert "tidak menjawab" in account.failed(waiting, now + timedelta(days=40))
    contested = working.contested(town, now=now, email="t@contoh.id", text="Antrean panjang di loket tiga.")
    assert "belum selesai" in account.failed(contested, now + 5 * HOUR)
    other = factories.filed(town, now=now, email="w@contoh.id", text="Petugas tidak ada di loket dua.")
    other = actions.reject(
        actor=town.registry_liaison, complaint=other, outcome="unclear", reason="Tidak jelas.", now=now + HOUR
    )
    assert "tidak dapat menangani" in account.failed(other, now + 2 * HOUR)


@pytest.mark.parametrize(("language", "piece"), [("id", "Nomor laporan"), ("en", "")])
def test_the_receipt_keeps_number_limits_and_who_sees_what(
    town: Town, now: datetime, language: str, piece: str
) -> None:
    row = loaded(factories.anonymous(town, now=now))
    with translation.override(language):
        text = words_of(papers.receipt(row))
    assert row.number in text
    assert piece in text
    assert "Contoh Siti" not in text


def test_a_paper_code_stands_on_the_receipt_of_who_has_no_phone(town: Town, now: datetime) -> None:
    made = factories.by_letter(town, now=now)
    text = words_of(papers.receipt(loaded(made), paper_code=made.paper_code))
    assert made.paper_code in text
    assert made.secret not in text


def test_equal_cases_give_equal_bytes(town: Town, now: datetime) -> None:
    row = loaded(fresh(working.answered(town, now=now)))
    assert papers.extract(row, now=now + 5 * HOUR) == papers.extract(row, now=now + 5 * HOUR)
