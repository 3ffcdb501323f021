"""On-line rooms: BigBlueButton's checksums and faults, minutes that become attendance, settings that are refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.people.tests.factories import World
from melayani.oversight.training import actions, meeting, states, ticks
from melayani.oversight.training.models import Attendance, Registration, Session
from melayani.oversight.training.rooms import bigbluebutton as bbb
from melayani.oversight.training.rooms.checks import check_room_settings
from melayani.oversight.training.rules import presence
from melayani.oversight.training.tests import factories as made
from melayani.oversight.training.tests.fake_room import SECRET, FakeRoom, running


@pytest.fixture
def room(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRoom]:
    monkeypatch.setattr(bbb, "TIMEOUT_S", 0.5)
    with running() as server:
        settings.BBB_URL, settings.BBB_SECRET, settings.BBB_CHECKSUM = server.url, SECRET, "sha256"
        yield server


MEETING = bbb.Meeting("rapat-1", "Bimtek & Rakor", "masuk", "pimpin")


def test_the_checksum_is_the_digest_of_call_query_and_secret() -> None:
    made_so = hashlib.sha1(b"createname=Test&meetingID=abc123639259d4", usedforsecurity=False).hexdigest()
    assert bbb.checksum("create", "name=Test&meetingID=abc123", secret="639259d4", digest="sha1") == made_so


@pytest.mark.parametrize("digest", ["sha1", "sha256", "sha512"])
def test_opened_entered_and_seen(room: FakeRoom, settings: Any, digest: str) -> None:
    room.digest = settings.BBB_CHECKSUM = digest
    assert bbb.inside(MEETING) == []  # a room that is not open has nobody inside
    bbb.create(MEETING)
    bbb.create(MEETING)
    with urlopen(bbb.join_url(MEETING, name="Contoh Ani & Budi", key="abc"), timeout=5) as answer:  # noqa: S310
        assert b"SUCCESS" in answer.read()
    urlopen(bbb.join_url(MEETING, name="Contoh Ani", key="abc"), timeout=5).close()  # noqa: S310 (a second device)
    assert bbb.inside(MEETING) == ["abc"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("slow", "tidak menjawab"),
        ("drip", "terlalu lambat"),
        ("broken", "tidak terbaca"),
        ("bomb", "tidak dapat dipercaya"),
        ("error", "503"),
        ("huge", "terlalu panjang"),
    ],
)
def test_a_fault_is_told_and_keeps_nobody_waiting(room: FakeRoom, fault: str, words: str) -> None:
    room.fault = fault
    begun = timezone.now()
    with pytest.raises(bbb.RoomUnavailable, match=words):
        bbb.create(MEETING)
    assert timezone.now() - begun < timedelta(seconds=3)


def test_a_wrong_secret_is_refused_by_the_server(room: FakeRoom, settings: Any) -> None:
    settings.BBB_SECRET = "lain"
    with pytest.raises(bbb.RoomUnavailable, match="checksumError") as refused:
        bbb.create(MEETING)
    assert refused.value.key == "checksumError"
    assert not room.meetings


def test_nobody_there_is_a_fault_not_an_error(settings: Any) -> None:
    settings.BBB_URL, settings.BBB_SECRET = "http://127.0.0.1:9/bigbluebutton/api", SECRET
    with pytest.raises(bbb.RoomUnavailable, match="tidak menjawab"):
        bbb.create(MEETING)


@pytest.mark.parametrize(
    ("url", "secret", "digest", "ids"),
    [
        ("", "", "sha256", []),
        ("https://rapat.example/bigbluebutton/api", "x", "sha256", []),
        ("https://rapat.example/bigbluebutton/api", "", "sha256", ["training.E001"]),
        ("", "x", "sha256", ["training.E002"]),
        ("rapat.example", "x", "sha256", ["training.E003"]),
        ("https://rapat.example/bigbluebutton/api", "x", "md5", ["training.E004"]),
    ],
)
def test_half_a_configuration_is_refused(settings: Any, url: str, secret: str, digest: str, ids: list[str]) -> None:
    settings.BBB_URL, settings.BBB_SECRET, settings.BBB_CHECKSUM = url, secret, digest
    assert [one.id for one in check_room_settings(None)] == ids


def test_minutes_are_credited_once_and_never_more_than_five() -> None:
    now = timezone.now()
    assert presence.credit(None, now) == 0
    assert presence.credit(now - timedelta(minutes=2), now) == 120
    assert presence.credit(now - timedelta(hours=1), now) == 300
    assert presence.credit(now, now) == 0
    assert presence.was_there(36, timedelta(seconds=60), percent=60)
    assert not presence.was_there(35, timedelta(seconds=60), percent=60)


def in_room(world: World, now: datetime, room: FakeRoom) -> tuple[Session, Registration]:
    session = made.open_session(world.bontang, now=now, hours=1, room_kind="bigbluebutton")
    row = made.registered(session, now=now)
    meeting_now = meeting.meeting_of(session)
    urlopen(meeting.link_for(row, session.starts_at), timeout=5).close()  # noqa: S310
    assert room.inside[meeting_now.id] == [(row.name, row.key)]
    return session, row


@pytest.mark.django_db
def test_long_enough_in_the_room_is_attendance(world: World, now: datetime, room: FakeRoom) -> None:
    session, row = in_room(world, now, room)
    for minute in range(0, 38, 2):
        ticks.look_into_rooms(session.starts_at + timedelta(minutes=minute))
    assert made.reread(row).state == states.ATTENDED
    mark = Attendance.objects.get()
    assert (mark.how, mark.part) == ("room", 1)


@pytest.mark.django_db
def test_half_the_time_is_not(world: World, now: datetime, room: FakeRoom) -> None:
    session, row = in_room(world, now, room)
    for minute in range(0, 34, 2):
        ticks.look_into_rooms(session.starts_at + timedelta(minutes=minute))
        ticks.look_into_rooms(session.starts_at + timedelta(minutes=minute))  # the worker looks twice
    assert made.reread(row).state == states.CONFIRMED


@pytest.mark.django_db
def test_a_silent_server_is_noted_at_the_desk_and_passes(world: World, now: datetime, room: FakeRoom) -> None:
    session, _ = in_room(world, now, room)
    room.fault = "error"
    assert ticks.look_into_rooms(session.starts_at) == 0
    assert "503" in made.again(session).room_fault
    room.fault = ""
    ticks.look_into_rooms(session.starts_at + timedelta(minutes=2))
    assert made.again(session).room_fault == ""


@pytest.mark.django_db
def test_the_page_gives_the_link_in_time_and_words_when_it_cannot(client: Client, world: World, room: FakeRoom) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now - timedelta(days=7), room_kind="bigbluebutton")
    early = made.open_session(world.bontang, now=now, room_kind="bigbluebutton", event={"title": "Rapat lain"})
    row, soon = made.registered(session, now=now - timedelta(days=1)), made.registered(early, now=now)
    page = client.post(f"/acara/saya/{row.secret}/ruang/").content.decode()
    assert f"{room.url}/join?" in page
    said = client.post(f"/acara/saya/{soon.secret}/ruang/", follow=True).content.decode()
    assert "dibuka 20 menit sebelum sesi" in said
    room.fault = "error"
    said = client.post(f"/acara/saya/{row.secret}/ruang/", follow=True).content.decode()
    assert "sedang tidak menjawab" in said


@pytest.mark.django_db
def test_a_link_of_any_kind_needs_no_server(world: World, now: datetime) -> None:
    link = "https://rapat.example/ruang/7"
    session = made.open_session(world.bontang, now=now, room_kind="link", room_url=link)
    row = made.registered(session, now=now)
    assert meeting.link_for(row, session.starts_at) == link
    with pytest.raises(actions.ActionRefused):
        meeting.link_for(row, now)
