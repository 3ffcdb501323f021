"""The citizen's part with JavaScript off, and by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from melayani.delivery.applications.models import Application
from tests.journeys.keyboard import choose, press_on, type_into
from tests.journeys.stage import Stage, code_of, photo, set_stage, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


def test_the_citizens_part_needs_no_script(browser: Browser, stage: Stage, tmp_path: Path) -> None:
    with visitor(browser, stage, width=320, scripts=False) as page:
        page.goto(f"/layanan/{stage.service.slug}/")
        page.get_by_role("link", name="Ajukan sekarang").first.click()
        page.get_by_role("button", name="Mulai mengisi").click()
        page.fill("[name=name]", "Contoh Tanpa Skrip")
        page.fill("[name=birth_date]", "1985-02-03")
        _next(page)
        page.fill("[name=address]", "Jalan Contoh 2")
        _next(page)
        page.fill("[name=email]", "tanpa.skrip@contoh.example")
        _next(page)
        page.get_by_label("Rusak", exact=True).check()
        _next(page)
        page.locator("input[type=radio][value=upload]").check()
        page.set_input_files("input[type=file]", str(photo(tmp_path)))
        _next(page)
        while page.locator("input[type=radio][value=bring]").count():
            page.locator("input[type=radio][value=bring]").check()
            _next(page)
        turn_page(page.get_by_role("button", name="Kirim", exact=False).first)
        stage.work()
        page.fill("[name=code]", code_of(stage))
        page.get_by_role("button", name="Kirim permohonan").click()
        expect(page.locator(".code").first).to_have_text(re.compile("PMH-"))
    assert Application.objects.get().channel == "web"
    assert not stage.faults, "\n".join(stage.faults)


@pytest.mark.one_database
def test_the_form_can_be_filled_by_keyboard_alone(browser: Browser, stage: Stage) -> None:
    with visitor(browser, stage, width=1280) as page:
        page.goto(f"/layanan/{stage.service.slug}/")
        press_on(page, "Ajukan sekarang")
        press_on(page, "Mulai mengisi")
        type_into(page, "name", "Contoh Papan Ketik")
        type_into(page, "birth_date", "03021985")
        press_on(page, "Simpan dan lanjut")
        type_into(page, "address", "Jalan Contoh 3")
        press_on(page, "Simpan dan lanjut")
        type_into(page, "email", "papan.ketik@contoh.example")
        press_on(page, "Simpan dan lanjut")
        choose(page, "variant")
        press_on(page, "Simpan dan lanjut")
        while page.locator("input[type=radio][value=bring]").count():
            choose(page, "way", "bring")
            press_on(page, "Simpan dan lanjut")
        press_on(page, "Kirim kode")
        stage.work()
        type_into(page, "code", code_of(stage))
        press_on(page, "Kirim permohonan")
        expect(page.locator(".code").first).to_have_text(re.compile("PMH-"))
    assert not stage.faults, "\n".join(stage.faults)


@pytest.mark.one_database
def test_a_file_over_the_limit_is_refused_in_words_without_scripts(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    large = tmp_path / "besar.jpg"
    large.write_bytes(b"\xff\xd8\xff" + b"0" * 12_000_000)
    with visitor(browser, stage, width=320, scripts=False) as page:
        page.goto("/verifikasi/")
        page.set_input_files("input[type=file]", str(large))
        page.locator("form", has=page.locator("input[type=file]")).locator("button").click()
        expect(page.locator("body")).to_contain_text("paling besar 10 MB")


def _next(page: Page) -> None:
    turn_page(page.get_by_role("button", name="Simpan dan lanjut"))
