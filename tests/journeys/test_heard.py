"""A report that is heard in the end, and an information request that is refused in part: two stories in a browser."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from melayani.foundation.ui.format import format_day
from melayani.voice.complaints.models import Complaint
from melayani.voice.disclosure.models import InformationObjection, InformationRequest
from tests.journeys.stage import WIDTHS, Stage, code_of, officer_at, photo, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = (
    "Loket KTP-el tutup pukul dua padahal tertulis buka sampai pukul empat. Banyak orang pulang dengan tangan hampa."
)
SILENCE = timedelta(days=40)  # more than ten working days, whatever holidays fall into them


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_anonymous_report_through_three_levels(browser: Browser, stage: Stage, tmp_path: Path, width: int) -> None:
    """Filed with a photo, passed down three levels, answered, contested, answered again, closed by silence."""
    agency = stage.service.agency
    regency = above(agency)
    unit = unit_below(agency)
    levels = [officer_at(f"penghubung{n}", place, Role.LIAISON) for n, place in enumerate((regency, agency, unit))]
    with visitor(browser, stage, width=width) as citizen, visitor(browser, stage, width=width) as office:
        number = report_without_a_name(citizen, stage, tmp_path)
        hand_down(office, stage, number, levels, [agency, unit])
        the_photo_tells_no_place(office, number)
        answer(office, stage, number, "Kepala loket sudah ditegur. Loket buka sampai pukul 16.00 mulai besok.")
        contest(citizen, stage)
        answer(office, stage, number, "Jadwal piket loket sudah diubah dan ditempel di pintu. Foto terlampir di papan.")
        be_silent(citizen, stage, number)
        see_the_figures(citizen, stage, number)
    assert not stage.faults, "\n".join(stage.faults)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_request_refused_in_part_is_answered_by_the_superior(
    browser: Browser, stage: Stage, tmp_path: Path, width: int
) -> None:
    """Asked, decided in part with a blackened copy, objected to, answered; both registers say what the pages said."""
    agency = stage.service.agency
    ppid = officer_at("ppid", agency, Role.INFORMATION)
    superior = officer_at("atasan", above(agency), Role.HEAD)
    with visitor(browser, stage, width=width) as citizen, visitor(browser, stage, width=width) as office:
        number = ask_for_information(citizen, stage, agency)
        decide_in_part(office, stage, number, ppid, tmp_path)
        objection = object_to_it(citizen, stage)
        answer_objection(office, stage, objection, superior)
        read_the_answer(citizen, stage)
        the_registers_say_the_same(office, stage, ppid, agency, number, objection)
    assert not stage.faults, "\n".join(stage.faults)


# --- the report -------------------------------------------------------------------------------------------------------
def above(agency: Organisation) -> Organisation:
    return ancestors_and_self(agency)[-2]


def unit_below(agency: Organisation) -> Organisation:
    return create_organisation(
        actor=SYSTEM, kind="unit", name="Loket KTP-el Bengkalis", slug="loket-ktp-bengkalis", parent=agency,
        now=timezone.now() - timedelta(days=400), time_zone=agency.time_zone,
    )  # fmt: skip


def report_without_a_name(page: Page, stage: Stage, folder: Path) -> str:
    page.goto(f"/pengaduan/?instansi={stage.service.agency.slug}")
    stage.look(page, "20-complaints")
    page.goto(f"/pengaduan/buat/?instansi={stage.service.agency.slug}")
    page.get_by_role("button", name="Mulai menulis").click()
    page.locator("input[name=kind][value=complaint]").check()
    page.fill("[name=text]", STORY)
    page.fill("[name=asked]", "Loket buka sesuai jam yang tertulis.")
    stage.look(page, "20b-story")
    onward(page)
    stage.look(page, "20c-target")
    onward(page)  # the office of the page before is chosen already
    page.fill("[name=address]", "Kantor Disdukcapil, Bengkalis")
    page.locator("summary", has_text="Tandai di peta").click()
    page.fill("[name=latitude]", "1.471")
    page.fill("[name=longitude]", "102.116")
    stage.look(page, "20d-place")
    onward(page)
    page.set_input_files("[name=papers]", str(photo_with_a_place(folder)))
    onward(page)
    page.locator("input[name=anonymous]").check()
    stage.look(page, "21-privacy")
    onward(page)
    page.fill("[name=email]", "pelapor@contoh.example")
    onward(page)
    stage.look(page, "21b-summary")
    turn_page(page.get_by_role("button", name="Kirim kode"))
    stage.work()
    page.fill("[name=code]", code_of(stage))
    turn_page(page.locator("main form button").first)
    expect(page.locator(".code").first).to_have_text(re.compile(r"^\s*ADU-[0-9A-Z]{8}-[0-9A-Z]\s*$"))
    number = page.locator(".code").first.inner_text().strip()
    stage.look(page, "22-received")
    stage.work()
    return number


def hand_down(page: Page, stage: Stage, number: str, levels: list[Person], places: list[Organisation]) -> None:
    """Verified by the agency's own liaison or above, then given down level by level, each with an instruction."""
    page.context.clear_cookies()
    sign_in(page, levels[0])
    page.goto("/kantor/pengaduan/")
    stage.look(page, "23-desk")
    coordinator = Complaint.objects.select_related("coordinator").get(number=number).coordinator
    first = next(n for n, place in enumerate([above(places[0]), *places]) if place.pk == coordinator.pk)
    if first:
        change_to(page, levels[first])
    page.goto(f"/kantor/pengaduan/{number}/")
    stage.look(page, "24-case")
    assert "pelapor@contoh.example" not in page.content()
    page.goto(f"/kantor/pengaduan/{number}/verify/")
    page.locator("input[name=complaint_class][value=non_oversight]").check()
    press(page)
    page.goto(f"/kantor/pengaduan/{number}/publish/")
    page.fill("[name=title]", "Loket KTP-el tutup sebelum waktunya")
    page.fill("[name=text]", STORY)
    press(page)
    for level, place in list(enumerate(places))[first:]:
        page.goto(f"/kantor/pengaduan/{number}/forward/")
        page.select_option("[name=to]", str(place.pk))
        page.fill("[name=instruction]", f"Periksa jam buka dan laporkan. Disposisi ke-{level + 1}.")
        press(page)
        change_to(page, levels[level + 1])
    page.goto(f"/kantor/pengaduan/{number}/")
    expect(page.locator("main")).to_contain_text("Disposisi ke-2.")
    stage.look(page, "24b-dispositions")


