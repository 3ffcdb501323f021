"""An event from draft to end, invitations, tasks afterwards, reminders, what the past reports."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Citizen, Officer, Role
from melayani.foundation.people.tests.factories import World, officer
from melayani.foundation.ui.format import format_clock, format_day
from melayani.oversight.training import actions, queries, reminders, states
from melayani.oversight.training.models import Event, FollowUp, Invitation, Material, Registration, Session
from melayani.oversight.training.tests import factories as made

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


def test_a_draft_is_nobodys_business(client: Client, world: World, now: datetime) -> None:
    event = made.drafted(world.bontang, now=now)
    assert client.get(f"/acara/{event.slug}/").status_code == 404
    with pytest.raises(actions.ActionRefused, match="Tambahkan dahulu sesi"):
        actions.publish(actor=world.bontang_head, event=event, now=now)
    made.with_session(event, now=now)
    actions.publish(actor=world.bontang_head, event=event, now=now)
    assert client.get(f"/acara/{event.slug}/").status_code == 200


def test_the_ministry_organises_its_own_and_leaves_regions_theirs(world: World, now: datetime) -> None:
    ministry = officer(Role.MINISTRY, world.ministry)
    made_by: dict[str, Any] = {"actor": ministry, "title": "Bimtek nasional", "kind": "technical_guidance", "now": now}
    assert actions.draft_event(organisation=world.ministry, **made_by).state == "draft"
    with pytest.raises(actions.NotAllowed):
        actions.draft_event(organisation=world.bontang, **made_by)


def test_strangers_plan_nothing(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    event = session.event
    plan = actions.Plan(starts_at=session.starts_at, ends_at=session.ends_at, capacity=9)
    for actor in (world.bengkalis_head, world.bontang_counter, Citizen(token="x")):
        given: dict[str, Any] = {"actor": actor, "event": event, "now": now}
        for verb in (actions.publish, actions.close, actions.reopen, actions.finish):
            with pytest.raises(actions.ActionRefused):
                verb(**given)
        with pytest.raises(actions.NotAllowed):
            actions.cancel(reason="x", **given)
        with pytest.raises(actions.NotAllowed):
            actions.change_event(title="Lain", **given)
        with pytest.raises(actions.NotAllowed):
            actions.save_session(plan=plan, **given)
        with pytest.raises(actions.NotAllowed):
            actions.add_material(title="x", url="https://contoh.id", **given)
        with pytest.raises(actions.NotAllowed):
            actions.give_task(organisation=world.bontang, text="x", due_on=now.date(), **given)
        with pytest.raises(actions.NotAllowed):
            actions.invite_units(
                actor=actor, session=session, organisations=[world.bengkalis], office="other", people=1, now=now
            )
    assert Event.objects.get().state == states.event.OPEN


def test_a_cancelled_event_tells_everybody_why(client: Client, world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now, capacity=1)
    rows = [made.registered(session, now=now) for _ in range(2)]
    actions.cancel(actor=world.bontang_head, event=session.event, reason="Banjir di lokasi.", now=now)
    assert made.all_states(rows) == [states.LAPSED, states.LAPSED]
    bodies = [row.body for row in OutboxMessage.objects.filter(event="training.cancelled")]
    assert len(bodies) == 2
    assert all("Banjir di lokasi." in body for body in bodies)
    assert "Banjir di lokasi." in client.get(f"/acara/{session.event.slug}/").content.decode()
    assert "METHOD:CANCEL" in client.get(f"/acara/saya/{rows[0].secret}/kalender.ics").content.decode()


def test_a_unit_answers_an_invitation_by_link_or_at_its_desk(
    client: Client, sign_in: SignIn, world: World, now: datetime
) -> None:
    now = timezone.now()
    world.bengkalis.email = "dukcapil@contoh.id"
    world.bengkalis.save()
    session = made.open_session(world.bontang, now=now, event={"by_invitation": True})
    with pytest.raises(actions.ActionRefused, match="yang diundang"):
        made.registered(session, now=now)
    given: dict[str, Any] = {"session": session, "organisations": [world.bengkalis], "office": "civil_registry"}
    assert len(actions.invite_units(actor=world.bontang_head, people=2, now=now, **given)) == 1
    assert actions.invite_units(actor=world.bontang_head, people=2, now=now, **given) == []
    row = Invitation.objects.get()
    assert actions.link_of(row) in OutboxMessage.objects.get(event="training.invitation").body
    who = {"name": "Contoh Budi", "position": "Kepala bidang", "email": "budi@contoh.id"}
    client.post(actions.link_of(row), who)
    desk = sign_in(world.bengkalis_head)
    assert "Undangan untuk unit Anda" in desk.get("/kantor/acara/").content.decode()
    answer = desk.post(f"/kantor/acara/undangan/{row.pk}/", {**who, "name": "Contoh Cici", "email": "cici@contoh.id"})
    assert answer.status_code == 302
    full = desk.post(f"/kantor/acara/undangan/{row.pk}/", {**who, "email": "dedi@contoh.id"})
    assert "semuanya sudah terdaftar" in full.content.decode()
    found = list(Registration.objects.order_by("pk"))
    assert [one.way for one in found] == ["invitation", "unit"]
    assert {one.agency_key for one in found} == {f"org:{world.bengkalis.pk}"}
    row.refresh_from_db()
    assert row.answer == Invitation.Answer.ACCEPTED
    with pytest.raises(actions.ActionRefused, match="Batalkan dahulu"):
        actions.decline(actor=world.bengkalis_head, invitation=row, reason="Sibuk", now=now)


def test_a_unit_that_cannot_come_says_so_and_strangers_cannot_for_it(client: Client, world: World) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now)
    row = actions.invite_units(
        actor=SYSTEM, session=session, organisations=[world.bengkalis], office="other", people=1, now=now
    )[0]
    for stranger in (world.bontang_head, world.bengkalis_counter, Citizen(token="x")):
        with pytest.raises(actions.NotAllowed):
            actions.decline(actor=stranger, invitation=row, reason="Sibuk", now=now)
    client.post(f"{actions.link_of(row)}tolak/", {"reason": "Ada rapat lain."})
    row.refresh_from_db()
    assert (row.answer, row.reason) == (Invitation.Answer.DECLINED, "Ada rapat lain.")


def test_an_officer_registers_by_the_own_account(sign_in: SignIn, world: World) -> None:
    session = made.open_session(world.bontang, now=timezone.now())
    client = sign_in(world.bengkalis_processor)
    url = f"/kantor/acara/{session.event.slug}/sesi/1/ikut/"
    assert "diambil dari akun" in client.get(url).content.decode()
    sent = {"organisation": world.bengkalis.slug, "office": "civil_registry", "position": "Pemroses"}
    assert client.post(url, sent)["Location"] == "/kantor/acara/"
    row = Registration.objects.get()
    assert (row.officer, row.way, row.organisation) == (world.bengkalis_processor.person, "account", world.bengkalis)
    assert session.event.title in client.get("/kantor/acara/").content.decode()
    assert "sudah terdaftar" in client.post(url, sent).content.decode()
    actions.withdraw(actor=world.bengkalis_processor, registration=row, now=timezone.now())
    assert made.reread(row).state == states.WITHDRAWN


def test_reminders_come_twice_and_once_each(world: World, now: datetime) -> None:
    session = made.open_session(world.bontang, now=now)
    made.registered(session, now=now)
    steps = [timedelta(days=2), timedelta(hours=23), timedelta(hours=22), timedelta(hours=1), timedelta(minutes=30)]
    assert [reminders.remind_all(session.starts_at - step) for step in steps] == [0, 1, 0, 1, 0]
    made.registered(session, now=session.starts_at - timedelta(hours=2))
    assert reminders.remind_all(session.starts_at - timedelta(hours=1)) == 0  # who registered late knows


def test_a_task_lies_on_the_units_desk_until_it_is_done(sign_in: SignIn, world: World) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now)
    row = actions.give_task(
        actor=world.bontang_head,
        event=session.event,
        organisation=world.bengkalis,
        text="Perbarui maklumat pelayanan",
        due_on=(now + timedelta(days=5)).date(),
        now=now,
    )
    client = sign_in(world.bengkalis_head)
    assert "Perbarui maklumat pelayanan" in client.get("/kantor/").content.decode()
    for stranger in (world.bengkalis_counter, Citizen(token="x")):
        with pytest.raises(actions.NotAllowed):
            actions.finish_task(actor=stranger, task=row, result="x", now=now)
    client.post(f"/kantor/acara/tindak-lanjut/{row.pk}/selesai/", {"result": "Maklumat baru dipasang."})
    assert FollowUp.objects.get().result == "Maklumat baru dipasang."
    assert "Perbarui maklumat pelayanan" not in client.get("/kantor/").content.decode()
    with pytest.raises(actions.ActionRefused):
        actions.finish_task(actor=world.bengkalis_head, task=row, result="lagi", now=now)


def test_people_and_offices_are_counted_apart(sign_in: SignIn, world: World, now: datetime) -> None:
    sleman, bantul = made.region("34.04", "Kabupaten Sleman"), made.region("34.02", "Kabupaten Bantul")
    session = made.open_session(world.bontang, now=now)
    for number in range(3):
        made.registered(session, now=now, who=made.person(number, region=sleman, agency_name=f"Ejaan {number}"))
    made.attended(session, now=now, who=made.person(7, region=sleman, office="tourism_office"))
    made.registered(session, now=now, who=made.person(8, region=bantul))
    found = queries.figures.figures_of(session.event)
    assert (found.people, found.offices, found.came) == (5, 3, 1)
    rows = {row.region: (row.people, row.offices, row.came, row.offices_came) for row in found.regions}
    assert rows == {"Kabupaten Bantul": (1, 1, 0, 0), "Kabupaten Sleman": (4, 2, 1, 1)}
    file = sign_in(world.bontang_head).get(f"/kantor/acara/{session.event.slug}/angka.xlsx")
    book = load_workbook(io.BytesIO(file.content))
    assert [sheet.title for sheet in book] == ["Sesi", "Per daerah", "Per kantor", "Peserta"]
    assert [cell.value for cell in book["Per daerah"][3]] == ["Kabupaten Sleman", 4, 2, 1, 1]
    assert "Contoh Peserta" not in str([[cell.value for cell in row] for row in book["Peserta"]])


def test_what_a_source_reports_stands_beside_rows(client: Client, world: World, now: datetime) -> None:
    event = made.drafted(world.ministry, now=now, source="fin.co.id, 16 April 2020")
    past = now - timedelta(days=400)
    for number, people in ((1, 37), (2, 35)):
        plan = actions.Plan(
            starts_at=past,
            ends_at=past + timedelta(hours=2),
            capacity=people,
            recorded_people=people,
            title=f"S{number}",
        )
        actions.save_session(actor=SYSTEM, event=event, plan=plan, now=now)
    actions.finish(actor=SYSTEM, event=event, now=now)
    assert queries.figures.figures_of(event).people == 72
    page = client.get(f"/acara/{event.slug}/").content.decode()
    assert "37 peserta" in page
    assert "fin.co.id" in page
    assert "72 peserta menurut sumbernya" in client.get("/acara/?lalu=1").content.decode()


def test_the_organisers_pages_do_the_work(sign_in: SignIn, world: World) -> None:
    Organisation.objects.filter(pk=world.bontang.pk).update(time_zone="Asia/Jayapura")
    client = sign_in(world.bontang_head)
    sent = {
        "organisation": world.bontang.slug,
        "title": "Lokakarya pengaduan",
        "kind": "workshop",
        "parts_percent": "100",
        "post_score": "0",
        "speakers": "Contoh Pembicara | Narasumber",
    }
    assert client.post("/kantor/acara/baru/", {**sent, "kind": "x"}).status_code == 422
    assert client.post("/kantor/acara/baru/", sent)["Location"] == "/kantor/acara/lokakarya-pengaduan/"
    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    session = {"starts_at": f"{day}T09:00", "ends_at": f"{day}T12:00", "capacity": "20", "parts": "1"}
    base = "/kantor/acara/lokakarya-pengaduan/"
    wrong = client.post(f"{base}sesi/", {**session, "room_kind": "link"})
    assert "Isi tautan rapat daring." in wrong.content.decode()
    assert client.post(f"{base}sesi/", {**session, "room_kind": "none"}).status_code == 302
    row = Event.objects.get()
    assert row.first_at is not None
    assert row.first_at.astimezone(ZoneInfo("Asia/Jayapura")).hour == 9  # the organiser's own clock
    assert row.speakers == [{"name": "Contoh Pembicara", "role": "Narasumber"}]
    assert "09:00" in client.get(f"{base}sesi/1/ubah/").content.decode()
    unnamed = [client.get(f"{base}{page}").content.decode() for page in ("", "sesi/1/", "sesi/1/undang/", "angka/")]
    assert "<h1>Sesi 1</h1>" in unnamed[1]
    assert "Lokakarya pengaduan, Sesi 1</a>" in unnamed[2]
    assert all(">Sesi 1<" in page for page in (unnamed[0], unnamed[3]))
    assert not any("1. " in page for page in unnamed)
    assert client.post(f"{base}soal/", {"questions": "Satu?\n* ya\ntidak\n\nDua?\nya\ntidak"}).status_code == 422
    assert client.post(f"{base}soal/", {"questions": "Satu?\n* ya\ntidak\n\nDua?\nya\n* tidak"}).status_code == 302
    assert "Dua?\nya\n* tidak" in client.get(f"{base}soal/").content.decode()
    client.post(f"{base}materi/", {"title": "Salindia", "file": _picture(), "public": "on"})
    client.post(f"{base}materi/", {"title": "Rekaman", "url": "https://contoh.id/rekaman"})
    client.post(f"{base}jalan/umumkan/")
    row.refresh_from_db()
    assert row.state == states.event.OPEN
    page = Client().get("/acara/lokakarya-pengaduan/").content.decode()
    assert "Salindia" in page
    assert "Rekaman" not in page
    slides, record = Material.objects.order_by("pk")
    slide = Client().get(f"/acara/lokakarya-pengaduan/materi/{slides.pk}/")
    assert b"".join(slide).startswith(b"\x89PNG")
    assert Client().get(f"/acara/lokakarya-pengaduan/materi/{record.pk}/").status_code == 404
    client.post(f"{base}materi/{slides.pk}/hapus/")
    assert Material.objects.count() == 1


def test_an_event_is_declared_over_only_after_its_end(sign_in: SignIn, world: World) -> None:
    session = made.open_session(world.bontang, now=timezone.now())
    client, url = sign_in(world.bontang_head), f"/kantor/acara/{session.event.slug}/"
    before = client.get(url).content.decode()
    assert "Tutup pendaftaran" in before
    assert "Nyatakan selesai" not in before
    Event.objects.update(last_at=timezone.now() - timedelta(minutes=1))
    assert "Nyatakan selesai" in client.get(url).content.decode()


def test_a_masked_name_is_opened_with_a_reason(sign_in: SignIn, world: World) -> None:
    session = made.open_session(world.bontang, now=timezone.now())
    row = made.registered(session, now=timezone.now())
    client = sign_in(world.bontang_head)
    url = f"/kantor/acara/peserta/{row.key}/"
    assert row.name not in client.get(url).content.decode()
    assert client.post(f"{url}buka/", {"field": "name", "reason": "x"}).status_code == 422
    page = client.post(f"{url}buka/", {"field": "name", "reason": "Mencetak tanda nama"}).content.decode()
    assert row.name in page
    assert sign_in(world.bengkalis_head).get(url).status_code == 404


def test_the_feed_holds_what_comes(client: Client, world: World) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now, title="Sesi, pagi")
    made.with_session(made.drafted(world.bontang, now=now, title="Rancangan rahasia"), now=now)
    text = client.get("/acara/kalender.ics").content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "Sesi\\, pagi" in text
    assert "Rancangan" not in text
    assert text.endswith("END:VCALENDAR\r\n")
    assert "BEGIN:VEVENT" in client.get(f"/acara/{session.event.slug}/sesi/1.ics").content.decode()


def test_an_hour_that_no_source_gives_is_nowhere_shown(client: Client, sign_in: SignIn, world: World) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now, time_known=False, recorded_note="Jamnya tidak disebut.")
    day = session.starts_at.astimezone(world.bontang.zone)
    url, desk = f"/acara/{session.event.slug}/", f"/kantor/acara/{session.event.slug}/"
    officer_client = sign_in(world.bontang_head)
    pages = [client.get(url), client.get("/acara/"), officer_client.get(desk), officer_client.get(f"{desk}sesi/1/")]
    for page in pages:
        text = page.content.decode().split("<summary>Riwayat")[0]
        assert format_day(day) in text
        assert f"pukul {format_clock(day)}" not in text
    for file in ("/acara/kalender.ics", f"{url}sesi/1.ics"):
        text = client.get(file).content.decode()
        assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\n" in text
        assert f"DTEND;VALUE=DATE:{day + timedelta(hours=4, days=1):%Y%m%d}\r\n" in text
        assert "DTSTART:" not in text


def test_a_span_names_the_zone_once(client: Client, world: World) -> None:
    starts = datetime(2030, 5, 6, 9, 0, tzinfo=world.bontang.zone)
    event = made.drafted(world.bontang, now=timezone.now())
    plan = actions.Plan(starts_at=starts, ends_at=starts + timedelta(hours=3), capacity=9)
    row = actions.save_session(actor=SYSTEM, event=event, plan=plan, now=timezone.now())
    actions.publish(actor=SYSTEM, event=event, now=timezone.now())
    assert row.span == "Senin, 6 Mei 2030 pukul 09.00–12.00 WITA"
    longer = Session(event=event, starts_at=starts, ends_at=starts + timedelta(days=1))
    assert longer.span == "Senin, 6 Mei 2030 pukul 09.00 WITA – Selasa, 7 Mei 2030 pukul 09.00 WITA"
    assert row.span in client.get(f"/acara/{event.slug}/").content.decode()
    assert "at 09:00–12:00 WITA" in client.get(f"/en/acara/{event.slug}/").content.decode()


PUBLIC_COST = {"/acara/": 6, "/acara/{slug}/": 6, "/acara/{slug}/daftar/1/": 7}
DESK_COST = {"": 14, "{slug}/": 15, "{slug}/sesi/1/": 14, "{slug}/angka/": 11}


def cost(client: Client, url: str) -> int:
    """How many queries the page takes; asked once before, since a process keeps some things."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("many", [2, 9])
