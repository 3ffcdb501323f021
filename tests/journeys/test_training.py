"""A training from invitation to verified certificate: planned, sent to, learnt, attended, certified, checked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.catalogue.models import Service
from melayani.foundation.people.models import Person
from melayani.foundation.people.rules import Role
from melayani.oversight.training.models import Event, Registration, Session
from tests.journeys.stage import WIDTHS, Stage, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTIONS = "Berapa komponen standar pelayanan?\n7\n* 14\n\nBerapa unsur SKM?\n* 9\n5"


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.example"
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_invitation_to_verified_certificate(browser: Browser, stage: Stage, width: int) -> None:
    """Each person in a window of their own; the clock is moved by moving the session."""
    host = stage.service.agency
    guest = Service.objects.select_related("agency").get(source_id="akta-lahir-bontang").agency
    organiser, sender = officer_at("kepala", host, Role.HEAD), officer_at("undangan", guest, Role.HEAD)
    with visitor(browser, stage, width=width) as desk:
        plan(desk, stage, organiser, guest.name)
        with visitor(browser, stage, width=width) as page:
            look_around(page, stage)
        with visitor(browser, stage, width=width) as office:
            send_somebody(office, stage, sender)
        row = Registration.objects.select_related("event", "session").get()
        with visitor(browser, stage, width=width) as page:
            before(page, stage, row)
            there(page, desk, stage, row)
            after(page, stage, row)
            end(desk, stage, row)
            certified(page, stage, row)
    assert not stage.faults, "\n".join(stage.faults)


def plan(page: Page, stage: Stage, organiser: Person, guest: str) -> None:
    """Draft, session, test, announcement, invitation."""
    sign_in(page, organiser)
    page.goto("/kantor/acara/baru/")
    page.fill("[name=title]", "Bimtek standar pelayanan")
    page.select_option("[name=kind]", "technical_guidance")
    page.check("[name=topics][value=service_standard]")
    page.check("[name=topics][value=survey]")
    page.fill("[name=speakers]", "Contoh Narasumber | penyusun standar (nama contoh)")
    page.check("[name=certificate]")
    page.check("[name=needs_feedback]")
    page.fill("[name=post_score]", "50")
    stage.look(page, "50-training-draft")
    turn_page(page.locator("main button[type=submit]").first)
    page.wait_for_url("**/kantor/acara/bimtek-standar-pelayanan/")
    page.click("text=Tambah sesi")
    starts = timezone.localtime() + timedelta(days=2)
    page.fill("[name=starts_at]", f"{starts:%Y-%m-%d}T09:00")
    page.fill("[name=ends_at]", f"{starts:%Y-%m-%d}T12:00")
    page.fill("[name=capacity]", "30")
    page.fill("[name=cap_per_agency]", "2")
    page.fill("[name=place]", "Aula contoh")
    turn_page(page.locator("main button[type=submit]").first)
    page.click("text=Soal tes")
    page.fill("[name=questions]", QUESTIONS)
    turn_page(page.locator("main button[type=submit]").first)
    turn_page(page.locator("button", has_text="Umumkan").first)
    turn_page(page.locator("table a").first)
    page.click("text=Undang unit")
    page.fill("main [name=q]", guest)
    turn_page(page.locator("main form[role=search] button").first)
    page.locator("[name=units]").first.check()
    page.select_option("[name=office]", "civil_registry")
    stage.look(page, "51-training-invite")
    page.click("text=Undang yang dicentang")
    expect(page.locator("main")).to_contain_text("1 unit diundang.")


def look_around(page: Page, stage: Stage) -> None:
    """What everybody sees: the list and the event, in both languages."""
    page.goto("/acara/")
    stage.look(page, "52-training-list")
    turn_page(page.locator("text=Bimtek standar pelayanan").first)
    stage.look(page, "53-training-event")
    page.goto("/en/acara/bimtek-standar-pelayanan/")
    expect(page.locator("main")).to_contain_text("places are left")
    page.goto("/acara/bimtek-standar-pelayanan/daftar/1/")
    stage.look(page, "54-training-register")


def send_somebody(page: Page, stage: Stage, sender: Person) -> None:
    """The invited unit finds the invitation at its desk and registers one of its people."""
    sign_in(page, sender)
    page.goto("/kantor/acara/")
    stage.look(page, "55-training-desk")
    turn_page(page.locator("text=Bimtek standar pelayanan").first)
    page.fill("[name=name]", "Contoh Ani Peserta")
    page.fill("[name=position]", "Kepala seksi pelayanan")
    page.fill("[name=email]", "ani@contoh.example")
    stage.look(page, "56-training-invitation")
    page.click("button:has-text('Daftarkan')")
    expect(page.locator("main")).to_contain_text("1 dari 2 orang terdaftar")


def before(page: Page, stage: Stage, row: Registration) -> None:
    """The letter leads to the own page; the first test goes wrong, as it may."""
    page.goto(stage.link_in(stage.letters("training.registered")[0], "/acara/saya/"))
    expect(page.locator("main")).to_contain_text("Tempat Anda pasti")
    stage.look(page, "57-training-mine")
    page.get_by_role("link", name="Isi tes awal").click()
    answer(page, "7", "5")
    expect(page.locator("main")).to_contain_text("Jawaban Anda tersimpan")
    assert Registration.objects.get(pk=row.pk).pre_score == 0


def there(page: Page, desk: Page, stage: Stage, row: Registration) -> None:
    """The session runs: the screen shows the code, the participant types it."""
    move(row, starts=timedelta(hours=-1), ends=timedelta(hours=2))
    desk.goto(f"/kantor/acara/{row.event.slug}/sesi/1/kode/")
    stage.look(desk, "58-training-code")
    shown = desk.locator(".screen-code").inner_text()
    page.goto(f"/acara/saya/{row.secret}/")
    stage.look(page, "59-training-present")
    page.fill("[name=code]", shown)
    page.get_by_role("button", name="Saya hadir").click()
    expect(page.locator("main")).to_contain_text("Kehadiran Anda tercatat. Terima kasih.")


def after(page: Page, stage: Stage, row: Registration) -> None:
    """The last test and the feedback."""
    page.get_by_role("link", name="Isi tes akhir").click()
    stage.look(page, "60-training-test")
    answer(page, "14", "9")
    page.get_by_role("link", name="Beri umpan balik").click()
    for name in ("material", "speaker", "organisation", "room"):
        page.check(f"[name={name}][value='4']")
    stage.look(page, "61-training-feedback")
    page.click("button:has-text('Kirim umpan balik')")
    expect(page.locator("main")).to_contain_text("Terima kasih atas umpan balik Anda.")


def end(desk: Page, stage: Stage, row: Registration) -> None:
    """The organiser sees who came, declares the event over, and the worker issues the certificate."""
    move(row, starts=timedelta(hours=-3), ends=timedelta(minutes=-1))
    desk.goto(f"/kantor/acara/{row.event.slug}/sesi/1/")
    stage.look(desk, "62-training-participants")
    turn_page(desk.locator("tbody a").first)
    stage.look(desk, "63-training-person")
    desk.goto(f"/kantor/acara/{row.event.slug}/")
    turn_page(desk.locator("button", has_text="Nyatakan selesai").first)
    stage.look(desk, "64-training-over")
    desk.get_by_role("link", name="Angka peserta").click()
    expect(desk.locator("h1")).to_have_text("1 orang dari 1 kantor")
    stage.look(desk, "65-training-figures")
    stage.work(timedelta(minutes=2))


def certified(page: Page, stage: Stage, row: Registration) -> None:
    """The letter with the certificate; a stranger checks its number."""
    page.goto(stage.link_in(stage.letters("training.certified")[0], "/acara/saya/"))
    stage.look(page, "66-training-certified")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh sertifikat").click()
    assert re.fullmatch(r"SRT-.*\.pdf", download.value.suggested_filename)
    page.get_by_role("link", name="Periksa keasliannya").click()
    expect(page.locator("main")).to_contain_text("Dokumen berlaku")
    expect(page.locator("main")).not_to_contain_text("Contoh Ani Peserta")
    stage.look(page, "67-training-verified")


def answer(page: Page, *texts: str) -> None:
    for text in texts:
        page.get_by_label(text, exact=True).check()
    turn_page(page.locator("button", has_text="Kirim jawaban").first)


def move(row: Registration, *, starts: timedelta, ends: timedelta) -> None:
    """Let time pass: the session lies so far from now."""
    now: datetime = timezone.now()
    Session.objects.filter(pk=row.session_id).update(starts_at=now + starts, ends_at=now + ends)
    Event.objects.filter(pk=row.event_id).update(first_at=now + starts, last_at=now + ends)