def the_photo_tells_no_place(page: Page, number: str) -> None:
    address = page.locator(f"a[href*='/kantor/pengaduan/{number}/berkas/']").first.get_attribute("href")
    assert address
    image = Image.open(BytesIO(page.request.get(address).body()))
    assert not image.getexif()


def answer(page: Page, stage: Stage, number: str, words: str) -> None:
    page.goto(f"/kantor/pengaduan/{number}/answer/")
    page.locator("textarea[name=text]").fill(words)
    page.fill("[name=public_text]", words)
    stage.look(page, "25-answer")
    press(page)
    expect(page.get_by_text("Dijawab, menunggu pelapor").first).to_be_visible()
    stage.work()


def contest(page: Page, stage: Stage) -> None:
    page.goto(stage.link_in(stage.letters("complaint.answered")[0], "/pengaduan/"))
    stage.look(page, "26-answered")
    turn_page(page.get_by_role("link", name="Belum selesai"))
    page.locator("main textarea").first.fill("Hari ini loket masih tutup pukul dua.")
    turn_page(page.locator("main form button").first)
    expect(page.get_by_text("Dibuka lagi").first).to_be_visible()
    stage.work()


def be_silent(page: Page, stage: Stage, number: str) -> None:
    """Nobody speaks for more than ten working days: closed, and not called solved."""
    stage.work(SILENCE)
    case = Complaint.objects.get(number=number)
    assert (case.state, case.outcome) == ("closed", "auto_closed")
    page.goto(f"/pengaduan/{number}/{case.secret}/")
    expect(page.get_by_text("Ditutup karena tidak ada tanggapan").first).to_be_visible()
    stage.look(page, "27-closed")


def see_the_figures(page: Page, stage: Stage, number: str) -> None:
    stage.work(SILENCE + timedelta(days=1))
    page.goto("/pengaduan/statistik/")
    expect(page.locator("main")).to_contain_text("1")
    expect(page.locator("main h2").first).not_to_contain_text("Belum ada")
    stage.look(page, "28-figures")
    page.goto("/pengaduan/daftar/")
    turn_page(page.get_by_text("Loket KTP-el tutup sebelum waktunya").first)
    expect(page.locator("main")).to_contain_text("Jadwal piket loket sudah diubah")
    assert "pelapor@contoh" not in page.content()
    stage.look(page, "29-public-case")
    page.goto("/pengaduan/peta/")
    stage.look(page, "29b-map")


