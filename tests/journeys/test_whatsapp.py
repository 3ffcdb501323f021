"""A citizen does everything in WhatsApp, on the telephone of the demonstration; an officer answers in the office."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from melayani.delivery.appointments import states
from melayani.delivery.appointments.models import Booking
from melayani.foundation.people.rules import Role
from melayani.voice.complaints.models import Complaint
from tests.journeys.stage import WIDTHS, Stage, officer_at, photo, set_stage, sign_in, turn_page, visitor
from tests.journeys.test_visit import not_looked, open_for_visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "Sudah tiga kali saya datang ke loket, KTP belum jadi, dan tidak ada yang menjelaskan."


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_inside_the_conversation(browser: Browser, stage: Stage, width: int, tmp_path: Path) -> None:
    """Requirements, a visit, another hour, the status, a complaint with a photo, an officer's answer."""
    open_for_visits(stage, officer_at("kepala", stage.service.agency, Role.HEAD))
    with visitor(browser, stage, width=width) as phone:
        find(phone, stage)
        booking = book(phone, stage)
        change(phone, stage, booking)
        ask_for_status(phone, stage, booking)
        complain(phone, stage, photo(tmp_path))
        ask_an_officer(phone, stage)
        with visitor(browser, stage, width=width) as desk:
            answer(desk, stage)
        read_the_answer(phone, stage)
    assert not stage.faults, "\n".join(stage.faults)


def test_a_visit_is_booked_without_scripts(browser: Browser, stage: Stage) -> None:
    open_for_visits(stage, officer_at("kepala", stage.service.agency, Role.HEAD))
    with visitor(browser, stage, width=320, scripts=False) as phone:
        find(phone, stage, look=False)
        book(phone, stage, look=False)
    assert not stage.faults, "\n".join(stage.faults)


def write(page: Page, words: str) -> None:
    page.get_by_label("Pesan", exact=True).fill(words)
    turn_page(page.get_by_role("button", name="Kirim", exact=True))


def tap(page: Page, title: str) -> None:
    """The button or row of this title that came last."""
    turn_page(page.locator(".wa-chat button", has_text=title).last)


def reads(page: Page, words: str) -> None:
    expect(page.locator(".wa-words", has_text=words).last).to_be_visible()


def find(page: Page, stage: Stage, *, look: bool = True) -> None:
    see = stage.look if look else not_looked
    page.goto("/demo/whatsapp/")
    write(page, "halo")
    reads(page, "Pilih dari daftar")
    see(page, "90-whatsapp-menu")
    tap(page, "Cari layanan")
    write(page, "ktp hilang bengkalis")
    if page.locator(".wa-chat button", has_text=stage.service.title[:20]).count():
        tap(page, stage.service.title[:20])
    reads(page, "Keadaan Anda yang mana")
    see(page, "91-whatsapp-variant")
    tap(page, "Hilang")
    reads(page, "Syarat:")
    see(page, "92-whatsapp-requirements")


def book(page: Page, stage: Stage, *, look: bool = True) -> Booking:
    see = stage.look if look else not_looked
    tap(page, "Buat janji temu")
    reads(page, "Berapa orang")
    tap(page, "1 orang")
    reads(page, "dahulukan atau siapkan")
    see(page, "92b-whatsapp-needs")
    tap(page, "Tidak ada")
    reads(page, "Hari apa?")
    see(page, "93-whatsapp-day")
    turn_page(page.locator(".wa-list").last.locator("button").first)
    reads(page, "Jam berapa?")
    turn_page(page.locator(".wa-list").last.locator("button").first)
    reads(page, "saya pegang untuk Anda")
    reads(page, "Atas nama siapa?")
    see(page, "93b-whatsapp-held")
    tap(page, "Contoh Sari")
    reads(page, "Sudah benar?")
    tap(page, "Ya, pesan")
    reads(page, "Sudah pasti")
    see(page, "94-whatsapp-booked")
    return Booking.objects.get()


def change(page: Page, stage: Stage, booking: Booking) -> None:
    write(page, "ubah janjii")  # a typing error
    tap(page, "Ubah waktu")
    turn_page(page.locator(".wa-list").last.locator("button").nth(1))
    turn_page(page.locator(".wa-list").last.locator("button").last)
    reads(page, "sudah diubah")
    was = booking.starts_at
    booking.refresh_from_db()
    assert (booking.starts_at != was, booking.state) == (True, states.BOOKED)
    stage.look(page, "95-whatsapp-changed")


def ask_for_status(page: Page, stage: Stage, booking: Booking) -> None:
    write(page, f"bagaimana {booking.number.lower()} ya?")
    reads(page, booking.number)
    reads(page, "Janji temu pasti")
    stage.look(page, "96-whatsapp-status")


def complain(page: Page, stage: Stage, picture: Path) -> None:
    write(page, "lapor")
    write(page, "ktp hilang bengkalis")
    tap(page, stage.service.title[:20])
    write(page, STORY)
    reads(page, "Ada foto")
    page.get_by_text("Lampirkan foto atau lokasi").click()
    page.get_by_label("Foto", exact=True).set_input_files(picture)
    turn_page(page.get_by_role("button", name="Kirim", exact=True))
    reads(page, "1 berkas")
    tap(page, "Lanjut")
    page.get_by_text("Lampirkan foto atau lokasi").click()
    page.get_by_label("Lokasi", exact=True).select_option("bengkalis")
    turn_page(page.get_by_role("button", name="Kirim", exact=True))
    tap(page, "Contoh Sari")
    reads(page, "Kirim sekarang?")
    stage.look(page, "97-whatsapp-complaint")
    tap(page, "Ya, kirim")
    reads(page, "Laporan Anda diterima")
    assert Complaint.objects.get().channel == "whatsapp"
    stage.look(page, "98-whatsapp-filed")


def ask_an_officer(page: Page, stage: Stage) -> None:
    write(page, "Petugas, apakah saya bisa diwakili anak saya?")
    reads(page, "Pertanyaan Anda saya")
    tap(page, "Kantor lain")
    write(page, "ktp hilang bengkalis")
    reads(page, "sudah sampai ke petugas")
    stage.look(page, "98b-whatsapp-officer")


def answer(page: Page, stage: Stage) -> None:
    sign_in(page, stage.front)
    turn_page(page.get_by_role("link", name="Percakapan").first)
    stage.look(page, "99-whatsapp-office-list")
    turn_page(page.locator("main table a").first)
    expect(page.get_by_text("Petugas, apakah saya bisa diwakili anak saya?", exact=True)).to_be_visible()
    page.get_by_label("Jawaban").fill("Bisa. Anak Anda membawa surat kuasa dan KTP-nya sendiri.")
    stage.look(page, "99b-whatsapp-office-answer")
    turn_page(page.get_by_role("button", name="Kirim jawaban"))
    expect(page.get_by_text("Jawaban dikirim.")).to_be_visible()


def read_the_answer(page: Page, stage: Stage) -> None:
    page.goto("/demo/whatsapp/#akhir")
    reads(page, "membawa surat kuasa")
    stage.look(page, "99c-whatsapp-answered")
    write(page, "menu")
    reads(page, "Pilih dari daftar")
