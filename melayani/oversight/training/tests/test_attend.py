"""Attendance by code, scan and desk: in its time, once per part, by who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event as Told
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.actions import TooMany
from melayani.foundation.people.tests.factories import World
from melayani.oversight.training import actions, moving, states
from melayani.oversight.training.models import Attendance, Scan
from melayani.oversight.training.rules import presence
from melayani.oversight.training.tests import factories as made

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
END = START + timedelta(hours=4)


@pytest.mark.parametrize(("minutes", "part"), [(-30, 1), (0, 1), (119, 1), (120, 2), (239, 2), (240, 2), (300, 2)])
def test_a_moment_lies_in_its_part(minutes: int, part: int) -> None:
    moment = START + timedelta(minutes=minutes)
    assert presence.part_at(moment, starts_at=START, ends_at=END, parts=2) == part


def test_the_code_changes_and_the_one_before_still_fits() -> None:
    codes = [presence.code_at("rahasia", START + timedelta(seconds=60 * step), seconds=60) for step in range(50)]
    assert len(set(codes)) > 45
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    later = START + timedelta(seconds=70)
    assert presence.code_fits("rahasia", f"{codes[0][:3]} {codes[0][3:]}", later, seconds=60)
    assert not presence.code_fits("rahasia", codes[0], START + timedelta(seconds=130), seconds=60)
    assert not presence.code_fits("lain", codes[0], START, seconds=60)
    assert not presence.code_fits("rahasia", "", START, seconds=60)


def test_typed_in_time_it_counts_once_per_part(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, parts=2)
    row = made.registered(session, now=now)

    def type_at(moment: datetime) -> None:
        code = presence.code_at(session.code_secret, moment, seconds=60)
        actions.mark_by_code(actor=Citizen(), registration=row, typed=code, secret=row.secret, now=moment)

    with pytest.raises(actions.ActionRefused, match="45 menit"):
        type_at(session.starts_at - timedelta(hours=1))
    type_at(session.starts_at)
    type_at(session.starts_at + timedelta(minutes=2))
    assert Attendance.objects.filter(registration=row).count() == 1
    type_at(session.ends_at - timedelta(minutes=1))
    assert sorted(Attendance.objects.values_list("part", flat=True)) == [1, 2]
    assert made.reread(row).state == states.ATTENDED
    assert Told.objects.filter(name="training.attended").count() == 2


def test_digits_cannot_be_tried_out(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    row = made.registered(session, now=now)
    at = session.starts_at
    right = presence.code_at(session.code_secret, at, seconds=60)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(10):
        with pytest.raises(actions.ActionRefused, match="tidak cocok"):
            actions.mark_by_code(actor=Citizen(), registration=row, typed=wrong, secret=row.secret, now=at)
    with pytest.raises(TooMany):
        actions.mark_by_code(actor=Citizen(), registration=row, typed=right, secret=row.secret, now=at)
    with pytest.raises(actions.NotAllowed):
        actions.mark_by_code(actor=Citizen(), registration=row, typed=right, secret="bukan", now=at)


def test_scans_without_a_network_count_once_and_where_they_were_made(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, parts=2)
    row, waiting = made.registered(session, now=now), made.registered(session, now=now)
    actions.withdraw(actor=Citizen(), registration=waiting, secret=waiting.secret, now=now)
    link = f"https://melayani.example{moving.path_of(row)}"
    late = session.ends_at + timedelta(days=1)
    scans = [
        actions.Scanned("a", session.starts_at, link),
        actions.Scanned("a", session.starts_at, link),  # sent twice
        actions.Scanned("b", session.starts_at, link),  # another scan of the same person
        actions.Scanned("c", session.starts_at, "bukan-kode"),
        actions.Scanned("d", session.starts_at, waiting.secret),
        actions.Scanned("e", session.starts_at - timedelta(days=1), link),
    ]
    sent: dict[str, Any] = {"actor": world.bontang_counter, "session": session, "scans": scans, "now": late}
    assert actions.take_scans(**sent) == {"marked": 2, "known": 1, "unknown": 2, "outside": 1}
    assert actions.take_scans(**sent) == {"marked": 2, "known": 1, "unknown": 2, "outside": 1}  # the same answer again
    mark = Attendance.objects.get()
    assert (mark.part, mark.at) == (1, session.starts_at)
    assert Scan.objects.count() == 5


def test_a_mark_by_mistake_is_taken_back(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    row = made.attended(session, now=now)
    actions.unmark(actor=world.bontang_counter, registration=row, part=1, now=session.starts_at)
    assert made.reread(row).state == states.CONFIRMED
    with pytest.raises(actions.ActionRefused):
        actions.unmark(actor=world.bontang_counter, registration=row, part=1, now=session.starts_at)


def test_strangers_mark_nobody(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    row = made.registered(session, now=now)
    at = session.starts_at
    for actor in (world.bengkalis_head, world.bengkalis_counter, world.bontang_approver, Citizen(token="y")):
        with pytest.raises(actions.NotAllowed):
            actions.mark_at_desk(actor=actor, registration=row, part=1, now=at)
        with pytest.raises(actions.NotAllowed):
            actions.unmark(actor=actor, registration=row, part=1, now=at)
        with pytest.raises(actions.NotAllowed):
            actions.take_scans(actor=actor, session=session, scans=[actions.Scanned("a", at, row.secret)], now=at)
    assert not Attendance.objects.exists()


def test_who_has_no_place_is_not_there(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, capacity=1)
    made.registered(session, now=now)
    waiting = made.registered(session, now=now)
    with pytest.raises(actions.ActionRefused, match="belum dapat dicatat"):
        actions.mark_at_desk(actor=SYSTEM, registration=waiting, part=1, now=session.starts_at)


def test_by_page_a_device_sends_what_it_kept(sign_in: Callable[[Officer], Client], world: World) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now - timedelta(days=7))
    row = made.registered(session, now=now - timedelta(days=1))
    client = sign_in(world.bontang_counter)
    url = f"/kantor/acara/{session.event.slug}/sesi/1/pindai/"
    assert "Pindai kehadiran" in client.get(url).content.decode()
    kept = json.dumps([{"key": "k1", "at": int(now.timestamp() * 1000), "text": row.secret}])
    assert client.post(url, {"kept": kept}).json()["marked"] == 1
    assert client.post(url, {"kept": kept}).json()["marked"] == 1
    assert Attendance.objects.count() == 1
    said = client.post(url, {"code": row.secret, "key": "lain"}, follow=True).content.decode()
    assert "Sudah tercatat hadir sebelumnya" in said
    screen = client.get(f"/kantor/acara/{session.event.slug}/sesi/1/kode/")
    assert int(screen["Refresh"]) <= 61
    code = presence.code_at(made.again(session).code_secret, timezone.now(), seconds=60)
    assert code in screen.content.decode()


def test_the_participant_types_the_code(client: Client, world: World) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now - timedelta(days=7))
    row = made.registered(session, now=now - timedelta(days=1))
    page = client.get(f"/acara/saya/{row.secret}/").content.decode()
    assert "Catat kehadiran" in page
    code = presence.code_at(session.code_secret, timezone.now(), seconds=60)
    said = client.post(f"/acara/saya/{row.secret}/hadir/", {"code": code}, follow=True).content.decode()
    assert "Kehadiran Anda tercatat" in said
