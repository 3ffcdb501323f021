"""What stands on the letters, read back from the PDF."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.foundation.attachments.queries import open_file
from melayani.foundation.documents.models import Document
from melayani.foundation.messaging.models import OutboxMessage
from melayani.voice.disclosure import actions, letters, receipts, rules
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.rules import objecting
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk

pytestmark = pytest.mark.django_db


def letter(kind: str, number: str) -> str:
    document = Document.objects.get(kind=kind, reference_number=number)
    with open_file(document.attachment) as file:
        return factories.words_of(file.read())


def holds(text: str, *expected: str) -> None:
    for words in expected:
        assert words in text, f"{words!r} is not in {text!r}"


def test_the_extension_gives_both_dates_and_the_reason(desk: Desk, now: datetime) -> None:
    row = factories.filed(desk, now=now)
    actions.extend(actor=desk.ppid, request=row, reason="Arsip di gudang kecamatan.", now=now)
    text = letter(letters.EXTENSION, row.number)
    holds(text, "perpanjangan waktu", "30 Maret 2026", "8 April 2026", "7 hari kerja", "Arsip di gudang kecamatan.")
    holds(text, "hanya satu kali", row.number, "0001/2026", "Contoh Ratna", "Contoh PPID")


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (factories.GRANTED, ("dikabulkan seluruhnya", "Gratis", "Dapat diunduh setelah diserahkan.")),
        (factories.WITH_COST, ("Rp25.000", "Fotokopi 100 lembar")),
        (factories.NOT_HELD, ("tidak kami kuasai", "Kami tidak membuat dokumen ini.")),
        (factories.ELSEWHERE, ("Yang menguasainya: Badan Keuangan Daerah Kota Bontang.",)),
        (factories.REFUSED, ("Permintaan ditolak", "pasal 17 huruf h", "Memuat riwayat kesehatan pegawai.")),
        (factories.PARTLY, ("dikabulkan sebagian", "pasal 17 huruf h", "Nama pasien dihitamkan.")),
    ],
)
def test_the_notice_says_what_was_decided_and_why(
    decision: rules.Decision, expected: tuple[str, ...], desk: Desk, now: datetime
) -> None:
    row = factories.decided(desk, decision, now=now)
    text = letter(letters.NOTICE, row.number)
    holds(text, *expected, "Informasi yang diminta", "Rincian anggaran pelayanan tahun 2025")
    holds(text, "keberatan kepada atasan PPID paling lambat")


def test_the_refusal_decree_shows_the_consequence_test(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.REFUSED, now=now)
    text = letter(letters.REFUSAL, row.number)
    holds(text, "Keputusan penolakan", "Menimbang", "Memutuskan", "Menolak permintaan informasi tersebut.")
    holds(text, "UU 27/2022", "Rahasia pribadi terungkap", "Hak pribadi terlindungi", "Selama pegawai hidup")


def test_the_notice_and_the_list_show_each_redaction(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.PARTLY, now=now, files=factories.redacted_files(desk, now=now))
    listed = receipts.redaction_list(row)
    assert listed is not None
    for text in (letter(letters.NOTICE, row.number), factories.words_of(listed)):
        holds(text, "Bagian yang dihitamkan", "salinan.jpg", "Nama pasien", "Diagnosis", "Pasal 17 huruf h")
        assert "asli.jpg" not in text
    assert receipts.redaction_list(factories.decided(desk, now=now)) is None


def test_the_proof_of_delivery_names_who_took_what(desk: Desk, now: datetime) -> None:
    files = (rules.GivenFile(factories.uploaded(desk.ppid, now=now, name="anggaran.jpg")),)
    row = factories.decided(desk, factories.WITH_COST, now=now, files=files)
    when = now + timedelta(days=2)
    actions.record_payment(actor=desk.ppid, request=row, way="cash", now=when)
    actions.deliver(actor=desk.ppid, request=row, to="Contoh Adik", note="Diambil sendiri.", now=when)
    text = letter(letters.DELIVERY, row.number)
    holds(text, "Bukti penyerahan informasi", "anggaran.jpg", "Contoh Adik", "Rp25.000, tunai", "Diambil sendiri.")


def test_the_superiors_answer_names_post_and_person_and_claims_no_unverified_law(desk: Desk, now: datetime) -> None:
    objection = factories.answered(desk, now=now)
    text = letter(letters.ANSWER, objection.number)
    holds(text, "Tanggapan atas keberatan", "Contoh Kepala", "Kepala Dinas", "Keberatan ditolak.")
    holds(text, "Saya meminta angka, bukan nama.", "Keputusan PPID tetap.", objection.request.number)
    holds(text, "Komisi Informasi", "Tanyakan batas waktu yang berlaku")
    assert "14 hari kerja" not in text
    assert "pasal 37" not in text


def test_an_upheld_objection_orders_a_new_notice(desk: Desk, now: datetime) -> None:
    objection = factories.answered(desk, objecting.GRANTED, now=now)
    holds(letter(letters.ANSWER, objection.number), "Keberatan diterima.", "pemberitahuan tertulis yang baru")


def test_the_receipt_of_an_objection_holds_its_form(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now, grounds=("a", "e"))
    text = factories.words_of(receipts.objection_receipt(objection))
    holds(
        text, objection.number, "0001/2026", "Alasan keberatan", "a. Permintaan ditolak", "e. Permintaan tidak dipenuhi"
    )
    holds(text, "Petugas penerima", "Pemohon atau kuasa", "Saya meminta angka, bukan nama.", "Penelitian mutu layanan")


def test_a_secret_identity_stands_on_no_letter_and_in_no_message_to_officers(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.REFUSED, now=now, applicant=factories.HIDDEN)
    for kind in (letters.NOTICE, letters.REFUSAL):
        text = letter(kind, row.number)
        assert "Contoh Rahasia" not in text
        assert "Jalan Sunyi" not in text
        holds(text, f"Pemohon {row.number}")
    assert not [message for message in OutboxMessage.objects.all() if "Contoh Rahasia" in message.body]
    assert InformationRequest.objects.get().name == "Contoh Rahasia"


def test_what_a_citizen_writes_is_never_markup(desk: Desk, now: datetime) -> None:
    asked = rules.Asked(information="#pagebreak() $x$ ] *tebal* 🙂", purpose="Uji")
    row = factories.decided(desk, now=now, asked=asked)
    holds(letter(letters.NOTICE, row.number), "#pagebreak() $x$ ] *tebal*")
