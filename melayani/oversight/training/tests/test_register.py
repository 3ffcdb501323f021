"""Registration: places, caps of agencies, approval, the waiting list, who may."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event as Told
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World
from melayani.oversight.training import actions, moving, states
from melayani.oversight.training.models import Registration
from melayani.oversight.training.rules import seats
from melayani.oversight.training.tests import factories as made

pytestmark = pytest.mark.django_db


def test_two_spellings_of_one_office_are_one_agency() -> None:
    first = seats.agency_key(region="34.04", kind="permit_office", organisation=None, name="DPMPTSP Sleman")
    second = seats.agency_key(region="34.04", kind="permit_office", organisation=7, name="Dinas Perizinan Kab. Sleman")
    assert first == second
    other = [seats.agency_key(region="34.04", kind="other", organisation=None, name=n) for n in ("PT. A", "pt a", "B")]
    assert other[0] == other[1] != other[2]


@pytest.mark.parametrize(
    ("code", "wanted", "fits"),
    [
        ("34.04", [], True),
        ("34.04", ["34.04"], True),
        ("34.04", ["34"], False),
        ("34.04", ["34*"], True),
        ("34", ["34*"], True),
        ("33.01", ["34*", "33.02"], False),
        ("", ["34*"], False),
    ],
)
def test_a_session_is_for_its_regions(code: str, wanted: list[str], fits: bool) -> None:
    assert seats.fits_region(code, wanted) is fits


def test_who_waits_is_called_in_order_and_a_full_agency_is_stepped_over() -> None:
    line = [seats.Waiter(1, "a"), seats.Waiter(2, "a"), seats.Waiter(3, "b"), seats.Waiter(4, "b")]
    assert seats.next_waiters(line, free=2, cap=1, of_agency={}) == [1, 3]
    assert seats.next_waiters(line, free=2, cap=1, of_agency={"a": 1}) == [3]
    assert seats.next_waiters(line, free=2, cap=None, of_agency={}) == [1, 2]
    assert seats.next_waiters(line, free=0, cap=None, of_agency={}) == []


def test_a_place_is_certain_and_told(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    row = made.registered(session, now=now)
    assert row.state == states.CONFIRMED
    message = OutboxMessage.objects.get(event="training.registered")
    assert moving.path_of(row) in message.body
    told = Told.objects.get(name="training.registered")
    assert row.name not in str(told.data)
    assert told.subject_number == row.key


def test_the_last_place_goes_once_and_the_next_waits(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, capacity=1)
    rows = [made.registered(session, now=now) for _ in range(2)]
    assert made.all_states(rows) == [states.CONFIRMED, states.WAITING]
    actions.withdraw(actor=Citizen(), registration=rows[0], secret=rows[0].secret, now=now)
    assert made.all_states(rows) == [states.WITHDRAWN, states.CONFIRMED]
    assert OutboxMessage.objects.filter(event="training.promoted").count() == 1


def test_an_agency_at_its_cap_waits_though_there_is_room(world: World, now: datetime) -> None:
    sleman = made.region("34.04", "Kabupaten Sleman")
    session = made.open_session(world.bontang, now=now, capacity=5, cap_per_agency=2)
    rows = [made.registered(session, now=now, who=made.person(n, region=sleman)) for n in range(3)]
    other = made.registered(session, now=now, who=made.person(9, region=made.region("34.02", "Kabupaten Bantul")))
    assert made.all_states([*rows, other]) == ["confirmed", "confirmed", "waiting", "confirmed"]
    actions.withdraw(actor=Citizen(), registration=rows[1], secret=rows[1].secret, now=now)
    assert made.all_states(rows) == ["confirmed", "withdrawn", "confirmed"]


def test_approval_keeps_the_place_and_a_refusal_frees_it(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, capacity=1, event={"needs_approval": True})
    rows = [made.registered(session, now=now) for _ in range(2)]
    assert made.all_states(rows) == [states.PENDING, states.WAITING]
    actions.reject(actor=world.bontang_head, registration=rows[0], reason="Bukan sasaran.", now=now)
    assert made.all_states(rows) == [states.REJECTED, states.PENDING]
    actions.approve(actor=world.bontang_head, registration=rows[1], now=now)
    assert made.all_states(rows) == [states.REJECTED, states.CONFIRMED]
    body = OutboxMessage.objects.get(event="training.rejected").body
    assert "Bukan sasaran." in body


def test_one_person_registers_once_per_event(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    second = made.again(made.with_session(session.event, now=now, days=8))
    same = made.contact(now)
    given: dict[str, Any] = {"actor": Citizen(), "who": made.person(), "contact": same, "now": now}
    first = actions.register(session=session, **given)
    with pytest.raises(actions.AlreadyRegistered):
        actions.register(session=second, **given)
    actions.withdraw(actor=Citizen(), registration=first, secret=first.secret, now=now)
    assert actions.register(session=second, **given).state == states.CONFIRMED


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("position", ""), ("agency_name", ""), ("name", "x" * 121), ("office", "tidak-ada")],
)
def test_what_is_missing_is_named(world: World, now: datetime, field: str, value: str) -> None:
    session = made.open_session(world.bontang, now=now)
    with pytest.raises(actions.InputRefused) as refused:
        made.registered(session, now=now, who=made.person(1, **{field: value}))
    assert list(refused.value.problems) == [field]
    assert not Registration.objects.exists()


def test_a_session_for_others_refuses(world: World, now: datetime) -> None:
    made.region("34", "DI Yogyakarta")
    session = made.open_session(world.bontang, now=now, regions=["34*"], offices=["tourism_office"])
    with pytest.raises(actions.InputRefused) as refused:
        made.registered(session, now=now)
    assert set(refused.value.problems) == {"office", "region"}


def test_without_a_proven_contact_nobody_registers(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    with pytest.raises(actions.NotAllowed):
        actions.register(actor=Citizen(), session=session, who=made.person(), contact=None, now=now)


def test_closed_begun_and_drafted_take_nobody(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    with pytest.raises(actions.ActionRefused, match="sudah mulai"):
        made.registered(session, now=session.starts_at)
    actions.close(actor=SYSTEM, event=session.event, now=now)
    with pytest.raises(actions.ActionRefused, match="tidak dibuka"):
        made.registered(session, now=now)
    draft = made.with_session(made.drafted(world.bontang, now=now, title="Rancangan"), now=now)
    with pytest.raises(actions.ActionRefused):
        made.registered(draft, now=now)


def test_a_session_that_begins_lets_the_waiters_go(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, capacity=1)
    rows = [made.registered(session, now=now) for _ in range(2)]
    assert actions.lapse_waiting(actor=SYSTEM, session=session, now=session.starts_at) == 1
    assert actions.lapse_waiting(actor=SYSTEM, session=session, now=session.starts_at) == 0
    assert made.all_states(rows) == [states.CONFIRMED, states.LAPSED]


def test_more_places_go_to_who_waits(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, capacity=1)
    rows = [made.registered(session, now=now) for _ in range(3)]
    plan = actions.Plan(starts_at=session.starts_at, ends_at=session.ends_at, capacity=2)
    actions.save_session(actor=world.bontang_head, event=session.event, session=session, plan=plan, now=now)
    assert made.all_states(rows) == ["confirmed", "confirmed", "waiting"]
    plan = actions.Plan(starts_at=session.starts_at, ends_at=session.ends_at, capacity=1)
    with pytest.raises(actions.InputRefused, match="2 orang"):
        actions.save_session(actor=world.bontang_head, event=session.event, session=session, plan=plan, now=now)


def test_strangers_decide_nothing(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, event={"needs_approval": True})
    row = made.registered(session, now=now)
    for actor in (world.bengkalis_head, world.bontang_counter, Citizen(token="y")):
        with pytest.raises(actions.NotAllowed):
            actions.approve(actor=actor, registration=row, now=now)
        with pytest.raises(actions.NotAllowed):
            actions.reject(actor=actor, registration=row, reason="x", now=now)
        with pytest.raises(actions.NotAllowed):
            actions.withdraw(actor=actor, registration=row, secret="bukan", now=now)
    assert made.reread(row).state == states.PENDING


def test_by_page_with_a_code(client: Client, world: World, settings: Any) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.id"
    now = timezone.now()
    made.region("64.74", "Kota Bontang")
    session = made.open_session(world.bontang, now=now)
    url = f"/acara/{session.event.slug}/daftar/1/"
    assert "Siapa yang ikut?" in client.get(url).content.decode()
    typed = {
        "name": "Contoh Ani",
        "position": "Kepala seksi",
        "office": "permit_office",
        "agency_name": "DPMPTSP Bontang",
        "region": "64.74",
        "email": "ani@contoh.id",
    }
    page = client.post(url, typed)
    assert "Kami mengirim kode 6 angka" in page.content.decode()
    assert not Registration.objects.exists()
    code = OutboxMessage.objects.get(event="code.sent").body
    digits = _digits(code)
    empty = client.post(url, {**typed, "code": ""})
    assert empty.status_code == 422
    assert "Isi kode 6 angka dari pesan itu." in empty.content.decode()
    assert "Isi kode, lalu selesai" in empty.content.decode()
    assert OutboxMessage.objects.filter(event="code.sent").count() == 1  # an empty field sends nothing
    answer = client.post(url, {**typed, "code": digits})
    row = Registration.objects.get()
    assert answer["Location"] == f"/acara/saya/{row.secret}/"
    own = client.get(answer["Location"]).content.decode()
    assert "Tempat Anda pasti" in own
    again = client.post(url, {**typed, "code": digits})  # the second of two clicks
    assert again["Location"] == answer["Location"]
    assert Registration.objects.count() == 1
    english = client.get(f"/en/acara/saya/{row.secret}/").content.decode()
    assert "Your place is certain" in english


def test_a_new_code_has_its_own_button(client: Client, world: World, settings: Any) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.id"
    made.region("64.74", "Kota Bontang")
    session = made.open_session(world.bontang, now=timezone.now())
    url = f"/acara/{session.event.slug}/daftar/1/"
    typed = {"name": "Contoh Ani", "position": "Kepala seksi", "office": "permit_office", "region": "64.74"}
    typed |= {"agency_name": "DPMPTSP Bontang", "email": "ani@contoh.id"}
    first = client.post(url, typed).content.decode()
    assert "Kode 6 angka" in first
    label = first.split("Kode 6 angka</label>")  # nothing stands behind the words: the field is not optional
    assert len(label) == 2
    second = client.post(url, {**typed, "code": "12", "kode_baru": "1"}).content.decode()
    assert OutboxMessage.objects.filter(event="code.sent").count() == 2
    assert "Kirim kode baru" in second
    assert 'value="12"' not in second


def test_the_pages_of_an_event_say_what_can_be_done(client: Client, world: World) -> None:
    now = timezone.now()
    made.region("33", "Jawa Tengah")
    session = made.open_session(world.bontang, now=now, regions=["33*"])
    page = client.get(f"/acara/{session.event.slug}/").content.decode()
    assert "seluruh kabupaten/kota di Jawa Tengah" in page
    assert "Jawa Tengah *" not in page
    assert "Simpan ke kalender</a>" in page  # one session: no number behind the words
    english = client.get(f"/en/acara/{session.event.slug}/").content.decode()
    assert "Register</a>" in english
    assert "all regencies and cities in Jawa Tengah" in english
    invited = made.open_session(world.bontang, now=now, event={"by_invitation": True, "title": "Rapat terbatas"})
    page = client.get(f"/acara/{invited.event.slug}/").content.decode()
    assert "Untuk yang diundang" in page
    assert "Pendaftaran dibuka" not in page


def _digits(body: str) -> str:
    found = re.search(r"\b(\d{3}) ?(\d{3})\b", body)
    assert found
    return found.group(1) + found.group(2)


def test_a_calendar_entry_keeps_its_uid_and_rises(client: Client, world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    row = made.registered(session, now=now)
    first = client.get(f"/acara/saya/{row.secret}/kalender.ics").content.decode()
    later = session.starts_at + timedelta(days=1)
    plan = actions.Plan(starts_at=later, ends_at=later + timedelta(hours=2), capacity=30)
    actions.save_session(actor=SYSTEM, event=session.event, session=session, plan=plan, now=now)
    second = client.get(f"/acara/saya/{row.secret}/kalender.ics").content.decode()
    uid = f"UID:{row.key}@"
    assert uid in first
    assert uid in second
    assert "SEQUENCE:0" in first
    assert "SEQUENCE:1" in second
    assert OutboxMessage.objects.filter(event="training.moved").count() == 1
