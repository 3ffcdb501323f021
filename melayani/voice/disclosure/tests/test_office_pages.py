"""The office's pages: desk, case, a form per verb, objections, list, exclusions, books; strangers find nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from melayani.foundation.people import Officer
from melayani.voice.disclosure.models import Exclusion, Information, InformationRequest, LocalLimit
from melayani.voice.disclosure.rules import objecting
from melayani.voice.disclosure.tests import factories
from melayani.voice.disclosure.tests.factories import Desk
from tests.remembered import STARTED

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
HOME = "/kantor/informasi-publik/"


@pytest.fixture
def then() -> datetime:
    return STARTED - timedelta(days=12)


def picture(name: str) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (11, 91, 99)).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/jpeg")


def at(row: InformationRequest, page: str = "") -> str:
    return f"{HOME}{row.number}/{page}"


def test_the_desk_by_due_date_and_its_fixed_cost(
    desk: Desk, then: datetime, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    client = sign_in(desk.ppid)
    factories.at_the_desk(desk, now=then - timedelta(days=20))
    factories.decided(desk, now=then)
    with django_assert_num_queries(17):  # eight of them count how many working days the late one is late
        html = client.get(HOME).content.decode()
    for group in ("1 terlambat", "Terlambat", "Tinggal diserahkan"):
        assert group in html
    assert re.search(r"terlambat \d+ hari kerja</b>", html)
    assert "Contoh Ratna" not in html
    for _ in range(4):
        factories.at_the_desk(desk, now=timezone.now())
    with django_assert_num_queries(17):
        assert "Berikutnya" in client.get(HOME).content.decode()


def test_strangers_find_nothing(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row = factories.delivered(desk, factories.PARTLY, now=then, files=factories.redacted_files(desk, now=then))
    objection = factories.objected(desk, now=then)
    client = sign_in(desk.stranger)
    original = row.files.get(kind="original").attachment_id
    for path in (at(row), at(row, "putuskan/"), at(row, "tanda-terima/"), at(row, f"berkas/{original}/")):
        assert client.get(path).status_code == 404
    assert client.post(at(row, "close/")).status_code == 404
    assert client.get(f"{HOME}keberatan/{objection.number}/").status_code == 404
    assert row.number not in client.get(HOME).content.decode()


def test_one_verb_after_the_other(desk: Desk, sign_in: SignIn) -> None:
    client, row = sign_in(desk.ppid), factories.filed(desk, now=timezone.now())
    assert "Ambil dan proses" in client.get(at(row)).content.decode()
    client.post(at(row, "take/"))
    refused = client.post(at(row, "extend/"), {"reason": " "})
    assert refused.status_code == 422
    assert "Tulis alasan perpanjangan" in refused.content.decode()
    client.post(at(row, "extend/"), {"reason": "Data di tiga mesin."})
    page = client.get(at(row)).content.decode()
    for told in ("Diperpanjang 7 hari kerja", "Data di tiga mesin.", "hanya boleh satu kali"):
        assert told in page
    assert client.post(at(row, "tidak-ada/")).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.extension_days) == ("in_process", 7)


def test_a_decision_with_what_was_blacked_out(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    client, row, exclusion = sign_in(desk.ppid), factories.taken(desk, now=then), factories.excluded(desk, now=then)
    answer = client.post(at(row, "putuskan/"), {"decision": "partly_granted", "ground": "17-h", "cost": "0"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "hanya setelah uji konsekuensi" in html
    assert "Tulis alasannya" in html
    data = {
        "decision": "partly_granted",
        "ground": "17-h",
        "exclusion": str(exclusion.pk),
        "reason": "Nama dihitamkan.",
        "cost": "0",
        "copies": "1",
        "c0-copy": picture("salinan.jpg"),
        "c0-original": picture("asli.jpg"),
        "c0-page-0": "2",
        "c0-what-0": "Nama pasien",
    }
    html = client.post(at(row, "putuskan/"), data).content.decode()  # the mark's ground is missing
    assert "Pilih huruf pasal untuk tiap bagian" in html
    kept = [part.split('"')[0] for part in html.split('-kept" value="')[1:]]
    assert len(kept) == 2  # nothing is uploaded twice
    again = {key: value for key, value in data.items() if not key.startswith(("c0-copy", "c0-orig"))}
    again |= {"c0-copy-kept": kept[0], "c0-original-kept": kept[1], "c0-ground-0": "17-h"}
    assert client.post(at(row, "putuskan/"), again).status_code == 302
    row.refresh_from_db()
    assert row.decision == "partly_granted"
    copy = row.files.get(kind="delivered")
    assert copy.original is not None
    assert [(mark.page, mark.what) for mark in copy.marks.all()] == [(2, "Nama pasien")]


def test_names_are_masked_until_a_reason_is_given(desk: Desk, sign_in: SignIn) -> None:
    client, row = sign_in(desk.ppid), factories.filed(desk, now=timezone.now())
    assert "Contoh Ratna" not in client.get(at(row)).content.decode()
    shown = client.post(at(row, "buka/"), {"field": "name", "reason": "Menghubungi pemohon"}).content.decode()
    assert "Contoh Ratna" in shown
    assert client.post(at(row, "buka/"), {"field": "name", "reason": "ya"}).status_code == 422


def test_a_secret_name_is_for_the_information_officer_alone(desk: Desk, sign_in: SignIn) -> None:
    row = factories.filed(desk, now=timezone.now(), applicant=factories.HIDDEN)
    html = sign_in(desk.head).get(at(row)).content.decode()
    assert "Hanya PPID yang melihatnya" in html
    assert "Contoh R" not in html


def test_recording_a_letter(desk: Desk, sign_in: SignIn) -> None:
    client = sign_in(desk.ppid)
    data = {
        "unit": desk.world.bontang.slug,
        "channel": "letter",
        "received_on": (timezone.localdate() - timedelta(days=3)).isoformat(),
        "kind": "body",
        "name": "Contoh Wati",
        "address": "Jalan Contoh 9",
        "information": "Rencana kerja 2026",
        "purpose": "Penelitian",
        "form": "hard",
        "medium": "post",
    }
    refused = client.post(f"{HOME}catat/", data)
    assert refused.status_code == 422
    assert "Isi nama badan hukum" in refused.content.decode()
    answer = client.post(f"{HOME}catat/", {**data, "body_name": "Yayasan Contoh", "papers": picture("surat.jpg")})
    row = InformationRequest.objects.get()
    assert answer["Location"] == at(row, "tanda-terima/")
    assert row.received_at.date() < timezone.localdate()
    assert "Buat kode lacak" in client.get(answer["Location"]).content.decode()
    code = client.post(at(row, "tanda-terima/kode/")).content.decode()
    assert "Kode lacak:" in code


def test_the_superior_answers_and_nobody_else(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    objection = factories.objected(desk, now=then)
    path = f"{HOME}keberatan/{objection.number}/"
    html = sign_in(desk.ppid).get(path).content.decode()
    assert "Dijawab atasan PPID" in html
    data = {"outcome": "rejected", "text": "Tetap.", "superior_name": "Contoh Kepala", "superior_post": "Kepala"}
    assert sign_in(desk.ppid).post(f"{path}jawab/", data).status_code == 422
    head = sign_in(desk.head)
    refused = head.post(f"{path}jawab/", {**data, "outcome": ""})
    assert (refused.status_code, "Tetap." in refused.content.decode()) == (422, True)
    assert head.post(f"{path}jawab/", data)["Location"] == path
    objection.refresh_from_db()
    assert objection.outcome == objecting.REJECTED
    assert "Komisi Informasi" in head.get(path).content.decode()


def test_papers_of_the_office_do_not_give_the_secret_away(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row = factories.delivered(desk, factories.PARTLY, now=then, files=factories.redacted_files(desk, now=then))
    objection = factories.objected(desk, now=then, draft=factories.draft_of(desk, now=then, token="lain"))
    client = sign_in(desk.ppid)
    for page, paper in (
        (f"/kantor/informasi-publik/{row.number}/", f"/kantor/informasi-publik/{row.number}/bagian-dihitamkan.pdf"),
        (
            f"/kantor/informasi-publik/keberatan/{objection.number}/",
            f"/kantor/informasi-publik/keberatan/{objection.number}/tanda-terima.pdf",
        ),
    ):
        assert paper in client.get(page).content.decode()
        text = factories.words_of(client.get(paper).content)
        assert "INF-" in text
        assert row.secret[:12] not in text
        assert objection.request.secret[:12] not in text


def test_an_objection_on_paper(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row, client = factories.decided(desk, factories.NOT_HELD, now=then), sign_in(desk.ppid)
    path = at(row, "keberatan/")
    assert "a. Permintaan ditolak" not in client.get(path).content.decode()
    assert client.post(path, {"channel": "letter", "grounds": ["d"]}).status_code == 422
    data = {"channel": "letter", "grounds": ["d"], "case_position": "Tidak sesuai."}
    assert client.post(path, data)["Location"] == at(row)
    assert row.objections.get().channel == "letter"


def test_keeping_the_list(desk: Desk, sign_in: SignIn) -> None:
    client = sign_in(desk.ppid)
    data = {
        "title": "Laporan keuangan",
        "summary": "Realisasi",
        "category": "exempt",
        "holding_unit": "Sekretariat",
        "responsible": "Sekretaris",
        "soft": "on",
    }
    refused = client.post(f"{HOME}daftar/tambah/", data)
    assert "hanya setelah uji konsekuensi" in refused.content.decode()
    papers = {**data, "category": "periodic", "papers": picture("laporan.jpg")}
    answer = client.post(f"{HOME}daftar/tambah/", papers)
    entry = Information.objects.get()
    assert answer["Location"] == f"{HOME}daftar/{entry.pk}/"
    client.post(f"{HOME}daftar/{entry.pk}/terbitkan/")
    assert entry.title in client.get("/informasi-publik/daftar/").content.decode()
    change = {**data, "category": "periodic", "title": "Laporan 2025", "remove": str(entry.files.get().pk)}
    client.post(f"{HOME}daftar/{entry.pk}/ubah/", change)
    client.post(f"{HOME}daftar/{entry.pk}/tarik/", {"reason": "Salah berkas"})
    entry.refresh_from_db()
    assert (entry.title, entry.state, entry.files.count()) == ("Laporan 2025", "withdrawn", 0)


def test_an_exclusion_from_proposal_to_force(desk: Desk, sign_in: SignIn) -> None:
    client = sign_in(desk.ppid)
    data = {
        "content": "Data pribadi",
        "ground": "17-h",
        "legal_basis": "UU 27/2022",
        "consequence_open": "Orang dikenali",
        "consequence_closed": "Terlindungi",
        "duration": "Selama hidup",
    }
    client.post(f"{HOME}pengecualian/usulkan/", data)
    row = Exclusion.objects.get()
    path = f"{HOME}pengecualian/{row.pk}/"
    assert "Belum diuji" in client.get(path).content.decode()
    test = {"occasion": "before", "document": "Berkas", "participants": "PPID", "analysis": "Dibahas."}
    today = timezone.localdate().isoformat()
    client.post(f"{path}uji/", {**test, "result": "exclude", "held_on": today})
    client.post(f"{path}tetapkan/")  # not the information officer's to decide
    row.refresh_from_db()
    assert row.state == "tested"
    sign_in(desk.head).post(f"{path}tetapkan/")
    row.refresh_from_db()
    assert row.state == "in_force"


def test_the_register_on_the_page_is_the_one_in_the_file(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row = factories.decided(desk, factories.NOT_HELD, now=then)
    client, slug, year = sign_in(desk.ppid), row.desk.slug, row.register_year
    html = client.get(f"{HOME}register/", {"tahun": str(year)}).content.decode()
    content = client.get(f"{HOME}register/{slug}/permintaan/{year}.xlsx").content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [str(cell.value) for cell in sheet[2] if cell.value]
    assert "Kami tidak membuat dokumen ini." in cells
    for cell in cells:
        assert cell in html
    assert client.get(f"{HOME}register/{slug}/keberatan/{year}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{HOME}register/{slug}/lain/{year}.pdf").status_code == 404
    assert client.get(f"{HOME}register/{slug}/permintaan/1890.pdf").status_code == 404


def test_the_yearly_report(desk: Desk, then: datetime, sign_in: SignIn) -> None:
    row, client = factories.decided(desk, now=then), sign_in(desk.ppid)
    path = f"{HOME}laporan/{row.desk.slug}/{row.register_year}/"
    client.post(path, {"recommendations": "Tambah petugas."})
    html = client.get(path).content.decode()
    for told in ("Tambah petugas.", "Diberi pemberitahuan", "setelah tahunnya selesai"):
        assert told in html
    assert client.get(f"{path[:-1]}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{path[:-1]}.xlsx").status_code == 200
    assert str(row.register_year) in client.get(f"{HOME}laporan/").content.decode()


def test_a_shorter_promise_and_never_a_longer_one(desk: Desk, sign_in: SignIn) -> None:
    client, today = sign_in(desk.ppid), timezone.localdate(timezone=desk.world.bontang.zone).isoformat()
    data = {"stage": "request", "amount": "11", "basis": "SK 4/2026", "since": today}
    refused = client.post(f"{HOME}batas-waktu/", data).content.decode()
    assert "tidak lebih lama" in refused
    assert "SK 4/2026" in refused
    client.post(f"{HOME}batas-waktu/", {**data, "amount": "5"})
    assert LocalLimit.objects.get().amount == 5
    assert factories.filed(desk, now=timezone.now()).promised_days == 5
