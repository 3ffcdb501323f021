"""The registers cell by cell, the yearly report's figures, who may read a secret identity, numbers without gap."""

from __future__ import annotations

import io
import re
import threading
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import Http404
from openpyxl import load_workbook
from pypdf import PdfReader

from melayani.foundation.audit.models import Event
from melayani.foundation.documents.models import Document
from melayani.voice.disclosure import access, actions, queries, registers, reports, rules, sheets
from melayani.voice.disclosure.models import InformationRequest
from melayani.voice.disclosure.rules import deciding, objecting
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    page = load_workbook(io.BytesIO(content)).worksheets[sheet]
    return [[cell if cell is not None else "" for cell in row] for row in page.iter_rows(values_only=True)]


def paper(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


REQUESTS = [
    [
        "1",
        "Senin, 16 Maret 2026",
        "Contoh Ratna",
        "Jalan Contoh 7, Bontang",
        "+6281200000017, peminta@contoh.id",
        "Peneliti",
        "Rincian anggaran pelayanan tahun 2025",
        "Penelitian mutu layanan",
        "Dikuasai",
        "Berkas digital",
        "Mendapat salinan",
        "Dikabulkan seluruhnya",
        "",
        "Selasa, 17 Maret 2026",
        "Rabu, 18 Maret 2026",
        "Rp25.000",
        "Tunai",
    ],
    [
        "2",
        "Senin, 16 Maret 2026",
        "Contoh Wati (Yayasan Contoh Terang)",
        "Jalan Contoh 9",
        "yayasan@contoh.id",
        "",
        "Rincian anggaran pelayanan tahun 2025",
        "Penelitian mutu layanan",
        "Dikuasai",
        "",
        "Mendapat salinan",
        "Ditolak",
        "UU 14/2008 pasal 17 huruf h: Dapat mengungkapkan rahasia pribadi; Memuat riwayat kesehatan pegawai.",
        "Selasa, 17 Maret 2026",
        "",
        "",
        "",
    ],
    [
        "3",
        "Senin, 16 Maret 2026",
        "Contoh Rahasia",
        "Jalan Sunyi 1",
        "sunyi@contoh.id",
        "",
        "Rincian anggaran pelayanan tahun 2025",
        "Penelitian mutu layanan",
        "Tidak dikuasai; dikuasai Badan Keuangan Daerah Kota Bontang",
        "",
        "Mendapat salinan",
        "Dikuasai badan lain",
        "Dokumen dibuat badan lain.",
        "Selasa, 17 Maret 2026",
        "",
        "",
        "",
    ],
]


def three_requests(desk: Desk, now: datetime) -> None:
    row = factories.decided(desk, factories.WITH_COST, now=now)
    when = now + timedelta(days=2)
    actions.record_payment(actor=desk.ppid, request=row, way=deciding.CASH, now=when)
    actions.deliver(actor=desk.ppid, request=row, now=when)
    factories.decided(desk, factories.REFUSED, now=now, applicant=factories.FOUNDATION)
    factories.decided(desk, factories.ELSEWHERE, now=now, applicant=factories.HIDDEN)


@pytest.mark.django_db
def test_the_register_of_requests_has_the_laws_columns_cell_by_cell(desk: Desk, now: datetime) -> None:
    three_requests(desk, now)
    place = desk.world.bontang
    found = cells(sheets.request_register_xlsx(place, 2026, reader=desk.ppid))
    assert found[0] == list(registers.REQUEST_COLUMNS)
    assert len(found[0]) == 17
    assert found[1:] == REQUESTS
    text = paper(sheets.request_register_pdf(place, 2026, reader=desk.ppid, now=now))
    for value in ("Register permintaan informasi publik 2026", "Cara pembayaran", "Contoh Wati", "Tunai"):
        assert value in text
    assert cells(sheets.request_register_xlsx(desk.world.bengkalis, 2026, reader=desk.stranger))[1:] == []


@pytest.mark.django_db
def test_a_secret_identity_is_written_for_the_information_officer_alone(desk: Desk, now: datetime) -> None:
    three_requests(desk, now)
    for reader in (desk.head, desk.auditor):
        rows = cells(sheets.request_register_xlsx(desk.world.bontang, 2026, reader=reader))[1:]
        assert rows[2][2:6] == [registers.WITHHELD, "", "", ""]
        assert rows[0] == REQUESTS[0]


@pytest.mark.django_db
def test_the_register_of_objections_has_the_laws_columns_cell_by_cell(desk: Desk, now: datetime) -> None:
    objection = factories.answered(desk, now=now)
    actions.respond_to_objection(
        actor=factories.citizen(),
        objection=objection,
        secret=objection.request.secret,
        response=objecting.NOT_SATISFIED,
        text="Saya ke Komisi Informasi.",
        now=now + timedelta(days=8),
    )
    found = cells(sheets.objection_register_xlsx(desk.world.bontang, 2026, reader=desk.ppid))
    assert found == [
        list(registers.OBJECTION_COLUMNS),
        [
            f"1 ({objection.number})",
            "Kamis, 19 Maret 2026",
            "Contoh Ratna, Jalan Contoh 7, Bontang",
            f"0001/2026 ({objection.request.number})",
            "Rincian anggaran pelayanan tahun 2025",
            "Penelitian mutu layanan",
            "a. Permintaan ditolak berdasarkan alasan pengecualian (pasal 17)",
            "Keberatan ditolak: Setelah kami periksa, begini jawabannya.",
            "Senin, 23 Maret 2026",
            "Contoh Kepala, Kepala Dinas",
            "Tidak menerima: Saya ke Komisi Informasi.",
        ],
    ]
    assert len(found[0]) == 11
    text = paper(sheets.objection_register_pdf(desk.world.bontang, 2026, reader=desk.ppid, now=now))
    assert "Register keberatan 2026" in text
    assert "Contoh Kepala, Kepala Dinas" in text


@pytest.mark.django_db
def test_a_cell_is_never_a_formula(desk: Desk, now: datetime) -> None:
    factories.filed(desk, now=now, asked=rules.Asked(information='=HYPERLINK("x")', purpose="\x07Uji"))
    book = load_workbook(io.BytesIO(sheets.request_register_xlsx(desk.world.bontang, 2026, reader=desk.ppid)))
    cell = book.worksheets[0]["G2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x")')
    assert book.worksheets[0]["H2"].value == "Uji"


@pytest.mark.django_db
def test_only_readers_of_the_desk_open_its_books(desk: Desk) -> None:
    slug = desk.world.bontang.slug
    for reader in (desk.ppid, desk.head, desk.auditor, desk.city_head):
        assert access.get_desk(reader, slug) == desk.world.bontang
    for stranger in (desk.stranger, desk.stranger_head, desk.world.bontang_counter):
        with pytest.raises(Http404):
            access.get_desk(stranger, slug)


@pytest.mark.django_db
def test_the_years_figures_come_from_the_register(desk: Desk, now: datetime) -> None:
    three_requests(desk, now)
    factories.decided(desk, now=now, at=now + timedelta(days=20))  # 14 working days: late
    factories.filed(desk, now=now)
    factories.answered(desk, objecting.GRANTED, now=now)
    found = reports.figures_of(desk.world.bontang, 2026)
    assert (found.received, found.notified, found.on_time, found.late, found.waiting) == (6, 5, 4, 1, 2)
    assert dict(found.decisions) == {"granted": 2, "partly_granted": 0, "refused": 2, "not_held": 0, "elsewhere": 1}
    assert found.refusals == (("17-h", 2),)
    assert found.within == (4, 4, 4, 5, 5)
    assert [found.share(count) for count in found.within] == ["80,0 %", "80,0 %", "80,0 %", "100,0 %", "100,0 %"]
    assert (found.average_days, found.longest_days) == (Decimal("3.6"), 14)
    assert (found.objections, dict(found.outcomes)["granted"]) == (1, 1)
    nothing = reports.figures_of(desk.world.bengkalis, 2026)
    assert (nothing.received, nothing.average_days, nothing.share(0)) == (0, None, "-")


@pytest.mark.django_db
def test_the_yearly_report_is_written_then_published_once(desk: Desk, now: datetime) -> None:
    three_requests(desk, now)
    place, later = desk.world.bontang, now.replace(year=2027, month=1)
    values: dict[str, Any] = {"actor": desk.ppid, "organisation": place, "year": 2026}
    with pytest.raises(rules.ActionRefused, match="setelah tahunnya selesai"):
        actions.publish_report(now=now, **values)
    with pytest.raises(rules.ActionRefused, match="rekomendasi"):
        actions.publish_report(now=later, **values)
    texts = {"recommendations": "Tambah satu petugas.\nPerbanyak daftar.", "internal_constraints": "Arsip tersebar."}
    actions.save_report(texts=texts, now=later, **values)
    row = actions.publish_report(now=later, **values)
    assert row.document == Document.objects.get(kind="information_report")
    assert Event.objects.filter(name="disclosure_report.published").count() == 1
    with pytest.raises(rules.ActionRefused, match="sudah terbit"):
        actions.save_report(texts=texts, now=later, **values)
    text = paper(sheets.report_pdf(row, actor=desk.ppid, now=later))
    for words in (
        "Tambah satu petugas.",
        "Arsip tersebar.",
        "Diterima 3 permintaan",
        "Sampai 10 hari kerja",
        "Belum diisi.",
    ):
        assert words in text
    book = load_workbook(io.BytesIO(sheets.report_xlsx(row)))
    assert book.sheetnames == [
        "Laporan",
        "Permintaan informasi",
        "Keputusan",
        "Waktu pemberitahuan",
        "Alasan penolakan",
        "Keberatan",
    ]
    assert cells(sheets.report_xlsx(row), 1)[1] == ["Diterima", "3"]


@pytest.mark.django_db
def test_strangers_write_no_report(desk: Desk, now: datetime) -> None:
    for who in (desk.stranger, desk.head, desk.auditor):
        with pytest.raises(rules.NotAllowed):
            actions.save_report(actor=who, organisation=desk.world.bontang, year=2026, texts={}, now=now)
        with pytest.raises(rules.NotAllowed):
            actions.publish_report(actor=who, organisation=desk.world.bontang, year=2025, now=now)
    with pytest.raises(rules.InputRefused, match="tidak dikenal"):
        actions.save_report(actor=desk.ppid, organisation=desk.world.bontang, year=2026, texts={"secret": "x"}, now=now)


@pytest.mark.django_db
def test_a_number_that_was_not_used_is_given_again(desk: Desk, now: datetime) -> None:
    with transaction.atomic():
        assert factories.filed(desk, now=now).register_number == 1
        transaction.set_rollback(True)
    assert factories.filed(desk, now=now).register_number == 1


@pytest.mark.django_db
def test_what_waits_is_counted_for_the_desk(desk: Desk, now: datetime) -> None:
    factories.objected(desk, now=now)
    row = factories.filed(desk, now=now)
    load = queries.load_of(desk.ppid, row.due_at - timedelta(hours=1))
    assert (load.new, load.running, load.due_soon, load.overdue, load.objections) == (1, 1, 1, 0, 1)
    assert queries.load_of(desk.ppid, row.due_at + timedelta(hours=1)).overdue == 1
    assert queries.load_of(desk.stranger, now) == queries.Load(0, 0, 0, 0, 0, 0)


@pytest.mark.django_db
def test_a_number_alone_shows_the_state_and_nobody(desk: Desk, now: datetime) -> None:
    objection = factories.objected(desk, now=now)
    state = queries.public_state(objection.request.number.lower())
    assert state is not None
    assert (state.kind, state.label) == ("information_request", "Sudah dijawab")
    lodged = queries.public_state(objection.number)
    assert lodged is not None
    assert lodged.kind == "information_objection"
    assert queries.public_state("INF-AAAAAAAA-A") is None
    assert queries.public_state("bukan nomor") is None


@pytest.mark.django_db(transaction=True)
def test_register_numbers_have_no_gap_and_no_double_when_many_file_at_once(desk: Desk, now: datetime) -> None:
    count = 8
    gate = threading.Barrier(count)

    def file(place: int) -> None:
        gate.wait()
        try:
            for turn in range(3):
                try:
                    with transaction.atomic():
                        factories.at_the_desk(desk, now=now)
                        if (place + turn) % 4 == 0:
                            raise RuntimeError("taken back")
                except RuntimeError:
                    continue
        finally:
            connection.close()

    threads = [threading.Thread(target=file, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(InformationRequest.objects.values_list("register_number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 18
