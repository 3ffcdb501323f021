"""An office must close: by WhatsApp and e-mail, on its page, its screen and its feed everybody reads the same.

The house is live here: a server speaks the wire of the Graph API and one the wire of SMTP, and officers sign in with a
second factor. One visitor answers inside WhatsApp; the other one's number is unknown there, and the mail takes over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from melayani.delivery.appointments import actions, queries, states
from melayani.delivery.appointments.models import Booking, Slot
from melayani.delivery.appointments.rules import Visitor
from melayani.delivery.queues.models import Device, Site
from melayani.delivery.queues.tests import factories as queues
from melayani.entrances.whatsapp import payloads
from melayani.entrances.whatsapp.tests import factories as telephones
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.messaging.tests import providers
from melayani.foundation.messaging.tests.test_email_channel import Postbox, free_port
from melayani.foundation.people.models import Person
from melayani.foundation.people.queries import officer_for
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import code_now
from tests.journeys.stage import WIDTHS, WORD, Stage, officer_at, set_stage, turn_page, visitor
from tests.journeys.test_visit import local, open_for_visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FORM = {  # approved by Meta: what may be sent to somebody who has not written for a day
    "name": "kabar_urusan",
    "language": "id",
    "category": "utility",
    "template": "*",
    "parameters": ["number", "subject", "link"],
}
WHY = "Gedung disemprot disinfektan"
TONO_PHONE, TONO_MAIL = "0812 1000 0002", "tono@contoh.example"


@dataclass
class House:
    """The stage, the provider of WhatsApp, the postbox, and the telephone of Sari."""

    stage: Stage
    meta: providers.Provider
    post: Postbox
    sari: telephones.Phone

    def booking_of(self, name: str) -> Booking:
        return next(row for row in Booking.objects.all() if row.name == name)


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[House]:
    settings.PUBLIC_URL = live_server.url
    box, port = Postbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.SMTP_URL, settings.EMAIL_FROM = f"smtp://127.0.0.1:{port}", "layanan@contoh.example"
    with providers.graph(settings) as meta:
        telephones.switched_on(settings)
        stage = set_stage(live_server.url, demonstration=False)
        (tmp_path / "forms.json").write_text(json.dumps([FORM]))
        call_command("import_whatsapp_forms", str(tmp_path / "forms.json"), verbosity=0)
        yield House(stage, meta, box, telephones.Phone(telephones.SARI, timezone.now()))
    server.stop()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_closure_is_read_everywhere_and_answered_inside_whatsapp(browser: Browser, house: House, width: int) -> None:
    stage = house.stage
    head = officer_at("kepala", stage.service.agency, Role.HEAD)
    TOTP.activate(head, SEED)
    open_for_visits(stage, head)
    hall = screen_in_the_hall(stage)
    two_visitors_book(house, head)
    with visitor(browser, stage, width=width) as office:
        sign_in_with_a_code(office, head)
        close_that_day(office, house)
        both_are_told(house)
        publish_the_announcement(office, stage)
    with visitor(browser, stage, width=width) as reader:
        everywhere_the_same(reader, house, hall)
    sari_takes_another_day(house)
    assert not stage.faults, "\n".join(stage.faults)


def screen_in_the_hall(stage: Stage) -> Device:
    site = Site.objects.create(organisation=stage.service.agency, door_token="pintu-contoh")
    return queues.device(site, Device.Kind.SCREEN, "layar-lobi-contoh", name="Layar lobi")


def two_visitors_book(house: House, head: Person) -> None:
    """Sari has just written in WhatsApp; Tono was noted at the counter with number and e-mail, for a later hour."""
    stage, now = house.stage, timezone.now()
    house.sari.write("halo")
    office, service = stage.service.agency, stage.service
    terms = queries.offer_of(service.slug, office.slug)
    assert terms is not None
    coming = Slot.objects.filter(organisation=office, starts_at__gt=now + timedelta(days=1)).order_by("starts_at")[:200]
    pairs = ((one, two) for one, two in pairwise(coming) if office_day(one) == office_day(two))
    first, second = next(pairs)  # whatever the hour is now: on one day
    officer, sari = officer_for(head, now), house.sari.conversation.contact
    book: dict[str, Any] = {"actor": officer, "terms": terms, "party_size": 1, "now": now}
    actions.book(slot_id=first.pk, visitor=Visitor(name="Contoh Sari", phone=sari.value), **book)
    actions.book(slot_id=second.pk, visitor=Visitor(name="Contoh Tono", phone=TONO_PHONE, email=TONO_MAIL), **book)
    stage.work()


def office_day(slot: Slot) -> date:
    return slot.starts_at.astimezone(slot.organisation.zone).date()


def sign_in_with_a_code(page: Page, person: Person) -> None:
    page.goto("/kantor/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", WORD)
    turn_page(page.locator("main form button"))
    page.fill("[name=code]", code_now(SEED))
    turn_page(page.locator("main form button"))
    expect(page).to_have_url("/kantor/")


def close_that_day(page: Page, house: House) -> None:
    page.goto(f"/kantor/janji-temu/tutup/{house.stage.service.agency.slug}/")
    day = local(house.booking_of("Contoh Sari")).date().isoformat()
    page.fill("[name=starts]", f"{day}T00:00")
    page.fill("[name=ends]", f"{day}T23:59")
    page.fill("[name=reason]", WHY)
    turn_page(page.get_by_role("button", name="Tutup dan kabari semua warga"))
    expect(page.get_by_text(WHY).first).to_be_visible()


def both_are_told(house: House) -> None:
    """By WhatsApp with a button to answer at once; where the number is unknown to it, by e-mail."""
    told, mailed = len(house.meta.received), len(house.post.arrived)
    house.meta.answers = [providers.Answer(), providers.graph_error(131026)]
    house.stage.work()
    sari, tono = house.meta.received[told : told + 2]
    assert WHY in sari["interactive"]["body"]["text"]
    assert sari["interactive"]["action"]["buttons"][0]["reply"]["title"] == "Terima atau ubah"
    assert tono["to"].endswith("81210000002")
    (letter,) = house.post.arrived[mailed:]
    assert (letter["To"], WHY in letter.get_content()) == (TONO_MAIL, True)
    rows = OutboxMessage.objects.filter(event="booking.proposal").order_by("pk")
    assert [(row.channel, row.state) for row in rows] == [("whatsapp", "sent"), ("email", "sent")]


def publish_the_announcement(page: Page, stage: Stage) -> None:
    """The closing drafted it; its head reads it once and publishes."""
    page.goto("/kantor/pengumuman/")
    turn_page(page.locator("a[data-row]").first)
    expect(page.locator("main")).to_contain_text(WHY)
    stage.look(page, "110-closure-draft")
    turn_page(page.locator("main a", has_text="Terbitkan").first)
    turn_page(page.locator("main form button", has_text="Terbitkan"))
    expect(page.locator("[role=status]").first).to_contain_text("Terbit.")
    stage.work()


def everywhere_the_same(page: Page, house: House, hall: Device) -> None:
    stage, slug = house.stage, house.stage.service.agency.slug
    page.goto(f"/instansi/{slug}/")
    expect(page.locator(".band").first).to_contain_text("loket tutup")
    stage.look(page, "111-closure-office")
    page.goto(f"/layanan/{stage.service.slug}/")
    expect(page.locator(".band").first).to_contain_text("loket tutup")
    page.goto(f"/layar/{hall.token}/")
    expect(page.locator("body")).to_contain_text("loket tutup")
    stage.look(page, "112-closure-screen")
    for feed in (f"/pengumuman/instansi/{slug}/umpan.atom", f"/pengumuman/instansi/{slug}/kalender.ics"):
        answer = page.request.get(feed)
        assert (answer.status, "loket tutup" in answer.text().replace("\r\n ", "")) == (200, True)
    house.sari.now = timezone.now()
    told = house.sari.write("syarat ktp hilang bengkalis")
    if house.sari.offered().get("Hilang"):
        told = house.sari.tap("Hilang")
    assert "loket tutup" in told


def sari_takes_another_day(house: House) -> None:
    """One tap under the message opens her visit; she chooses, and the place is hers."""
    booking = house.booking_of("Contoh Sari")
    assert booking.state == states.MOVED
    proposed = booking.starts_at
    house.sari.now = timezone.now()
    house.sari.send(payloads.tapped(f"go:visits:{booking.number}", "Terima atau ubah"))
    house.sari.tap("Ubah waktu")
    days = [title for title, (_key, row) in house.sari.offered().items() if row]
    house.sari.tap(days[1])
    times = [title for title, (_key, row) in house.sari.offered().items() if row]
    answer = house.sari.tap(times[0])
    assert "sudah diubah" in answer
    booking.refresh_from_db()
    assert (booking.state, booking.starts_at != proposed) == (states.BOOKED, True)
    before = len(house.meta.received)
    house.stage.work()
    assert any("sudah diubah" in str(one) for one in house.meta.received[before:])
