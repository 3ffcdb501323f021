"""The kiosk: touches to a number, a scanned booking, printing again, two languages, and no stranger's ticket."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.appointments import states as bookings
from melayani.delivery.queues import actions
from melayani.delivery.queues.models import Ticket
from melayani.delivery.queues.rules.scanning import Scanned, read_scanned
from melayani.delivery.queues.tests import factories
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db

TOKEN = factories.KIOSK_TOKEN
KIOSK, TAKE = reverse("queue_kiosk", args=[TOKEN]), reverse("queue_kiosk_take", args=[TOKEN])
CHECK_IN, BEAT = reverse("queue_kiosk_check_in", args=[TOKEN]), reverse("queue_kiosk_beat", args=[TOKEN])


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def place(world: World) -> factories.Place:
    return factories.place(world)


def press(client: Client, place: factories.Place, *, line: int = 0, key: str = "satu", priority: str = "0") -> str:
    answer = client.post(TAKE, {"layanan": place.lines[line].pk, "kunci": key, "prioritas": priority})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_two_touches_to_a_number_where_one_agency_stands(place: factories.Place, client: Client) -> None:
    start = client.get(KIOSK).content.decode()
    assert "Layanan apa yang Anda perlukan?" in start
    page = client.get(f"{KIOSK}?layanan={place.lines[0].pk}").content.decode()
    assert "Lansia, disabilitas, hamil, membawa bayi" in page
    shown = client.get(press(client, place)).content.decode()
    assert "A-001" in shown
    assert "data:image/svg" in shown
    ticket = Ticket.objects.get()
    assert ticket.way == "kiosk"
    assert not ticket.priority


def test_agencies_come_first_where_there_are_several(place: factories.Place, client: Client) -> None:
    factories.line(place.site, place.world.bengkalis, prefix="K")
    assert "Anda ke instansi mana?" in client.get(KIOSK).content.decode()
    page = client.get(f"{KIOSK}?instansi={place.world.bengkalis.slug}").content.decode()
    assert "Layanan K" in page
    assert "Layanan A" not in page


def test_the_priority_button(place: factories.Place, client: Client) -> None:
    press(client, place, priority="1")
    assert Ticket.objects.get().priority


def test_a_double_touch_is_one_number(place: factories.Place, client: Client) -> None:
    assert press(client, place, key="sama") == press(client, place, key="sama")
    assert Ticket.objects.count() == 1
    press(client, place, key="lain")
    assert Ticket.objects.count() == 2


def test_each_form_has_a_key_of_its_own(place: factories.Place, client: Client) -> None:
    path = f"{KIOSK}?layanan={place.lines[0].pk}"
    keys = {re.findall(r'name="kunci" value="([^"]+)"', client.get(path).content.decode())[0] for _ in range(3)}
    assert len(keys) == 3


def test_a_refusal_is_a_sentence_and_no_number(place: factories.Place, client: Client, now: datetime) -> None:
    actions.stop_numbers(actor=place.world.bontang_head, site=place.site, reason="Antrean penuh", now=now)
    page = client.get(press(client, place)).content.decode()
    assert "Nomor baru dihentikan" in page
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("line", ["", "x", "999999", "-1", "9" * 40])
def test_a_forged_line_is_no_line(place: factories.Place, client: Client, line: str) -> None:
    assert client.post(TAKE, {"layanan": line, "kunci": "x"}).status_code == 404
    assert not Ticket.objects.exists()


def test_a_line_of_another_place_is_no_line(place: factories.Place, client: Client) -> None:
    other = factories.place(place.world, organisation=place.world.bengkalis)
    assert client.post(TAKE, {"layanan": other.lines[0].pk, "kunci": "x"}).status_code == 404
    assert not Ticket.objects.exists()


def test_printing_again_keeps_the_number(place: factories.Place, client: Client) -> None:
    path = press(client, place)
    before = client.get(path).content.decode()
    assert client.post(path)["Location"] == path
    after = client.get(path).content.decode()
    assert Ticket.objects.count() == 1
    assert Ticket.objects.get().printed == 1
    keys = [re.findall(r'data-print-key="([^"]+)"', page)[0] for page in (before, after)]
    assert keys[0] != keys[1]  # so that the script prints once more
    assert "A-001" in after
    assert "mm80" in after


def test_narrow_paper(place: factories.Place, client: Client) -> None:
    place.site.paper_mm = 58
    place.site.save()
    assert "mm58" in client.get(press(client, place)).content.decode()


def test_a_ticket_of_another_place_is_not_printed_here(place: factories.Place, client: Client, now: datetime) -> None:
    other = factories.place(place.world, organisation=place.world.bengkalis)
    strange = factories.ticket(other, now=now)
    path = reverse("queue_kiosk_ticket", args=[TOKEN, strange.number])
    assert client.get(path).status_code == client.post(path).status_code == 404
    assert Ticket.objects.get(pk=strange.pk).printed == 0


def test_both_languages(place: factories.Place, client: Client) -> None:
    page = client.get(f"{KIOSK}?bahasa=en").content.decode()
    assert '<html lang="en">' in page
    assert "Bahasa Indonesia" in page
    answer = client.post(TAKE, {"layanan": place.lines[0].pk, "kunci": "x", "bahasa": "en"})
    assert answer["Location"].endswith("?bahasa=en")
    assert "/en/antrean/tiket/" not in client.get(KIOSK).content.decode()


def test_a_scanned_booking_checks_in_and_gets_its_number(place: factories.Place, client: Client, now: datetime) -> None:
    booking = factories.booked(place, at=now + timedelta(minutes=20), now=now - timedelta(days=2))
    link = f"https://melayani.example/janji-temu/{booking.number}/{booking.secret}/"
    path = client.post(CHECK_IN, {"kode": link})["Location"]
    assert "A-001" in client.get(path).content.decode()
    booking.refresh_from_db()
    assert booking.state == bookings.CHECKED_IN
    assert client.post(CHECK_IN, {"kode": booking.number.lower()})["Location"] == path  # again: the same number
    assert Ticket.objects.count() == 1


def test_too_early_is_a_sentence(place: factories.Place, client: Client, now: datetime) -> None:
    booking = factories.booked(place, at=now + timedelta(hours=5), now=now - timedelta(days=2))
    answer = client.post(CHECK_IN, {"kode": booking.number}, follow=True)
    assert "Lapor hadir dibuka pukul" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_a_booking_of_another_place_is_not_known_here(place: factories.Place, client: Client, now: datetime) -> None:
    other = factories.place(place.world, organisation=place.world.bengkalis)
    strange = factories.booked(place, at=now + timedelta(minutes=20), now=now - timedelta(days=2))
    there = reverse("queue_kiosk_check_in", args=[other.kiosk.token])
    answer = client.post(there, {"kode": strange.number}, follow=True)
    assert "tidak kami temukan di tempat ini" in answer.content.decode()
    strange.refresh_from_db()
    assert strange.state == bookings.BOOKED
    assert not Ticket.objects.exists()


def test_an_own_number_is_shown_again(place: factories.Place, client: Client, now: datetime) -> None:
    row = factories.ticket(place, now=now)
    answer = client.post(CHECK_IN, {"kode": f"/antrean/tiket/{row.number}/{row.secret}/"})
    assert answer["Location"] == reverse("queue_kiosk_ticket", args=[TOKEN, row.number])


def test_guessing_is_slowed_down(place: factories.Place, client: Client) -> None:
    for _ in range(20):
        client.post(CHECK_IN, {"kode": "JNJ-00000000-0"})
    answer = client.post(CHECK_IN, {"kode": "JNJ-00000000-0"}, follow=True)
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_the_heartbeat_costs_one_read(place: factories.Place, client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(BEAT)
    assert answer.status_code == 204
    assert len(queries) == 1
    assert not answer.cookies


def test_the_start_takes_the_same_number_of_reads_for_any_number_of_lines(
    place: factories.Place, client: Client
) -> None:
    few = _queries(client, KIOSK)
    for prefix in "CDEFG":
        factories.line(place.site, place.world.bontang, prefix=prefix)
    assert _queries(client, KIOSK) == few


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jnj 7k3q9xbt w", "JNJ-7K3Q9XBT-W"),
        ("https://x.example/antrean/hadir/JNJ-7K3Q9XBT-W/aZ09_-aZ09_-aZ09_-/", "JNJ-7K3Q9XBT-W"),
        ("JNJ-7K3Q9XBT-X", None),
        ("", None),
        ("https://x.example/", None),
    ],
)
def test_what_a_scanner_types(typed: str, found: str | None) -> None:
    scanned = read_scanned(typed)
    assert (scanned.number if scanned else None) == found
    assert isinstance(scanned, Scanned | None)
    if scanned and "http" in typed:
        assert scanned.secret == "aZ09_-aZ09_-aZ09_-"


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
