"""The citizen's pages from the list to the ticket and back; and what they cost."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from melayani.delivery.appointments import actions, rules, states
from melayani.delivery.appointments.models import Booking, Slot, WaitingEntry
from melayani.delivery.appointments.tests import factories
from melayani.delivery.catalogue.models import Service
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Tenancy
from melayani.foundation.people.tests.factories import World
from melayani.foundation.ui.format import format_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_goes_out")]
SITI = {"name": "Contoh Siti", "email": "siti@contoh.id", "assistance": ["wheelchair"]}


@pytest.fixture
def mail_goes_out(settings: Settings) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.id"


@pytest.fixture
def service(world: World) -> Service:
    made = factories.offered(world.bontang)
    factories.slots(world.bontang, now=timezone.now(), count=3, places=2)
    return made


def place(service: Service) -> str:
    return f"/janji-temu/{service.slug}/{service.agency.slug}/"


def sent_code() -> str:
    body = OutboxMessage.objects.filter(event="code.sent").latest("pk").body
    found = re.search(r"\d{3} \d{3}", body)
    assert found
    return found.group()


def book(client: Client, service: Service, slot: Slot) -> Booking:
    """All the way to the ticket."""
    held = client.post(place(service), {"slot": slot.pk, "jumlah": "1"})["Location"]
    client.post(held, SITI)
    answer = client.post(held, {**SITI, "code": sent_code()})
    assert answer.status_code == 302, answer.content.decode()
    return Booking.objects.get(number=answer["Location"].split("/")[2])


def test_from_the_list_to_the_ticket(client: Client, service: Service) -> None:
    slot = Slot.objects.earliest("starts_at")
    assert place(service) in client.get("/janji-temu/?q=ktp").content.decode()
    assert place(service) not in client.get("/janji-temu/?q=paspor").content.decode()
    page = client.get(place(service)).content.decode()
    assert f'value="{slot.pk}"' in page
    assert "2 tempat" in page
    booking = book(client, service, slot)
    assert (booking.state, booking.name, booking.assistance) == (states.BOOKED, "Contoh Siti", "wheelchair")
    ticket = client.get(f"/janji-temu/{booking.number}/{booking.secret}/").content.decode()
    for words in (booking.number, "data:image/svg+xml", "Kursi roda", "Janji temu pasti", "Simpan ke kalender"):
        assert words in ticket
    english = client.get(f"/en/janji-temu/{booking.number}/{booking.secret}/").content.decode()
    assert f"/en/janji-temu/{booking.number}/{booking.secret}/</a>" in english
    entry = client.get(f"/en/janji-temu/{booking.number}/{booking.secret}/kalender.ics").content.decode()
    assert "/en/janji-temu/" in entry.replace("\r\n ", "")


def test_the_calendar_entry_has_one_uid_and_a_rising_sequence(client: Client, service: Service) -> None:
    first, second, _ = Slot.objects.order_by("starts_at")
    booking = book(client, service, first)
    own = f"/janji-temu/{booking.number}/{booking.secret}/"
    before = client.get(f"{own}kalender.ics")
    assert before["Content-Type"].startswith("text/calendar")
    client.post(f"{own}ubah/", {"slot": second.pk})
    after = client.get(f"{own}kalender.ics").content.decode()
    uid = re.search(r"UID:(\S+)", before.content.decode())
    assert uid
    assert uid.group() in after
    assert "SEQUENCE:0" in before.content.decode()
    assert "SEQUENCE:1" in after
    assert all(len(line.encode()) <= 75 for line in after.split("\r\n"))


def test_change_and_cancel_by_link_ask_first(client: Client, service: Service) -> None:
    first, second, _ = Slot.objects.order_by("starts_at")
    booking = book(client, service, first)
    own = f"/janji-temu/{booking.number}/{booking.secret}/"
    assert f'value="{second.pk}"' in client.get(f"{own}ubah/").content.decode()
    assert client.get(f"{own}batalkan/").status_code == 200
    booking.refresh_from_db()
    assert booking.state == states.BOOKED
    client.post(f"{own}batalkan/")
    booking.refresh_from_db()
    assert booking.state == states.CANCELLED
    assert client.get(f"{own}ubah/").status_code == 302
    assert "Buat janji temu baru" in client.get(own).content.decode()


def test_the_held_place_belongs_to_one_browser(client: Client, service: Service) -> None:
    slot = Slot.objects.earliest("starts_at")
    held = client.post(place(service), {"slot": slot.pk, "jumlah": "2", "prioritas": "on"})["Location"]
    assert "kurang lebih 9 menit" in client.get(held).content.decode()
    assert Client().get(held).status_code == 404
    assert Client().post(held, SITI).status_code == 404
    answer = Client().post(place(service), {"slot": slot.pk, "jumlah": "1"}, follow=True)
    assert "baru saja penuh" in answer.content.decode()
    client.post(f"{held}lepas/")
    assert client.get(held).status_code == 302
    assert Client().post(place(service), {"slot": slot.pk, "jumlah": "2"}).status_code == 302


def test_the_page_of_the_code_sends_another_and_lets_mend_the_address(client: Client, service: Service) -> None:
    held = client.post(place(service), {"slot": Slot.objects.earliest("pk").pk, "jumlah": "1"})["Location"]
    asked = client.post(held, {**SITI, "email": "sitti@contoh.id"}).content.decode()
    assert "Kirim kode baru" in asked
    assert "boleh kosong" not in asked
    mended = client.post(held, {**SITI, "email": "sitti@contoh.id", "langkah": "ganti"}).content.decode()
    assert 'value="sitti@contoh.id"' in mended
    assert "Kode 6 angka" not in mended
    client.post(held, SITI)
    again = client.post(held, {**SITI, "code": "000000", "langkah": "kirim"}).content.decode()
    assert "Kode 6 angka" in again
    assert "tidak cocok" not in again
    assert client.post(held, {**SITI, "code": sent_code()}).status_code == 302
    assert OutboxMessage.objects.filter(event="code.sent").count() == 3


def test_a_mall_lists_what_its_tenants_offer(client: Client, world: World, service: Service) -> None:
    address, mall = f"/janji-temu/?instansi={world.bengkalis.slug}", world.bengkalis
    assert place(service) not in client.get(address).content.decode()
    Tenancy.objects.create(mall=mall, unit=world.bontang, since=timezone.localdate())
    assert place(service) in client.get(address).content.decode()


def test_a_second_click_on_the_last_button_shows_the_same_ticket(client: Client, service: Service) -> None:
    held = client.post(place(service), {"slot": Slot.objects.earliest("pk").pk, "jumlah": "1"})["Location"]
    client.post(held, SITI)
    code = sent_code()
    landed = {client.post(held, {**SITI, "code": code})["Location"] for _ in range(2)}
    assert len(landed) == 1
    assert Booking.objects.made().count() == 1


def test_wrong_codes_and_wrong_words_stand_beside_their_fields(client: Client, service: Service) -> None:
    held = client.post(place(service), {"slot": Slot.objects.earliest("pk").pk, "jumlah": "1"})["Location"]
    assert "Isi nama Anda" in client.post(held, {"name": "", "email": "x@contoh.id"}).content.decode()
    assert "e-mail atau nomor telepon" in client.post(held, {"name": "Siti"}).content.decode()
    assert "Tambahkan e-mail" in client.post(held, {"name": "Siti", "phone": "0812 3456 7890"}).content.decode()
    client.post(held, SITI)
    wrong = client.post(held, {**SITI, "code": "000 000"}).content.decode()
    assert 'name="code"' in wrong
    assert 'type="hidden" name="name" value="Contoh Siti"' in wrong
    assert not Booking.objects.made().exists()


@pytest.mark.parametrize("slot", ["", "x", "-1", "9" * 30, "999999", "٣"])
def test_forged_slots_hold_nothing(client: Client, service: Service, slot: str) -> None:
    answer = client.post(place(service), {"slot": slot, "jumlah": "1"})
    assert answer.status_code == 200
    assert not Booking.objects.exists()


def test_a_stranger_opens_nothing(client: Client, service: Service) -> None:
    booking = book(client, service, Slot.objects.earliest("pk"))
    for page in ("", "ubah/", "batalkan/", "kalender.ics"):
        assert Client().get(f"/janji-temu/{booking.number}/bukan-rahasia/{page}").status_code == 404
    for page in ("terima/", "hadir/", "batalkan/", "ubah/"):
        assert Client().post(f"/janji-temu/{booking.number}/bukan-rahasia/{page}").status_code == 404


def test_full_days_still_offer_the_online_way_and_the_waiting_list(client: Client, service: Service) -> None:
    Slot.objects.update(capacity=0)
    page = client.get(place(service)).content.decode()
    assert "Semua tempat sedang penuh" in page
    assert f"/permohonan/ajukan/{service.slug}/" in page
    assert f"{place(service)}tunggu/" in page


def test_the_waiting_list_by_page(client: Client, service: Service) -> None:
    today = timezone.localdate(timezone=service.agency.zone)  # an hour before midnight in Jakarta it is tomorrow there
    typed = {**SITI, "first_day": today, "last_day": today + timedelta(days=3), "party_size": "1"}
    client.post(f"{place(service)}tunggu/", typed)
    answer = client.post(f"{place(service)}tunggu/", {**typed, "code": sent_code()})
    entry = WaitingEntry.objects.get()
    assert answer["Location"] == f"/janji-temu/daftar-tunggu/{entry.secret}/"
    actions.offer_places(now=at_ten(service.agency.zone))  # at night nobody is offered anything
    page = client.get(answer["Location"])
    assert "Ambil tempat ini" in page.content.decode()
    taken = client.post(answer["Location"], {"accept": "1"})
    assert Booking.objects.get(channel=rules.WAITING).secret in taken["Location"]
    assert "sudah mendapat tempat" in client.get(answer["Location"]).content.decode()


def at_ten(zone: ZoneInfo) -> datetime:
    """The next ten in the morning there."""
    local = timezone.now().astimezone(zone)
    ten = local.replace(hour=10, minute=0, second=0, microsecond=0)
    return ten if ten >= local else ten + timedelta(days=1)


def test_a_draw_by_page(client: Client, world: World, service: Service) -> None:
    now = timezone.now()
    day = now.date() + timedelta(days=5)
    plan = actions.plan_release(
        actor=world.bontang_head,
        organisation=world.bontang,
        name="Undian paspor",
        kind=rules.DRAW,
        first_day=day,
        last_day=day,
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(days=1),
        now=now,
    )
    address = f"/janji-temu/undian/{plan.slug}/"
    page = client.get(place(service)).content.decode()
    assert f"Tempat untuk {format_day(day)} dibagi dengan undian." in page
    assert plan.commitment in client.get(address).content.decode()
    assert plan.seed not in client.get(address).content.decode()
    typed = {**SITI, "offer": str(service.pk), "party_size": "1"}
    client.post(address, typed)
    client.post(address, {**typed, "code": sent_code()})
    number = plan.entries.get().number
    assert number in client.get(address).content.decode()
    actions.draw(plan=plan, now=now + timedelta(days=2))
    result = client.get(address).content.decode()
    assert plan.seed in result
    assert "Daftar tunggu" in result


def test_the_pages_speak_english_at_their_own_addresses(client: Client, service: Service) -> None:
    assert client.get(f"/en{place(service)}").status_code == 200


def test_queries_do_not_grow_with_slots_and_bookings(client: Client, world: World, service: Service) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(place(service)).status_code == 200
        return len(seen)

    now: datetime = timezone.now()
    few = cost()
    more = factories.slots(world.bontang, now=now + timedelta(days=1), count=30, places=9)
    for number, slot in enumerate(more[:8]):
        factories.booked(world, service, slot, now=now, number=number)
    assert cost() == few
    assert few <= 16
