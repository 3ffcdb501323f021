"""One's own number on one's own phone: taken at the door, followed, left; and no stranger opens it."""

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
from melayani.delivery.queues import actions, forecasting, rules, states
from melayani.delivery.queues.models import Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db

PAGES = ("ticket", "state", "leave", "paper")
TICKET_QUERIES = 11  # one for letters


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def place(world: World) -> factories.Place:
    return factories.place(world)


def path_of(ticket: Ticket, page: str = "ticket") -> str:
    return reverse(f"queues:{page}", args=[ticket.number, ticket.secret])


def door_of(place: factories.Place) -> str:
    return reverse("queues:door", args=[place.site.organisation.slug, place.site.door_token])


def form(client: Client, place: factories.Place, **over: str) -> dict[str, str]:
    key = re.findall(r'name="kunci" value="([^"]+)"', client.get(door_of(place)).content.decode())[0]
    return {"layanan": str(place.lines[0].pk), "kunci": key, "perjalanan": "0", **over}


# --- taking it


def test_a_number_by_the_qr_at_the_door(place: factories.Place, client: Client) -> None:
    answer = client.post(door_of(place), form(client, place, prioritas="on", perjalanan="20"))
    ticket = Ticket.objects.get()
    assert answer["Location"] == path_of(ticket)
    assert (ticket.way, ticket.priority, ticket.travel_minutes) == (rules.PHONE, True, 20)
    assert "A-001" in client.get(answer["Location"]).content.decode()


def test_a_form_sent_twice_is_one_number(place: factories.Place, client: Client) -> None:
    data = form(client, place)
    first, second = (client.post(door_of(place), data)["Location"] for _ in range(2))
    assert first == second
    assert Ticket.objects.count() == 1


def test_further_services_follow_in_the_same_visit(place: factories.Place, client: Client) -> None:
    client.post(door_of(place), {**form(client, place), "lagi": [str(line.pk) for line in place.lines]})
    ticket = Ticket.objects.get()
    assert [wish.line_id for wish in ticket.wishes.order_by("position")] == [place.lines[1].pk]
    assert "Layanan berikutnya" in client.get(path_of(ticket)).content.decode()


@pytest.mark.parametrize("over", [{"layanan": ""}, {"layanan": "999999"}, {"perjalanan": "-5"}, {"kunci": ""}])
def test_a_wrong_form_is_no_number(place: factories.Place, client: Client, over: dict[str, str]) -> None:
    answer = client.post(door_of(place), form(client, place, **over))
    assert answer.status_code == 200
    assert not Ticket.objects.exists()


def test_a_wrong_door_is_no_door(place: factories.Place, client: Client) -> None:
    path = reverse("queues:door", args=[place.site.organisation.slug, "pintu-lain"])
    assert client.get(path).status_code == client.post(path, {"layanan": place.lines[0].pk}).status_code == 404
    assert not Ticket.objects.exists()


def test_a_stopped_place_offers_an_appointment_instead(place: factories.Place, client: Client, now: datetime) -> None:
    data = form(client, place)
    actions.stop_numbers(actor=place.world.bontang_head, site=place.site, reason="Antrean penuh", now=now)
    page = client.get(door_of(place)).content.decode()
    assert "Antrean penuh" in page
    assert "Buat janji temu" in page
    assert client.post(door_of(place), data).status_code == 200
    assert not Ticket.objects.exists()


def test_one_phone_takes_no_heap_of_numbers(place: factories.Place, client: Client) -> None:
    for _ in range(8):
        assert client.post(door_of(place), form(client, place)).status_code == 302
    answer = client.post(door_of(place), form(client, place))
    assert "Nomor dari ponsel ini sudah banyak" in answer.content.decode()
    assert Ticket.objects.count() == 8


def test_a_booked_visitor_checks_in_by_the_own_link(place: factories.Place, client: Client, now: datetime) -> None:
    booking = factories.booked(place, at=now + timedelta(minutes=20), now=now - timedelta(days=2))
    path = reverse("queues:check_in", args=[booking.number, booking.secret])
    assert "Saya sudah di sini" in client.get(path).content.decode()
    assert not Ticket.objects.exists()  # looking is not coming
    answer = client.post(path)
    assert answer["Location"] == path_of(Ticket.objects.get())
    booking.refresh_from_db()
    assert booking.state == bookings.CHECKED_IN
    assert client.get(path)["Location"] == client.post(path)["Location"] == answer["Location"]


def test_nobody_checks_in_for_another(place: factories.Place, client: Client, now: datetime) -> None:
    booking = factories.booked(place, at=now + timedelta(minutes=20), now=now - timedelta(days=2))
    path = reverse("queues:check_in", args=[booking.number, "bukan-rahasia-siapa-pun"])
    assert client.get(path).status_code == client.post(path).status_code == 404
    booking.refresh_from_db()
    assert booking.state == bookings.BOOKED


# --- following it


