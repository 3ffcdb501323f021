"""The portal without a connection: what the device remembers, what it never keeps, a new release."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.applications.tests.factories import application_in
from melayani.entrances.portal import device
from melayani.foundation.people.tests.factories import World, world
from tests.journeys.stage import Stage, until, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
KEPT_NAMES = """caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(one => one.keys()))))
.then(found => found.flat().map(one => one.url))"""


@pytest.fixture
def place(live_server: Any, settings: Any) -> World:
    settings.PUBLIC_URL = live_server.url
    device.service_worker.cache_clear()
    return world()


@pytest.fixture
def stage(live_server: Any, place: World) -> Stage:
    found = place.bontang_processor.person
    return Stage(url=live_server.url, service=None, front=found, approver=found)  # type: ignore[arg-type]


def _ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(r => r.active.state)")
    until(page, "navigator.serviceWorker.controller !== null")


def test_a_case_seen_once_is_there_without_a_connection(browser: Browser, stage: Stage, place: World) -> None:
    case = application_in("submitted", world=place, now=timezone.now())
    path = f"/permohonan/{case.number}/{case.secret}/"
    with visitor(browser, stage, width=320) as page:
        page.goto(path)
        expect(page.locator("[data-keep]")).to_be_visible()
        stage.look(page, "app-case-kept")
        _ready(page)
        page.goto("/privasi/")
        page.context.set_offline(True)
        page.goto("/")
        expect(page.locator("#tersimpan li")).to_have_count(1)
        expect(page.locator("#tersimpan .code")).to_have_text(case.number)
        expect(page.get_by_text("Tidak ada sambungan.")).to_be_visible()
        assert case.name not in page.content()
        assert case.secret not in page.evaluate("indexedDB.databases().then(() => document.body.innerText)")
        stage.look(page, "app-offline")
        page.goto("/privasi/")  # a page for everybody is kept, and says how old it is
        expect(page.locator(".band").filter(has_text="Ini halaman yang Anda lihat")).to_be_visible()
        page.goto(path)  # the page of a case is not
        expect(page.locator("h1")).to_have_text("Tersimpan di perangkat ini")
        page.goto("/en/")
        expect(page.locator("h1")).to_have_text("Kept on this device")
        page.context.set_offline(False)
        page.goto(path)
        expect(page.locator("h1")).to_have_text(case.service.title)
        kept = page.evaluate(KEPT_NAMES)
        assert not [url for url in kept if "permohonan" in url or url.endswith("/lacak/")]
    assert not stage.faults, "\n".join(stage.faults)


def test_what_is_forgotten_is_gone_and_nothing_more_is_kept(browser: Browser, stage: Stage, place: World) -> None:
    now = timezone.now()
    first, second = (application_in("submitted", world=place, now=now) for _ in range(2))
    with visitor(browser, stage, width=1280) as page:
        for case in (first, second):
            page.goto(f"/permohonan/{case.number}/{case.secret}/")
            expect(page.locator("[data-keep]")).to_be_visible()
        page.goto("/luring/")
        expect(page.locator("#tersimpan li")).to_have_count(2)
        stage.look(page, "app-kept")
        page.get_by_role("button", name=f"Lupakan {second.number}").click()
        expect(page.locator("#tersimpan .code")).to_have_text([first.number])
        page.get_by_role("button", name="Jangan simpan di perangkat ini").click()
        expect(page.get_by_text("Perangkat ini tidak menyimpan apa pun")).to_be_visible()
        page.goto(f"/permohonan/{first.number}/{first.secret}/")
        page.wait_for_load_state("networkidle")
        expect(page.locator("[data-keep]")).to_be_hidden()
        page.goto("/luring/")
        expect(page.locator("#tersimpan li")).to_have_count(0)
        page.get_by_role("button", name="Simpan lagi di perangkat ini").click()
        expect(page.get_by_role("button", name="Jangan simpan di perangkat ini")).to_be_visible()
        page.goto(f"/permohonan/{first.number}/{first.secret}/")
        expect(page.locator("[data-keep]")).to_be_visible()
        page.get_by_role("button", name="Lupakan di perangkat ini").click()
        expect(page.get_by_text("Sudah dilupakan")).to_be_visible()
    assert not stage.faults, "\n".join(stage.faults)


def test_a_device_that_is_to_keep_nothing_keeps_no_page_either(browser: Browser, stage: Stage, place: World) -> None:
    with visitor(browser, stage, width=320) as page:
        page.goto("/luring/")
        _ready(page)
        for path in ("/pengumuman/", "/en/pengumuman/", "/luring/"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
        expect(page.locator("#halaman a")).to_have_text(["Pengumuman"])  # of both languages the reader's
        page.get_by_role("button", name="Jangan simpan di perangkat ini").click()
        expect(page.locator("#halaman")).to_be_hidden()
        for path in ("/pengumuman/", "/luring/"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
        assert not [url for url in page.evaluate(KEPT_NAMES) if url.endswith("/pengumuman/")]
        page.get_by_role("button", name="Simpan lagi di perangkat ini").click()
        expect(page.get_by_role("button", name="Jangan simpan di perangkat ini")).to_be_visible()
        for path in ("/pengumuman/", "/luring/"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
        expect(page.locator("#halaman a")).to_have_count(1)
    assert not stage.faults, "\n".join(stage.faults)


def test_a_new_release_takes_over_and_drops_the_old_caches(
    browser: Browser, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with visitor(browser, stage, width=320) as page:
        page.goto("/privasi/")
        _ready(page)
        page.goto("/aksesibilitas/")
        before = set(page.evaluate("caches.keys()"))
        monkeypatch.setattr(device, "KEPT", (*device.KEPT, "^/lain/$"))  # any change of the release
        device.service_worker.cache_clear()
        page.evaluate("navigator.serviceWorker.getRegistration().then(r => r.update())")
        for _ in range(100):
            now = set(page.evaluate("caches.keys()"))
            if not before & now:
                break
            page.wait_for_timeout(100)
        assert not before & now
        page.context.set_offline(True)
        page.goto("/layanan/")
        expect(page.locator("h1")).to_have_text("Tersimpan di perangkat ini")
        page.context.set_offline(False)
        page.goto("/layanan/")
        expect(page.locator("h1")).not_to_have_text("Tersimpan di perangkat ini")
    device.service_worker.cache_clear()
    assert not stage.faults, "\n".join(stage.faults)


def test_what_is_sent_and_the_office_pass_by_the_service_worker(browser: Browser, stage: Stage) -> None:
    passed: list[str] = []
    with visitor(browser, stage, width=320) as page:
        page.goto("/privasi/")
        _ready(page)
        page.on("response", lambda answer: passed.append(answer.url) if answer.from_service_worker else None)
        page.goto("/kantor/masuk/")
        page.goto("/lacak/")
        page.fill("[name=nomor]", "PMH-7K3Q9XBT-W")
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            page.get_by_role("button", name="Lacak", exact=True).click()
        assert not sent.value.from_service_worker
        assert [url for url in passed if re.search(r"/lacak/$", url)]
        assert not [url for url in passed if "/kantor/" in url]
        page.goto("/kantor/masuk/")
        kept = page.evaluate(KEPT_NAMES)
        assert not [url for url in kept if "/kantor/" in url or "/lacak/" in url]
    assert not stage.faults, "\n".join(stage.faults)