# --- the request ------------------------------------------------------------------------------------------------------
def ask_for_information(page: Page, stage: Stage, agency: Organisation) -> str:
    page.goto("/informasi-publik/")
    stage.look(page, "30-information")
    page.goto(f"/informasi-publik/ajukan/{agency.slug}/")
    page.get_by_role("button", name="Mulai mengisi").click()
    page.locator("input[name=kind][value=person]").check()
    page.fill("[name=name]", "Contoh Peneliti")
    page.fill("[name=address]", "Jalan Contoh 2, Bengkalis")
    page.fill("[name=occupation]", "Mahasiswa")
    onward(page)
    page.fill("[name=information]", "Rekapitulasi jam buka loket dan jumlah petugas tahun 2025.")
    page.fill("[name=purpose]", "Skripsi tentang pelayanan publik.")
    onward(page)
    page.locator("input[name=form]").first.check()
    page.locator("input[name=medium]").first.check()
    onward(page)
    onward(page)  # papers may follow
    page.fill("[name=email]", "peneliti@contoh.example")
    onward(page)
    stage.look(page, "31-request-summary")
    turn_page(page.locator("main form button.p").first)
    stage.work()
    page.fill("[name=code]", code_of(stage))
    turn_page(page.locator("main form button").first)
    expect(page.locator(".code").first).to_have_text(re.compile(r"^\s*INF-[0-9A-Z]{8}-[0-9A-Z]\s*$"))
    number = page.locator(".code").first.inner_text().strip()
    stage.look(page, "32-request-received")
    stage.work()
    return number


def decide_in_part(page: Page, stage: Stage, number: str, ppid: Person, folder: Path) -> None:
    sign_in(page, ppid)
    page.goto("/kantor/informasi-publik/")
    stage.look(page, "33-information-desk")
    page.goto(f"/kantor/informasi-publik/{number}/")
    if page.get_by_role("button", name=re.compile("Ambil|Terima|Proses")).count():
        turn_page(page.get_by_role("button", name=re.compile("Ambil|Terima|Proses")).first)
    page.goto(f"/kantor/informasi-publik/{number}/putuskan/")
    page.locator("input[name=decision][value=partly_granted]").check()
    page.fill("[name=reason]", "Nama petugas dihitamkan karena termasuk data pribadi.")
    ground = page.locator("select[name=ground] option", has_text="hak pribadi").first.get_attribute("value")
    page.select_option("[name=ground]", ground)
    if not page.locator("input[type=file][name$='-copy']").count():
        page.get_by_role("button", name="Tambah berkas yang dihitamkan").click()
    page.locator("input[type=file][name$='-copy']").first.set_input_files(str(photo(folder, "rekap-hitam.jpg", "gray")))
    page.locator("input[type=file][name$='-original']").first.set_input_files(str(photo(folder, "rekap-asli.jpg")))
    page.locator("input[name$='-what-0']").first.fill("Nama petugas")
    page.locator("select[name$='-ground-0']").first.select_option(ground)
    stage.look(page, "34-decision")
    turn_page(page.get_by_role("button", name="Terbitkan dan kirim"))
    expect(page.locator("main")).to_contain_text("sebagian")
    stage.work()


def object_to_it(page: Page, stage: Stage) -> str:
    page.goto(stage.link_in(stage.letters("information_request.decided")[0], "/informasi-publik/"))
    expect(page.locator("main")).to_contain_text("Nama petugas dihitamkan")
    stage.look(page, "35-decided")
    letter = page.locator("a[href*='/surat/']").first.get_attribute("href")
    assert letter
    assert "sebagian" in "".join(p.extract_text() for p in PdfReader(BytesIO(page.request.get(letter).body())).pages)
    turn_page(page.get_by_role("link", name="Ajukan keberatan").first)
    page.locator("input[name=grounds]").first.check()
    page.fill("[name=case_position]", "Saya tidak meminta nama, tetapi jumlah petugas per loket juga dihitamkan.")
    stage.look(page, "36-objection")
    turn_page(page.get_by_role("button", name="Kirim keberatan"))
    stage.work()
    return InformationObjection.objects.get().number