def test_without_a_counter_the_wait_is_said_in_words(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    page = client.get(path_of(ticket)).content.decode()
    assert "Belum ada loket yang buka untuk layanan ini." in page
    assert not re.search(r"\d+–\d+ menit", page)


def test_with_a_counter_it_is_a_range(place: factories.Place, client: Client, now: datetime) -> None:
    factories.seated(place, now=now)
    tickets = [factories.ticket(place, now=now) for _ in range(4)]
    forecasting.foretell(place.site, now)
    page = client.get(path_of(tickets[3])).content.decode()
    assert re.search(r"\d+–\d+ menit", page)
    assert "3 orang sebelum Anda." in page
    assert 'data-pace="fast"' in page


def test_a_stale_estimate_is_not_told(place: factories.Place, client: Client, now: datetime) -> None:
    factories.seated(place, now=now)
    ticket = factories.ticket(place, now=now)
    old = now - rules.FORECAST_LIFE - timedelta(seconds=1)
    Ticket.objects.update(foretold_at=old, wait_low=5, wait_high=15)
    page = client.get(path_of(ticket)).content.decode()
    assert "5–15 menit" not in page
    assert "Perkiraan sedang dihitung." in page


def test_called_shows_the_counter_and_may_sound(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    factories.called(place, now=now, number=1)
    page = client.get(path_of(ticket)).content.decode()
    assert "Silakan ke loket" in page
    assert "Loket 2" in page
    assert "data-alert" in page


def test_a_missed_number_says_what_to_do(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    row = factories.called(place, now=now)
    actions.miss(actor=place.officers[0], ticket=row, now=now)
    page = client.get(path_of(ticket)).content.decode()
    assert "Nomor Anda terlewat" in page
    assert "Lapor ke meja informasi hari ini juga" in page


def test_leave_now(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now, travel_minutes=20)
    assert "Berangkat sekarang." not in client.get(path_of(ticket)).content.decode()
    Ticket.objects.update(told_to_leave_at=now)
    assert "Berangkat sekarang." in client.get(path_of(ticket)).content.decode()


def test_nothing_new_is_304_and_a_call_is_new(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    factories.ticket(place, now=now, line=1)
    path = path_of(ticket, "state")
    tag = client.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert len(queries) == 1
    assert not answer.cookies
    actions.stop_numbers(actor=place.world.bontang_head, site=place.site, reason="Antrean penuh", now=now)
    moved = client.get(path, headers={"If-None-Match": f"W/{tag}"})  # something happened, but not to this number
    assert moved.status_code == 304
    assert moved.headers["ETag"] != tag
    factories.called(place, now=now)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_the_page_takes_the_same_number_of_reads_for_any_queue(
    place: factories.Place, client: Client, now: datetime
) -> None:
    ticket = factories.ticket(place, now=now)
    few = _queries(client, path_of(ticket))
    for number in range(9):
        factories.ticket(place, now=now, line=number % 2)
    assert _queries(client, path_of(ticket)) == few <= TICKET_QUERIES


def test_looking_writes_nothing(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    before = Ticket.objects.values().get()
    for page in PAGES:
        assert client.get(path_of(ticket, page)).status_code == 200
    assert Ticket.objects.values().get() == before


@pytest.mark.parametrize("page", PAGES)
def test_no_stranger_opens_it(place: factories.Place, client: Client, now: datetime, page: str) -> None:
    ticket, other = (factories.ticket(place, now=now) for _ in range(2))
    for secret in ("bukan-rahasia-siapa-pun", other.secret):
        path = reverse(f"queues:{page}", args=[ticket.number, secret])
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)
    ticket.refresh_from_db()
    assert ticket.state == states.WAITING


def test_english(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    page = client.get(f"/en{path_of(ticket)}").content.decode()
    assert '<html lang="en">' in page
    assert "Your number" in page


def test_without_scripts_there_is_a_way_to_refresh(place: factories.Place, client: Client, now: datetime) -> None:
    page = client.get(path_of(factories.ticket(place, now=now))).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert not re.search(r"<script(?![^>]*src=)|style=|onclick=", page)


# --- leaving


def test_leaving_asks_once_more(place: factories.Place, client: Client, now: datetime) -> None:
    ticket = factories.ticket(place, now=now)
    path = path_of(ticket, "leave")
    assert "Keluar dari antrean?" in client.get(path).content.decode()
    assert Ticket.objects.get().state == states.WAITING
    assert client.post(path)["Location"] == path_of(ticket)
    assert Ticket.objects.get().state == states.LEFT
    assert client.get(path).status_code == 302  # nothing to leave any more


# --- what everybody may read


def test_the_public_board(place: factories.Place, client: Client, now: datetime) -> None:
    factories.ticket(place, now=now)
    factories.ticket(place, now=now)
    factories.called(place, now=now)
    page = client.get(reverse("queues:board", args=[place.site.organisation.slug])).content.decode()
    assert "A-001" in page
    assert "1 orang menunggu" in page
    assert "Siapa yang datang lebih dulu dipanggil lebih dulu." in page
    assert not re.search(r"ATR-", page)  # no number that opens anything


def test_the_board_says_nothing_new(place: factories.Place, client: Client, now: datetime) -> None:
    path = reverse("queues:board_state", args=[place.site.organisation.slug])
    tag = client.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert len(queries) == 1
    factories.ticket(place, now=now)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_places_are_found_by_name_or_service(place: factories.Place, client: Client) -> None:
    path = reverse("queues:index")
    assert "Kota Bontang" in client.get(path, {"q": "bontang"}).content.decode()
    assert "Kota Bontang" in client.get(path, {"q": "Layanan A"}).content.decode()
    assert "Tidak ada yang cocok." in client.get(path, {"q": "bulan"}).content.decode()


def test_no_queue_no_board(world: World, client: Client) -> None:
    assert client.get(reverse("queues:board", args=[world.bontang.slug])).status_code == 404


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
