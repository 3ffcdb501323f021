"""Who came and what was said: by page with a code, by invitation, by the officer's hand; moderated, counted alike."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.voice.consultations import access, actions, rules
from melayani.voice.consultations.models import Attendance, Consultation, Contribution, Follower
from melayani.voice.consultations.rules import attending, stakeholders
from melayani.voice.consultations.tests import factories

pytestmark = pytest.mark.django_db
TYPED = {"text": "Loket tutup sebelum jam empat.", "kind": "users", "email": "warga@contoh.example", "once": "satu"}


def code_sent() -> str:
    body = OutboxMessage.objects.filter(event="code.sent").order_by("-pk")[0].body
    found = re.search(r"\b(\d{3}) (\d{3})\b", body)
    assert found
    return found[1] + found[2]


def test_a_contribution_by_page_needs_a_proven_contact_and_waits_for_an_officer(world: World, client: Client) -> None:
    row = factories.announced(world, timezone.now())
    path = f"/konsultasi/{row.number}/masukan/"
    assert client.post(path, {"email": "warga@contoh.example"}).status_code == 422
    asked = client.post(path, TYPED)
    assert "Kami mengirim kode" in asked.content.decode()
    assert not Contribution.objects.exists()
    wrong = client.post(path, {**TYPED, "step": "code", "code": "000000" if code_sent() != "000000" else "111111"})
    assert wrong.status_code == 422
    assert "Loket tutup" in wrong.content.decode()  # nothing typed is lost
    done = client.post(path, {**TYPED, "step": "code", "code": code_sent()}, follow=True)
    html = done.content.decode()
    assert "bernomor 1" in html
    assert done.redirect_chain[-1][0] == f"/konsultasi/masukan-saya/{Contribution.objects.get().token}/"
    assert "Loket tutup" not in client.get(f"/konsultasi/{row.number}/").content.decode()
    found = Contribution.objects.get()
    assert (found.way, found.state, found.entry) == ("online", "received", 1)
    assert OutboxMessage.objects.get(event="consultation.received").body.count("bernomor 1") == 1
    again = client.post(path, {**TYPED, "once": "satu"}, follow=True)  # the proven contact sends the same form again
    assert again.status_code == 200
    assert Contribution.objects.count() == 1
    actions.show_contribution(
        actor=world.bontang_head, contribution=found, text="Loket tutup cepat.", now=timezone.now()
    )
    assert "Loket tutup cepat." in client.get(f"/konsultasi/{row.number}/").content.decode()


def test_what_cannot_be_taken_is_said_before_a_code_is_sent(world: World, client: Client) -> None:
    row = factories.announced(world, timezone.now())
    path = f"/konsultasi/{row.number}/masukan/"
    html = client.get(path).content.decode()
    assert "Isi salah satu" in html
    for wrong, words in (({"show_name": "on"}, "Isi nama yang boleh"), ({"text": "Antre"}, "paling sedikit beberapa")):
        answer = client.post(path, {**TYPED, **wrong})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not OutboxMessage.objects.filter(event="code.sent").exists()
    named = {**TYPED, "show_name": "on", "name": "Contoh Warga"}
    client.post(path, named)
    nameless = client.post(path, {**TYPED, "show_name": "on", "step": "code", "code": code_sent()})
    assert nameless.status_code == 422
    done = client.post(path, {**named, "step": "code", "code": code_sent()}, follow=True)
    assert "bernomor 1" in done.content.decode()
    assert OutboxMessage.objects.filter(event="code.sent").count() == 1


def test_who_goes_back_to_change_words_loses_none(world: World, client: Client) -> None:
    row = factories.announced(world, timezone.now())
    answer = client.post(f"/konsultasi/{row.number}/masukan/", {**TYPED, "step": "edit"})
    assert answer.status_code == 200
    assert "Loket tutup sebelum jam empat." in answer.content.decode()


def test_outside_the_window_nothing_is_taken(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    assert client.get(f"/konsultasi/{row.number}/masukan/")["Location"] == f"/konsultasi/{row.number}/"
    with pytest.raises(rules.ActionRefused, match="berakhir"):
        actions.contribute(
            actor=factories.CITIZEN,
            consultation=row,
            said=factories.said(),
            once="a",
            contact=factories.contact(now),
            now=now,
        )
    with pytest.raises(rules.ActionRefused, match="Buktikan"):
        actions.contribute(actor=factories.CITIZEN, consultation=row, said=factories.said(), once="a", now=now)


def test_a_guest_contributes_by_the_link_without_a_code(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)  # also while the meeting runs
    asked = factories.asked(world, row, now)
    path = f"/konsultasi/undangan/{asked.token}/"
    bad = client.post(path, {"step": "speak", "text": "Hm", "kind": "users", "once": "x"})
    assert bad.status_code == 422
    client.post(path, {"step": "speak", "text": "Tambah kursi tunggu, ya.", "kind": "users", "once": "x"})
    client.post(path, {"step": "speak", "text": "Tambah kursi tunggu, ya.", "kind": "users", "once": "x"})
    found = Contribution.objects.get()
    assert (found.way, found.invitation_id) == ("invited", asked.pk)


def test_a_typed_contribution_counts_like_any_other_and_shows_at_once(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    office = signed_in(Client(), world.bontang_processor)
    path = f"/kantor/konsultasi/{row.number}/masukan/"
    assert office.post(path, {"text": "Ya", "kind": "users", "once": "b"}).status_code == 422
    for _ in range(2):
        office.post(path, {"text": "Loket belum ramah kursi roda.", "kind": "cso", "vulnerable": "on", "once": "b"})
    assert Contribution.objects.get().way == "offline"
    assert "ramah kursi roda" in client.get(f"/konsultasi/{row.number}/").content.decode()


def test_a_name_shows_only_when_its_owner_wishes(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.announced(world, now)
    for once, shows in (("a", False), ("b", True)):
        said = factories.said(name=f"Contoh {once.upper()}-nama", show_name=shows)
        found = actions.contribute(
            actor=factories.CITIZEN, consultation=row, said=said, once=once, contact=factories.contact(now), now=now
        )
        actions.show_contribution(actor=world.bontang_head, contribution=found, text="Isi.", now=now)
    html = client.get(f"/konsultasi/{row.number}/").content.decode()
    assert "Contoh B-nama" in html
    assert "Contoh A-nama" not in html


def test_a_hidden_contribution_tells_its_author_why_and_can_come_back(world: World, client: Client) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.announced(world, now)
    found = actions.contribute(
        actor=factories.CITIZEN,
        consultation=row,
        said=factories.said(),
        once="a",
        contact=factories.contact(now),
        now=now,
    )
    office = signed_in(Client(), head)
    path = f"/kantor/konsultasi/{row.number}/masukan/{found.pk}"
    assert office.post(f"{path}/sembunyikan/", {"reason": " "}).status_code == 422
    office.post(f"{path}/sembunyikan/", {"reason": "Menyebut nama orang."})
    assert "Menyebut nama orang." in OutboxMessage.objects.get(event="consultation.hidden").body
    assert "1 masukan tidak ditayangkan" in client.get(f"/konsultasi/{row.number}/").content.decode()
    office.post(f"{path}/tayangkan/", {"text": "Tanpa nama."})
    assert Contribution.objects.get().state == "shown"
    office.post(f"{path}/sembunyikan/", {"reason": "Sekali lagi."})
    with pytest.raises(rules.ActionRefused, match="sudah diperiksa"):
        actions.hide_contribution(actor=head, contribution=found, reason="Lagi", now=now)
    with pytest.raises(rules.NotAllowed):
        actions.hide_contribution(actor=world.bengkalis_head, contribution=found, reason="Tidak", now=now)


def test_the_code_on_the_wall_opens_the_form_on_the_day_only(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    before = factories.announced(world, now)
    for code in (row.code, access.changing_code(row, attending.step_of(now))):
        assert client.get(f"/konsultasi/{row.number}/hadir/{code}/").status_code == 200
    old = access.changing_code(row, attending.step_of(now) - 9)
    for number, code in ((row.number, old), (row.number, "x"), (before.number, before.code)):
        assert client.get(f"/konsultasi/{number}/hadir/{code}/").status_code == 404
        assert client.post(f"/konsultasi/{number}/hadir/{code}/", {"name": "A", "kind": "users"}).status_code == 404
    assert not Attendance.objects.exists()


def test_one_phone_notes_one_person_once(world: World, client: Client) -> None:
    row = factories.meeting(world, timezone.now())
    path = f"/konsultasi/{row.number}/hadir/{row.code}/"
    assert client.post(path, {"name": "", "kind": "users"}).status_code == 422
    for _ in range(2):
        html = client.post(path, {"name": "Contoh Hadir", "kind": "media", "vulnerable": "on"}).content.decode()
        assert "Kehadiran tercatat" in html
    assert Client().post(path, {"name": "Contoh Lain", "kind": "users"}).status_code == 200
    assert Attendance.objects.count() == 2
    page = client.get(f"/konsultasi/{row.number}/").content.decode()
    assert "2 orang hadir" in page
    assert "Contoh Hadir" not in page


def test_a_guest_who_came_is_ticked_once(world: World) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    asked = factories.asked(world, row, now)
    office = signed_in(Client(), world.bontang_processor)
    for _ in range(2):
        office.post(f"/kantor/konsultasi/{row.number}/undangan/{asked.pk}/datang/")
    found = Attendance.objects.get()
    assert (found.name, found.kind) == ("Contoh Tamu", "users")
    assert "Contoh Tamu" in office.get(f"/kantor/konsultasi/{row.number}/hadir/").content.decode()


def test_nobody_came_before_the_meeting_began(world: World) -> None:
    now = timezone.now()
    row = factories.announced(world, now)
    with pytest.raises(rules.ActionRefused, match="sejak pertemuan dimulai"):
        actions.note_attendance(
            actor=world.bontang_head, consultation=row, name="A", kind=stakeholders.USERS, once="a", now=now
        )


def test_following_needs_a_code_and_ends_by_the_own_link(world: World, client: Client) -> None:
    row = factories.announced(world, timezone.now())
    path = f"/konsultasi/{row.number}/ikuti/"
    assert client.post(path, {}).status_code == 422
    client.post(path, {"email": "warga@contoh.example"})
    assert not Follower.objects.exists()
    client.post(path, {"email": "warga@contoh.example", "step": "code", "code": code_sent()})
    found = Follower.objects.get()
    leave = f"/konsultasi/berhenti/{found.token}/"
    assert leave in OutboxMessage.objects.get(event="consultation.following").body
    assert client.get(leave).status_code == 200
    assert Follower.objects.exists()  # a look at the link is not a press of the button
    client.post(leave)
    assert not Follower.objects.exists()
    assert "tidak lagi mengikuti" in client.get(leave).content.decode()
    assert factories.events_of(row)[-2:] == ["followed", "left"]


def test_one_follower_hears_of_each_change_once(world: World) -> None:
    now = timezone.now()
    row = factories.announced(world, now)
    given: dict[str, Any] = {"actor": factories.CITIZEN, "consultation": row, "contact": factories.contact(now)}
    assert actions.follow(now=now, **given) == actions.follow(now=now, **given)
    moved = factories.plan(now, place="Pendopo")
    actions.change_plan(actor=world.bontang_head, consultation=row, plan=moved, now=now)
    factories.react(now)
    factories.react(now)
    body = OutboxMessage.objects.get(event="consultation.news").body
    assert "Pendopo" in body
    assert "/konsultasi/berhenti/" in body


def test_entries_are_numbered_within_the_consultation(world: World) -> None:
    now = timezone.now()
    rows = [factories.meeting(world, now), factories.meeting(world, now)]
    for once in ("a", "b"):
        for row in rows:
            said = factories.said()
            actions.type_contribution(actor=world.bontang_head, consultation=row, said=said, once=once, now=now)
    for row in rows:
        assert list(row.contributions.order_by("pk").values_list("entry", flat=True)) == [1, 2]
        assert Consultation.objects.get(pk=row.pk).last_entry == 2


def test_a_year_after_publication_names_are_gone_and_words_stay(world: World) -> None:
    now = timezone.now()
    row = factories.published(world, now)
    later = now + timedelta(days=366)
    before: datetime = now + timedelta(days=364)
    from melayani.voice.consultations import queries

    assert queries.to_forget(before) == []
    (found,) = queries.to_forget(later)
    assert actions.forget_people(consultation=found, now=later)
    assert not actions.forget_people(consultation=found, now=later)
    assert Attendance.objects.get().name == ""
    assert Contribution.objects.get().shown_text
    assert queries.to_forget(later) == []
    assert factories.events_of(row)[-1] == "people_forgotten"
