"""The screen in the hall: shows and speaks calls, asks every second for next to nothing, and knows its own address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from melayani.delivery.queues import actions
from melayani.delivery.queues.models import Zone
from melayani.delivery.queues.tests import factories
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db

SCREEN = reverse("queue_screen", args=[factories.SCREEN_TOKEN])
STATE = reverse("queue_screen_state", args=[factories.SCREEN_TOKEN])
BOARD_QUERIES = 20  # one for emergency closings, which stop numbers


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def place(world: World) -> factories.Place:
    return factories.place(world)


def test_a_call_is_shown_large_and_given_to_the_voice(place: factories.Place, client: Client, now: datetime) -> None:
    factories.ticket(place, now=now)
    factories.called(place, now=now, number=1)
    page = client.get(SCREEN).content.decode()
    assert re.search(r"<p class=\"no\"[^>]*>A-001</p>", page)
    assert "Loket 2" in page
    assert 'data-text="Nomor antrean A, nol nol satu, silakan ke loket dua."' in page
    assert 'data-clips="bel nomor-antrean huruf-a nol nol satu silakan-ke-loket dua-akhir"' in page
    assert "Ruang tunggu" in page


def test_waiting_people_are_counted_and_their_wait_is_told_in_words(
    place: factories.Place, client: Client, now: datetime
) -> None:
    for _ in range(3):
        factories.ticket(place, now=now)
    page = client.get(SCREEN).content.decode()
    assert "3 menunggu" in page
    assert "Belum ada loket yang buka." in page  # nobody sits: no number is invented
    assert not re.search(r"\d+–\d+ menit", page)


def test_old_calls_are_shown_but_not_spoken(place: factories.Place, client: Client, now: datetime) -> None:
    factories.ticket(place, now=now - timedelta(minutes=5))
    factories.called(place, now=now - timedelta(minutes=4))
    page = client.get(SCREEN).content.decode()
    assert "A-001" in page
    assert "data-call=" not in page


def test_each_recall_is_a_call_of_its_own(place: factories.Place, client: Client, now: datetime) -> None:
    factories.ticket(place, now=now)
    row = factories.called(place, now=now)
    first = re.findall(r'data-call="(\d+)"', client.get(SCREEN).content.decode())
    actions.recall(actor=place.officers[0], ticket=row, now=now)
    both = re.findall(r'data-call="(\d+)"', client.get(SCREEN).content.decode())
    assert len(first) == 1
    assert len(both) == 2
    assert int(both[1]) > int(first[0])


def test_a_screen_of_one_zone_shows_that_zone(place: factories.Place, client: Client, now: datetime) -> None:
    other = Zone.objects.create(site=place.site, name="Lantai dua", position=2)
    place.screen.zones.add(other)
    factories.ticket(place, now=now)
    factories.called(place, now=now)
    page = client.get(SCREEN).content.decode()
    assert "A-001" not in page
    assert "Lantai dua" in page
    assert "Belum ada panggilan" in page


def test_a_stopped_place_says_why(place: factories.Place, client: Client, now: datetime) -> None:
    actions.stop_numbers(actor=place.world.bontang_head, site=place.site, reason="Listrik padam", now=now)
    assert "Listrik padam" in client.get(SCREEN).content.decode()


def test_nothing_new_costs_one_read_and_no_session(place: factories.Place, client: Client) -> None:
    tag = client.get(STATE).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(STATE, headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert len(queries) == 1
    assert "queues_device" in queries[0]["sql"]
    assert not {"session", "auth", "people_person"} & set(re.findall(r"\w+", queries[0]["sql"].lower()))
    assert not answer.cookies
    assert answer.headers["ETag"] == tag


def test_screens_that_show_the_same_are_drawn_once(
    place: factories.Place, client: Client, now: datetime, settings: Any
) -> None:
    settings.KEEP_IN_MEMORY = True
    second = factories.device(place.site, "screen", "layar-kedua", name="Kedua")
    other = reverse("queue_screen_state", args=[second.token])
    factories.ticket(place, now=now)
    drawn = client.get(STATE)
    assert _queries(client, other) == 3  # the pulse, the device, its zones
    assert client.get(other).content == drawn.content
    factories.called(place, now=now)
    assert "A-001" in client.get(other).content.decode()


def test_a_proxy_may_weaken_the_tag(place: factories.Place, client: Client) -> None:
    tag = client.get(STATE).headers["ETag"]
    assert client.get(STATE, headers={"If-None-Match": f"W/{tag}"}).status_code == 304


def test_a_call_makes_the_next_question_new(place: factories.Place, client: Client, now: datetime) -> None:
    factories.ticket(place, now=now)
    tag = client.get(STATE).headers["ETag"]
    factories.called(place, now=now)
    answer = client.get(STATE, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "A-001" in answer.content.decode()


def test_the_board_takes_the_same_number_of_reads_for_any_number_of_people(
    place: factories.Place, client: Client, now: datetime
) -> None:
    factories.ticket(place, now=now)
    factories.called(place, now=now)
    few = _queries(client)
    for number in range(8):
        factories.ticket(place, now=now, line=number % 2)
    factories.called(place, now=now, number=1)
    assert _queries(client) == few <= BOARD_QUERIES


def test_without_scripts_it_refreshes_itself(place: factories.Place, client: Client) -> None:
    page = client.get(SCREEN).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert not re.search(r"<script(?![^>]*src=)|style=|onclick=", page)


def test_every_clip_has_an_address(place: factories.Place, client: Client) -> None:
    page = client.get(SCREEN).content.decode()
    paths = re.findall(r"/static/(queues/audio/[\w-]+\.mp3)", page)
    assert len(paths) == 53
    found = [finders.find(path) for path in paths]
    assert all(one and Path(one).stat().st_size > 1_000 for one in found)


@pytest.mark.parametrize("path", ["queue_screen", "queue_screen_state", "queue_kiosk", "queue_kiosk_beat"])
def test_a_wrong_address_shows_nothing(place: factories.Place, client: Client, path: str) -> None:
    wrong = factories.KIOSK_TOKEN if "screen" in path else factories.SCREEN_TOKEN  # known, but of the other kind
    for token in ("bukan-rahasia-siapa-pun", wrong):
        assert client.get(reverse(path, args=[token])).status_code == 404


def test_a_closed_screen_is_gone(place: factories.Place, client: Client) -> None:
    place.screen.is_open = False
    place.screen.save()
    assert client.get(SCREEN).status_code == client.get(STATE).status_code == 404


def _queries(client: Client, path: str = STATE) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
