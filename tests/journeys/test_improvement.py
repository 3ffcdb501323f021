"""From a low element through a follow-up with evidence to the next period's better index, published."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.foundation.people.rules import Role
from melayani.voice.surveys.models import Period
from melayani.voice.surveys.tests import factories as opinions
from tests.journeys.stage import WIDTHS, Stage, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLOW = {**opinions.ALL_GOOD, "time": 2}
QUICKER = {**opinions.ALL_GOOD, "time": 4, "conduct": 4}
ACTION = "Buka dua loket cetak pada jam ramai, pukul 08.00 sampai 11.00"
EVIDENCE = "SK Kepala Dinas 12/2026, jadwal loket terpasang di pintu masuk"


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_low_element_is_mended_and_the_next_index_shows_it(browser: Browser, stage: Stage, width: int) -> None:
    """Planned for the lowest element, done with evidence; the next period published, announced, read by a citizen."""
    now = timezone.now()
    head = officer_at("kepala", stage.service.agency, Role.HEAD)
    opinions.counted(stage.service, SLOW, times=16, now=now - timedelta(days=34))
    first = opinions.published(stage.service.agency, now=now - timedelta(days=30))
    with visitor(browser, stage, width=width) as office:
        sign_in(office, head)
        plan_and_finish(office, stage, first)
        second = asked(stage, QUICKER, now, days=20)
        publish(office, stage, second)
        announce(office, stage)
        office.goto(f"/kantor/survei/{stage.service.agency.slug}/hasil/")
        expect(office.get_by_role("heading", name="Perkembangan per triwulan")).to_be_visible()
        stage.look(office, "43-results")
    with visitor(browser, stage, width=width) as citizen:
        citizen.goto("/kinerja/?instansi=" + stage.service.agency.slug + f"&periode={second.pk}")
        turn_page(citizen.get_by_role("link", name="Yang kami perbaiki, laporan lengkap, dan hitungannya"))
        main = citizen.locator("main")
        expect(main.locator(".big")).to_have_text("80,56")
        expect(main).to_contain_text("Naik 8,34 dari 72,22 pada masa sebelumnya.")
        expect(main).to_contain_text(ACTION)
        expect(main).to_contain_text(EVIDENCE)
        expect(main).to_contain_text("Situs")
        stage.look(citizen, "44-better")
        citizen.get_by_role("link", name="Lembar untuk dinding").click()
        expect(citizen.locator("body")).to_contain_text("80,56")
        stage.look(citizen, "45-wall")
    assert not stage.faults, "\n".join(stage.faults)


def asked(stage: Stage, scores: dict[str, int], over: datetime, *, days: int) -> Period:
    """A period of the office that ended the day before `over`, answered by sixteen people."""
    opinions.counted(stage.service, scores, times=16, now=over - timedelta(days=4))
    return opinions.period_over(stage.service.agency, days=days, now=over)


def publish(page: Page, stage: Stage, period: Period) -> None:
    page.goto(f"/kantor/survei/{stage.service.agency.slug}/")
    stage.look(page, "42-unit")
    page.goto(f"/kantor/survei/{stage.service.agency.slug}/periode/{period.pk}/")
    page.get_by_text("Ubah atau hapus periode ini").click()
    stage.look(page, "42a-period-correct")
    turn_page(page.get_by_role("button", name="Terbitkan hasil"))
    expect(page.locator("main")).to_contain_text("angkanya tidak berubah lagi")


def plan_and_finish(page: Page, stage: Stage, period: Period) -> None:
    """The lowest element is proposed first; its line was done in the first days of the next period."""
    page.goto(f"/kantor/survei/{stage.service.agency.slug}/periode/{period.pk}/")
    stage.look(page, "40-low-element")
    expect(page.locator("main")).to_contain_text("Mulai dari unsur yang paling rendah: Waktu penyelesaian")
    page.get_by_text("Tambah rencana").first.click()
    page.select_option("[name=element]", "time")
    page.fill("[name=action]", ACTION)
    page.fill("[name=target]", (timezone.localdate() + timedelta(days=14)).isoformat())
    page.fill("[name=responsible]", "Kepala Bidang Pelayanan")
    turn_page(page.get_by_role("button", name="Tambah rencana"))
    expect(page.get_by_role("rowheader", name=ACTION)).to_be_visible()
    page.get_by_text("Ubah", exact=True).click()
    stage.look(page, "40b-plan-correct")
    page.get_by_text("Ubah", exact=True).click()
    page.get_by_text("Tandai selesai").click()
    page.fill("[name=done_on]", stage_day(stage, before=25))
    page.fill("[name=evidence]", EVIDENCE)
    turn_page(page.get_by_role("button", name="Simpan"))
    expect(page.locator("main")).to_contain_text("Selesai 1 dari 1 (100 %)")
    stage.look(page, "41-plan-done")


def announce(page: Page, stage: Stage) -> None:
    page.get_by_text("Catat pengumuman").first.click()
    page.select_option("[name=medium]", "website")
    page.fill("[name=published_on]", stage_day(stage))
    page.fill("[name=evidence]", "https://disdukcapil.contoh.example/ikm")
    turn_page(page.get_by_role("button", name="Catat pengumuman"))
    expect(page.get_by_role("link", name="https://disdukcapil.contoh.example/ikm")).to_be_visible()
    stage.look(page, "42b-announced")


def stage_day(stage: Stage, *, before: int = 0) -> str:
    """Today where the office is, or some days before."""
    today = timezone.now().astimezone(stage.service.agency.zone).date()
    return (today - timedelta(days=before)).isoformat()
