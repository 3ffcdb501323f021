"""The calendar closes an office: a draft, a word of its head, and who follows the office hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import reload_officer
from melayani.foundation.workdays import actions as workdays
from tests.journeys.stage import WIDTHS, Stage, code_of, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_an_entry_of_the_calendar_to_who_follows(browser: Browser, stage: Stage, width: int) -> None:
    office = stage.service.agency
    head = officer_at("kepala", office, Role.HEAD)
    with visitor(browser, stage, width=width, scripts=False) as citizen:
        follow(citizen, stage, office.slug)
    now = timezone.now()
    day = now.astimezone(office.zone).date() + timedelta(days=3)
    workdays.close(
        organisation=office,
        starts_on=day,
        ends_on=day,
        reason="Listrik gedung diganti",
        actor=reload_officer(head),
        now=now,
    )
    stage.work()
    with visitor(browser, stage, width=width) as desk:
        sign_in(desk, head)
        publish(desk, stage)
    stage.work(timedelta(seconds=30))
    (letter,) = stage.letters("announcement.published")
    with visitor(browser, stage, width=width) as reader:
        reader.goto(stage.link_in(letter, "/pengumuman/"))
        expect(reader.locator("main")).to_contain_text("Listrik gedung diganti")
        stage.look(reader, "80-announcement")
        reader.goto(f"/instansi/{office.slug}/")
        expect(reader.locator(".band").first).to_contain_text("tutup")
        stage.look(reader, "81-office-with-announcement")
        reader.goto("/en/pengumuman/")
        stage.look(reader, "82-announcements-en")
        reader.goto(stage.link_in(letter, "/berhenti/"))
        stage.look(reader, "83-stop-announcements")
        reader.get_by_role("button", name="Berhenti dari yang ini").click()
        expect(reader.locator("h1")).to_have_text("Anda sudah berhenti")
    assert not stage.faults, "\n".join(stage.faults)


def follow(page: Page, stage: Stage, slug: str) -> None:
    """With an e-mail address and the code that comes there."""
    page.goto(f"/pengumuman/?instansi={slug}")
    expect(page.locator("main")).to_contain_text("Tidak ada pengumuman yang berlaku sekarang.")
    turn_page(page.get_by_role("link", name="Ikuti kantor ini"))
    page.fill("[name=email]", "warga@contoh.example")
    turn_page(page.get_by_role("button", name="Kirim kode"))
    page.fill("[name=code]", code_of(stage))
    turn_page(page.get_by_role("button", name="Ikuti pengumuman ini"))
    expect(page.locator("[role=status]").first).to_contain_text("Anda mengikuti")


def publish(page: Page, stage: Stage) -> None:
    """The draft of the calendar as it will look, then to everybody."""
    page.goto("/kantor/pengumuman/")
    stage.look(page, "84-announcements-desk")
    turn_page(page.locator("a[data-row]").first)
    expect(page.locator("main")).to_contain_text("dibuat dari kalender kantor")
    stage.look(page, "85-announcement-draft")
    turn_page(page.locator("main a", has_text="Terbitkan").first)
    expect(page.locator("main")).to_contain_text("1 orang")
    stage.look(page, "86-announcement-publish")
    turn_page(page.get_by_role("button", name="Terbitkan dan kirim 1 pesan"))
    expect(page.locator("[role=status]").first).to_contain_text("Terbit.")
    stage.look(page, "87-announcement-published")
