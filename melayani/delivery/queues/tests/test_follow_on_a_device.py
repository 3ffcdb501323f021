"""A number on a device: nearly the turn, called, passed over; at once, in the first lane, and never after its end."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.queues import actions, forecasting, rules, telling
from melayani.delivery.queues.models import Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging import following
from melayani.foundation.messaging.delivery import send_due
from melayani.foundation.messaging.models import Consent, OutboxMessage, Rank
from melayani.foundation.messaging.tests.factories import push_on
from melayani.foundation.messaging.tests.test_push_channel import GOOD
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SITE = "https://layanan.contoh.go.id"
OTHER = {**GOOD, "endpoint": "https://a.push.example/p/2"}


@pytest.fixture(autouse=True)
def push(settings: Any) -> None:
    push_on(settings)


@pytest.fixture
def place(world: World) -> factories.Place:
    return factories.place(world)


def tag_of(ticket: Ticket) -> str:
    return telling.device_url(ticket, "id").rstrip("/").rpartition("/")[2]


def follow(ticket: Ticket, now: datetime, told: dict[str, Any] = GOOD, language: str = "id") -> None:
    following.follow(actor=SYSTEM, tag=tag_of(ticket), told=told, on=True, language=language, now=now)


def told() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("event", flat=True))


# --- when it is near


@given(ahead=st.none() | st.integers(0, 200), low=st.none() | st.integers(0, 600))
def test_near_is_soon_and_comes_no_later_for_who_stands_further_in_front(ahead: int | None, low: int | None) -> None:
    near = rules.is_near(ahead, low)
    if near:
        assert low is not None
        assert low <= rules.NEAR_MOST_MIN
        assert rules.is_near(ahead, max(0, low - 1))
        assert ahead is None or rules.is_near(max(0, ahead - 1), low)
    if low is not None and low <= rules.NEAR_MIN:
        assert near


def test_a_device_hears_once_that_the_turn_is_near(place: factories.Place, now: datetime) -> None:
    factories.seated(place, now=now)
    rows = [factories.ticket(place, now=now + number * MINUTE) for number in range(8)]
    follow(rows[0], now)
    follow(rows[7], now)
    for _ in range(3):  # the worker began anew in between: the row remembers
        forecasting.foretell(place.site, now + 9 * MINUTE)
    message = OutboxMessage.objects.get()
    assert (message.event, message.reference_number) == ("ticket.near", rows[0].number)
    assert message.subject == "Giliran Anda hampir tiba: nomor A-001"


def test_without_an_open_counter_nobody_is_near(place: factories.Place, now: datetime) -> None:
    follow(factories.ticket(place, now=now), now)
    forecasting.foretell(place.site, now)
    assert told() == []


def test_who_is_called_before_the_forecast_is_written_is_not_told_to_wait(
    place: factories.Place, now: datetime
) -> None:
    """The forecast was reckoned from what stood before the call: the row decides."""
    factories.seated(place, now=now)
    ticket = factories.ticket(place, now=now)
    follow(ticket, now)
    seen = forecasting.scene_of(place.site, now, lines=None).tickets
    seen[0].ahead, seen[0].wait_low, seen[0].wait_high = 0, 1, 5
    factories.called(place, now=now + MINUTE)
    forecasting._tell_who_is_near(seen, now + MINUTE)
    assert told() == ["ticket.called"]


# --- called and passed over


def test_a_call_goes_at_once_in_the_first_lane_and_again_when_it_is_repeated(
    place: factories.Place, now: datetime
) -> None:
    ticket = factories.ticket(place, now=now)
    follow(ticket, now, language="en")
    called = factories.called(place, now=now + MINUTE)
    row = OutboxMessage.objects.get()
    assert (row.rank, row.urgent, row.next_attempt_at) == (Rank.URGENT, True, now + MINUTE)
    assert row.expires_at == now + MINUTE + telling.LIFE_ON_DEVICE
    assert row.subject == "Number A-001: please come to counter 1"
    assert f"{SITE}/en/" in row.body
    actions.recall(actor=place.officers[0], ticket=called, now=now + 2 * MINUTE)
    actions.miss(actor=place.officers[0], ticket=called, now=now + 3 * MINUTE)
    actions.return_ticket(actor=place.officers[0], ticket=called, now=now + 4 * MINUTE)
    actions.call_next(actor=place.officers[0], counter=place.counters[0], now=now + 5 * MINUTE)
    assert told() == ["ticket.called", "ticket.called", "ticket.missed", "ticket.called"]


def test_two_devices_hear_of_one_number_and_nobody_of_another(place: factories.Place, now: datetime) -> None:
    ticket, other = factories.ticket(place, now=now), factories.ticket(place, now=now + MINUTE)
    follow(ticket, now)
    follow(ticket, now, OTHER)
    factories.called(place, now=now + MINUTE)
    factories.called(place, number=1, now=now + MINUTE)
    assert set(OutboxMessage.objects.values_list("reference_number", flat=True)) == {ticket.number}
    assert OutboxMessage.objects.exclude(reference_number=other.number).count() == 2
    following.follow(actor=SYSTEM, tag=tag_of(ticket), told=GOOD, on=False, language="id", now=now + MINUTE)
    actions.miss(actor=place.officers[0], ticket=ticket, now=now + 3 * MINUTE)
    assert told().count("ticket.missed") == 1


# --- never after the end


@pytest.mark.parametrize("end", ["serve", "finish", "expire"])
def test_what_waits_when_the_person_has_come_is_not_sent(place: factories.Place, now: datetime, end: str) -> None:
    ticket = factories.ticket(place, now=now)
    follow(ticket, now)
    called = factories.called(place, now=now + MINUTE)
    if end == "expire":
        actions.end_day(actor=SYSTEM, site=place.site, day=ticket.day, now=now + 2 * MINUTE)
    else:
        actions.serve(actor=place.officers[0], ticket=called, now=now + 2 * MINUTE)
    if end == "finish":
        actions.finish(actor=place.officers[0], ticket=called, now=now + 3 * MINUTE)
    send_due(now + 4 * MINUTE)
    row = OutboxMessage.objects.get()
    assert (row.state, row.last_error) == ("failed", "too late to be of use")


def test_who_leaves_hears_no_more_and_a_number_that_ended_is_not_followed(
    place: factories.Place, client: Client, now: datetime
) -> None:
    ticket = factories.ticket(place, now=now)
    page = f"/pemberitahuan/gawai/{tag_of(ticket)}/"
    follow(ticket, now)
    actions.leave(actor=SYSTEM, ticket=ticket, now=now + MINUTE, secret=ticket.secret)
    assert "Tidak ada kabar lagi" in client.get(page).content.decode()
    body = json.dumps({"subscription": OTHER, "on": True})
    assert client.post(page, body, content_type="application/json").status_code == 410
    assert Consent.objects.count() == 1
    forecasting.foretell(place.site, now + 2 * MINUTE)
    assert told() == []


# --- the page


def test_the_page_of_the_number_leads_there_and_says_the_other_way(
    place: factories.Place, client: Client, settings: Any, now: datetime
) -> None:
    ticket = factories.ticket(place, now=now)
    shown = client.get(telling.path_of(ticket)).content.decode()
    url = telling.device_url(ticket, "id")
    assert f'href="{url}"' in shown
    page = client.get(url.removeprefix(SITE)).content.decode()
    assert "Nomor A-001" in page
    assert "Giliran Anda tetap tampil di halaman nomor Anda" in page
    assert telling.path_of(ticket) in page
    settings.PUSH_CONTACT = ""
    assert "Kabari saya di gawai ini" not in client.get(telling.path_of(ticket)).content.decode()


def test_a_device_asks_how_it_stands_and_nobody_follows_a_strangers_number(
    place: factories.Place, client: Client, now: datetime
) -> None:
    ticket, other = factories.ticket(place, now=now), factories.ticket(place, now=now)
    follow(ticket, now)
    page = f"/pemberitahuan/gawai/{tag_of(ticket)}/"
    asked = json.dumps({"subscription": GOOD, "ask": True})
    assert client.post(page, asked, content_type="application/json").json() == {"on": True}
    asked = json.dumps({"subscription": OTHER, "ask": True})
    assert client.post(page, asked, content_type="application/json").json() == {"on": False}
    stolen = page.replace(ticket.number, other.number)
    assert client.get(stolen).status_code == client.post(stolen, asked, content_type="application/json").status_code
    assert client.get(stolen).status_code == 404
    assert Consent.objects.count() == 1


def test_while_push_is_off_a_call_asks_no_more_rows(
    place: factories.Place, settings: Any, now: datetime, django_assert_num_queries: Any
) -> None:
    settings.PUSH_CONTACT = ""
    ticket = factories.ticket(place, now=now)
    with django_assert_num_queries(0):
        assert telling.devices_of([ticket]) == {}
        assert telling.device_url(ticket, "id") == ""