def answer_objection(page: Page, stage: Stage, objection: str, superior: Person) -> None:
    """Whoever decided may not answer; the superior does."""
    page.goto(f"/kantor/informasi-publik/keberatan/{objection}/")
    expect(page.get_by_role("button", name="Terbitkan jawaban")).to_have_count(0)
    change_to(page, superior)
    page.goto(f"/kantor/informasi-publik/keberatan/{objection}/")
    page.locator("input[name=outcome][value=rejected]").check()
    page.locator("textarea[name=text]").fill("Jumlah petugas per loket dapat dihitung dari halaman dua yang diberikan.")
    page.fill("[name=superior_name]", "Contoh Atasan")
    page.fill("[name=superior_post]", "Sekretaris Daerah")
    stage.look(page, "37-superior")
    turn_page(page.get_by_role("button", name="Terbitkan jawaban"))
    stage.work()


def read_the_answer(page: Page, stage: Stage) -> None:
    page.goto(stage.link_in(stage.letters("information_request.objection_answered")[0], "/informasi-publik/"))
    expect(page.locator("main")).to_contain_text("dapat dihitung dari halaman dua")
    expect(page.locator("main")).to_contain_text("Komisi Informasi")
    stage.look(page, "38-objection-answered")
    turn_page(page.get_by_role("button", name="Tidak, saya tidak menerima"))
    expect(page.locator("main")).to_contain_text("tidak menerima jawaban ini")


def the_registers_say_the_same(
    page: Page, stage: Stage, ppid: Person, agency: Organisation, number: str, objection: str
) -> None:
    """Each cell of both registers, as workbook and on paper."""
    change_to(page, ppid)
    page.goto("/kantor/informasi-publik/register/")
    stage.look(page, "39-registers")
    case = InformationRequest.objects.select_related("desk").get(number=number)
    row = InformationObjection.objects.select_related("desk").get(number=objection)
    today = format_day(case.received_at, case.desk)
    first, second = books(page)
    assert first == [
        "1", today, "Contoh Peneliti", "Jalan Contoh 2, Bengkalis", "peneliti@contoh.example", "Mahasiswa",
        "Rekapitulasi jam buka loket dan jumlah petugas tahun 2025.", "Skripsi tentang pelayanan publik.",
        *first[8:11], "Dikabulkan sebagian", first[12], format_day(case.notified_at, case.desk), *first[14:],
    ]  # fmt: skip
    assert "data pribadi" in first[12]
    assert second[:1] == [row.register_label] or objection in second[0] or second[0] == str(row.register_number)
    assert second[3] == number or number in second[3] or second[3] == case.register_label
    assert second[4:6] == first[6:8]
    assert "dapat dihitung dari halaman dua" in second[7]
    assert "Contoh Atasan" in second[9]
    assert "Sekretaris Daerah" in second[9]
    assert isinstance(case.received_at, datetime)


def books(page: Page) -> tuple[list[str], list[str]]:
    """The only data row of the register of requests and of that of objections; the PDF of each has the same words."""
    found = []
    for book in ("permintaan", "keberatan"):
        page.goto(f"/kantor/informasi-publik/register/?buku={book}")
        address = page.locator("a[href$='.xlsx']").first.get_attribute("href") or ""
        sheet = load_workbook(BytesIO(page.request.get(address).body())).worksheets[0]
        rows = [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]
        assert len(rows) == 2, rows
        paper = page.request.get(address.replace(".xlsx", ".pdf")).body()
        text = "".join("".join(one.extract_text() for one in PdfReader(BytesIO(paper)).pages).split())
        for cell in rows[1]:
            for word in cell.split():
                assert word[:12] in text, (address, word)
        found.append(rows[1])
    requests, objections = found
    return requests, objections


# --- small steps ------------------------------------------------------------------------------------------------------
def onward(page: Page) -> None:
    turn_page(page.get_by_role("button", name="Simpan dan lanjut"))


def press(page: Page) -> None:
    """The main button of an officer's form."""
    turn_page(page.locator("main form .actions button.p").first)
    expect(page.locator(".summary-errors")).to_have_count(0)


def change_to(page: Page, person: Person) -> None:
    page.context.clear_cookies()
    sign_in(page, person)


def photo_with_a_place(folder: Path) -> Path:
    path = folder / "loket.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Telepon Contoh"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (1200, 900), "white").save(path, quality=80, exif=exif)
    with Image.open(path) as image:
        assert image.getexif()
    return path
