"""A report and a request for information with JavaScript off, and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from melayani.foundation.people.rules import Role
from melayani.voice.complaints.models import Complaint
from melayani.voice.disclosure.models import InformationRequest
from tests.journeys.keyboard import choose, press_on, type_into
from tests.journeys.stage import Stage, code_of, officer_at, photo, set_stage, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    stage = set_stage(live_server.url)
    officer_at("penghubung", stage.service.agency, Role.LIAISON)
    officer_at("ppid", stage.service.agency, Role.INFORMATION)
    return stage


def test_a_report_needs_no_script(browser: Browser, stage: Stage, tmp_path: Path) -> None:
    """The button leads on by itself: place and files can be left out, the position typed."""
    with visitor(browser, stage, width=320, scripts=False) as page:
        page.goto(f"/pengaduan/buat/?instansi={stage.service.agency.slug}")
        page.get_by_role("button", name="Mulai menulis").click()
        page.locator("input[name=kind][value=complaint]").check()
        page.fill("[name=text]", "Antrean loket akta tidak dipanggil menurut nomor.")
        onward(page)
        onward(page)
        page.locator("summary", has_text="Tandai di peta").click()
        page.fill("[name=latitude]", "1,471")
        page.fill("[name=longitude]", "102,116")
        onward(page)
        page.set_input_files("[name=papers]", str(photo(tmp_path)))
        onward(page)
        page.locator("input[name=secret]").check()
        onward(page)
        page.fill("[name=name]", "Contoh Tanpa Skrip")
        page.fill("[name=email]", "tanpa.skrip@contoh.example")
        onward(page)
        turn_page(page.get_by_role("button", name="Kirim kode"))
        stage.work()
        page.fill("[name=code]", code_of(stage))
        page.locator("main form button").first.click()
        expect(page.locator(".code").first).to_have_text(re.compile("ADU-"))
        page.get_by_role("link", name="Lihat laporan").click()
        page.get_by_role("link", name="Tulis pesan atau tambah bukti").click()
        page.fill("main textarea", "Tadi siang masih sama.")
        page.get_by_role("button", name="Kirim pesan").click()
        expect(page.locator("main")).to_contain_text("Tadi siang masih sama.")
    case = Complaint.objects.get()
    assert (case.channel, case.secret_content, str(case.latitude)) == ("web", True, "1.471000")
    assert not stage.faults, "\n".join(stage.faults)


def test_a_request_needs_no_script(browser: Browser, stage: Stage) -> None:
    with visitor(browser, stage, width=320, scripts=False) as page:
        page.goto(f"/informasi-publik/ajukan/{stage.service.agency.slug}/")
        page.get_by_role("button", name="Mulai mengisi").click()
        page.locator("input[name=kind][value=person]").check()
        page.fill("[name=name]", "Contoh Tanpa Skrip")
        page.fill("[name=address]", "Jalan Contoh 2")
        onward(page)
        page.fill("[name=information]", "Jumlah akta yang terbit tahun 2025.")
        page.fill("[name=purpose]", "Tugas kuliah.")
        onward(page)
        page.locator("input[name=form]").first.check()
        page.locator("input[name=medium]").first.check()
        onward(page)
        onward(page)
        page.fill("[name=email]", "tanpa.skrip@contoh.example")
        onward(page)
        turn_page(page.get_by_role("button", name="Kirim kode"))
        stage.work()
        page.fill("[name=code]", code_of(stage))
        page.locator("main form button").first.click()
        expect(page.locator(".code").first).to_have_text(re.compile("INF-"))
    assert InformationRequest.objects.get().channel == "web"
    assert not stage.faults, "\n".join(stage.faults)


@pytest.mark.one_database
def test_a_report_can_be_filed_by_keyboard_alone(browser: Browser, stage: Stage) -> None:
    with visitor(browser, stage, width=1280) as page:
        page.goto(f"/pengaduan/buat/?instansi={stage.service.agency.slug}")
        press_on(page, "Mulai menulis")
        choose(page, "kind", "complaint")
        type_into(page, "text", "Loket tutup sebelum waktunya, pintu sudah dikunci.")
        press_on(page, "Simpan dan lanjut")
        while not page.locator("[name=address]").count():
            press_on(page, "Simpan dan lanjut")
        type_into(page, "address", "Kantor Disdukcapil")
        press_on(page, "Simpan dan lanjut")
        press_on(page, "Simpan dan lanjut")
        choose(page, "anonymous")
        press_on(page, "Simpan dan lanjut")
        type_into(page, "email", "papan.ketik@contoh.example")
        press_on(page, "Simpan dan lanjut")
        press_on(page, "Kirim kode")
        stage.work()
        type_into(page, "code", code_of(stage))
        press_on(page, "Kirim laporan")
        expect(page.locator(".code").first).to_have_text(re.compile("ADU-"))
    assert Complaint.objects.get().anonymous
    assert not stage.faults, "\n".join(stage.faults)


@pytest.mark.one_database
def test_a_request_can_be_filed_by_keyboard_alone(browser: Browser, stage: Stage) -> None:
    with visitor(browser, stage, width=1280) as page:
        page.goto(f"/informasi-publik/ajukan/{stage.service.agency.slug}/")
        press_on(page, "Mulai mengisi")
        choose(page, "kind", "person")
        type_into(page, "name", "Contoh Papan Ketik")
        type_into(page, "address", "Jalan Contoh 3")
        press_on(page, "Simpan dan lanjut")
        type_into(page, "information", "Jumlah petugas tiap loket.")
        type_into(page, "purpose", "Ingin tahu.")
        press_on(page, "Simpan dan lanjut")
        choose(page, "form")
        choose(page, "medium")
        press_on(page, "Simpan dan lanjut")
        press_on(page, "Simpan dan lanjut")
        type_into(page, "email", "papan.ketik@contoh.example")
        press_on(page, "Simpan dan lanjut")
        press_on(page, "Kirim kode")
        stage.work()
        type_into(page, "code", code_of(stage))
        press_on(page, "Kirim permintaan")
        expect(page.locator(".code").first).to_have_text(re.compile("INF-"))
    assert InformationRequest.objects.get().channel == "web"
    assert not stage.faults, "\n".join(stage.faults)


def onward(page: Page) -> None:
    turn_page(page.get_by_role("button", name="Simpan dan lanjut"))