def test_public_pages_cost_the_same_for_few_and_many(client: Client, world: World, many: int) -> None:
    now = timezone.now()
    sessions = [
        made.open_session(world.bontang, now=now, event={"title": f"Acara {n}"}, days=n + 1) for n in range(many)
    ]
    for n in range(many):
        made.registered(sessions[0], now=now)
        made.with_session(sessions[0].event, now=now, days=n + 20)
    slug = sessions[0].event.slug
    assert {url: cost(client, url.format(slug=slug)) for url in PUBLIC_COST} == PUBLIC_COST


@pytest.mark.parametrize("many", [2, 9])
def test_the_desk_costs_the_same_for_few_and_many(sign_in: SignIn, world: World, many: int) -> None:
    now = timezone.now()
    session = made.open_session(world.bontang, now=now, capacity=5)
    sleman = made.region("34.04", "Kabupaten Sleman")
    for n in range(many):
        made.registered(session, now=now, who=made.person(n, region=sleman))
        made.open_session(world.bontang, now=now, event={"title": f"Acara {n}"})
    client = sign_in(world.bontang_head)
    slug = session.event.slug
    assert {url: cost(client, f"/kantor/acara/{url.format(slug=slug)}") for url in DESK_COST} == DESK_COST


def _picture() -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PNG")
    return SimpleUploadedFile("salindia.png", target.getvalue(), content_type="image/png")
