"""A visit by appointment: found, booked without scripts, changed, moved by an emergency closing, accepted."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.appointments import actions, states
from melayani.delivery.appointments.models import Booking
from melayani.foundation.people.models import Person
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.rules import Role
from melayani.foundation.ui.format import format_clock, format_day
from tests.journeys.stage import WIDTHS, Stage, officer_at, set_stage, sign_in, turn_page, visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(live_server: Any, settings: Any) -> Stage:
    settings.PUBLIC_URL = live_server.url
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.example"
    return set_stage(live_server.url)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_visit_moves_with_the_office_and_the_citizen_agrees(browser: Browser, stage: Stage, width: int) -> None:
    """Booked with a code, changed by the link, moved by the head in an emergency, accepted by one tap."""
    head = officer_at("kepala", stage.service.agency, Role.HEAD)
    open_for_visits(stage, head)
    with visitor(browser, stage, width=width) as citizen:
        booking = book(citizen, stage)
        change(citizen, stage, booking)
        with visitor(browser, stage, width=width) as desk:
            see_the_day(desk, stage, booking)
        with visitor(browser, stage, width=width) as office:
            close_that_day(office, stage, head, booking)
        accept(citizen, stage, booking)
    assert not stage.faults, "\n".join(stage.faults)


def test_a_visit_is_booked_and_changed_without_scripts(browser: Browser, stage: Stage) -> None:
    open_for_visits(stage, officer_at("kepala", stage.service.agency, Role.HEAD))
    with visitor(browser, stage, width=320, scripts=False) as page:
        change(page, stage, book(page, stage, look=False), look=False)
    assert not stage.faults, "\n".join(stage.faults)


def open_for_visits(stage: Stage, head: Person) -> None:
    """Sessions on every working morning, with a share for those who come without appointment."""
    now = timezone.now()
    agency, service = stage.service.agency, stage.service
    actor = officer_for(head, now)
    actions.save_offer(actor=actor, organisation=agency, service=service, now=now)
    actions.save_plan(actor=actor, organisation=agency, now=now, horizon_days=21, lead_minutes=30, walk_in_percent=25)
    actions.add_template(
        actor=actor,
        organisation=agency,
        name="Pagi",
        weekdays=(0, 1, 2, 3, 4),
        starts=time(8),
        ends=time(11),
        slot_minutes=30,
        places=4,
        valid_from=now.date() - timedelta(days=1),
        now=now,
    )
    actions.regenerate(actor=actor, organisation=agency, now=now)


def book(page: Page, stage: Stage, *, look: bool = True) -> Booking:
    see = stage.look if look else not_looked  # axe itself is a script
    page.goto(f"/layanan/{stage.service.slug}/")
    turn_page(page.get_by_role("link", name="Buat janji temu"))
    see(page, "20-visit-days")
    turn_page(page.locator(".times button").first)
    page.fill("[name=name]", "Contoh Siti Aminah")
    page.fill("[name=email]", "siti.aminah@contoh.example")
    page.get_by_label("Kursi roda").check()
    see(page, "21-visit-who")
    turn_page(page.get_by_role("button", name="Lanjut"))
    page.fill("[name=code]", code_of(stage))
    see(page, "22-visit-code")
    turn_page(page.get_by_role("button", name="Buat janji temu"))
    expect(page.locator("img.qr")).to_be_visible()
    expect(page.get_by_text("Kursi roda")).to_be_visible()
    see(page, "23-visit-ticket")
    return Booking.objects.get()


def change(page: Page, stage: Stage, booking: Booking, *, look: bool = True) -> None:
    see = stage.look if look else not_looked
    turn_page(page.get_by_role("link", name="Ubah waktu"))
    see(page, "24-visit-change")
    turn_page(page.locator(".times button").last)
    expect(page.get_by_text("Waktu Anda sudah diubah")).to_be_visible()
    was, was_sequence = booking.starts_at, booking.sequence
    booking.refresh_from_db()
    assert booking.starts_at != was
    assert booking.sequence == was_sequence + 1


def see_the_day(page: Page, stage: Stage, booking: Booking) -> None:
    sign_in(page, stage.front)
    page.goto("/kantor/janji-temu/")
    page.goto(f"{page.url.split('?')[0]}?hari={local(booking).date().isoformat()}")
    expect(page.get_by_role("link", name=booking.number)).to_be_visible()
    expect(page.get_by_text("Perlu bantuan")).to_be_visible()
    stage.look(page, "25-visit-desk-day")
    turn_page(page.get_by_role("link", name=booking.number))
    expect(page.get_by_text("Kursi roda")).to_be_visible()
    expect(page.get_by_text("Siti Aminah")).to_have_count(0)
    page.locator("summary", has_text="Nama").click()
    page.get_by_label("Untuk apa nama dibuka?").select_option("Menghubungi tamu")
    turn_page(page.get_by_role("button", name="Buka sekali").first)
    expect(page.get_by_text("Contoh Siti Aminah")).to_be_visible()
    stage.look(page, "26-visit-desk-booking")


def close_that_day(page: Page, stage: Stage, head: Person, booking: Booking) -> None:
    sign_in(page, head)
    page.goto(f"/kantor/janji-temu/tutup/{stage.service.agency.slug}/")
    day = local(booking).date().isoformat()
    page.fill("[name=starts]", f"{day}T00:00")
    page.fill("[name=ends]", f"{day}T23:59")
    page.fill("[name=reason]", "Listrik padam di gedung layanan")
    stage.look(page, "27-visit-closing")
    turn_page(page.get_by_role("button", name="Tutup dan kabari semua warga"))
    expect(page.get_by_text("Listrik padam di gedung layanan").first).to_be_visible()
    stage.look(page, "28-visit-closed")
    was = booking.starts_at
    booking.refresh_from_db()
    assert booking.state == states.MOVED
    assert format_clock(booking.starts_at, stage.service.agency) == format_clock(was, stage.service.agency)


def accept(page: Page, stage: Stage, booking: Booking) -> None:
    (letter,) = stage.letters("booking.proposal")
    assert "Listrik padam" in letter.body
    page.goto(stage.link_in(letter, "/janji-temu/"))
    expect(page.get_by_text("Kami usulkan waktu lain")).to_be_visible()
    expect(page.get_by_text(format_day(booking.starts_at, stage.service.agency)).first).to_be_visible()
    stage.look(page, "29-visit-proposal")
    turn_page(page.get_by_role("button", name="Terima waktu baru ini"))
    expect(page.get_by_text("Waktu baru Anda pasti")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == states.BOOKED


def not_looked(page: Page, name: str) -> None:
    """Where no script runs, nothing can look."""


def code_of(stage: Stage) -> str:
    found = re.search(r"\d{3} \d{3}", stage.letters("code.sent")[0].body)
    assert found
    return found.group()


def local(booking: Booking) -> datetime:
    return booking.starts_at.astimezone(booking.organisation.zone)
