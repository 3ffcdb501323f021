"""The citizen's part with JavaScript off, and by keyboard alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from melayani.delivery.applications.models import Application
from tests.journeys.stage import Stage, photo, set_stage, visitor

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
        page.get_by_role("button", name="Kirim", exact=False).first.click()
        stage.work()
        page.fill("[name=code]", _code(stage))
        page.get_by_role("button", name="Kirim permohonan").click()
        expect(page.locator(".code").first).to_have_text(re.compile("PMH-"))
    assert Application.objects.get().channel == "web"
    assert not stage.faults, "\n".join(stage.faults)


def test_the_form_can_be_filled_by_keyboard_alone(browser: Browser, stage: Stage) -> None:
    with visitor(browser, stage, width=1280) as page:
        page.goto(f"/layanan/{stage.service.slug}/")
        _press_on(page, "Ajukan sekarang")
        _press_on(page, "Mulai mengisi")
        _type_into(page, "name", "Contoh Papan Ketik")
        _type_into(page, "birth_date", "03021985")
        _press_on(page, "Simpan dan lanjut")
        _type_into(page, "address", "Jalan Contoh 3")
        _press_on(page, "Simpan dan lanjut")
        _type_into(page, "email", "papan.ketik@contoh.example")
        _press_on(page, "Simpan dan lanjut")
        _choose(page, "variant")
        _press_on(page, "Simpan dan lanjut")
        while page.locator("input[type=radio][value=bring]").count():
            _choose(page, "way", "bring")
            _press_on(page, "Simpan dan lanjut")
        _press_on(page, "Kirim kode")
        stage.work()
        _type_into(page, "code", _code(stage))
        _press_on(page, "Kirim permohonan")
        expect(page.locator(".code").first).to_have_text(re.compile("PMH-"))
    assert not stage.faults, "\n".join(stage.faults)


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
    page.get_by_role("button", name="Simpan dan lanjut").click()


def _code(stage: Stage) -> str:
    digits = re.search(r"\b(\d{3}) ?(\d{3})\b", stage.letters("code.sent")[0].body)
    assert digits
    return "".join(digits.groups())


def _press_on(page: Page, name: str) -> None:
    """Walk with Tab until the focus is on the link or button called `name`, then press Enter."""
    _walk(page, f"e => (e.innerText || '').trim().startsWith({json.dumps(name)})")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _type_into(page: Page, field: str, text: str) -> None:
    _walk(page, f"e => e.name === {json.dumps(field)}")
    page.keyboard.type(text)


def _choose(page: Page, field: str, value: str = "") -> None:
    """Walk to the radio buttons of `field` and pick the first, or with the arrow key the one with `value`."""
    _walk(page, f"e => e.name === {json.dumps(field)}")
    page.keyboard.press("Space")
    for _ in range(6):
        if not value or page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no {value} among {field}")


def _walk(page: Page, is_there: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        there = page.evaluate(f"(() => {{ const e = document.activeElement; return e ? ({is_there})(e) : false }})()")
        if there:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", "the focus is not visible"
            return
    raise AssertionError(f"the keyboard never reaches {is_there}")
