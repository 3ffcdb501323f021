"""Proposals, the signed record, promises: the verbs, who may, what the public reads, and what is told when late."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.voice.consultations import actions, queries, rules
from melayani.voice.consultations.models import Commitment, Consultation, Proposal, Record
from melayani.voice.consultations.queries import work
from melayani.voice.consultations.rules import planning, recording
from melayani.voice.consultations.tests import factories

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_every_proposal_is_answered_before_the_record_is_signed(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.held(world, now)
    open_one = actions.add_proposal(actor=head, consultation=row, text="Tambah parkir.", now=now)
    given: dict[str, Any] = {"consultation": row, "signed_on": row.today(now), "actor": head, "now": now}
    with pytest.raises(rules.ActionRefused, match="1 usulan yang belum dijawab"):
        actions.sign_record(signers=factories.signers(), scan=factories.uploaded(head, now, world), **given)
    with pytest.raises(rules.InputRefused, match="alasannya"):
        actions.answer_proposal(actor=head, proposal=open_one, answer=planning.REFUSED, now=now)
    actions.answer_proposal(actor=head, proposal=open_one, answer=planning.REFUSED, reason="Tidak ada lahan.", now=now)
    actions.sign_record(signers=factories.signers(), scan=factories.uploaded(head, now, world), **given)
    assert Consultation.objects.get().state == "record_signed"


def test_a_signed_record_never_changes(world: World) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.signed(world, now)
    given: dict[str, Any] = {"actor": head, "now": now}
    for verb in (
        lambda: actions.write_minutes(consultation=row, summary="Lain", **given),
        lambda: actions.add_proposal(consultation=row, text="Lain", **given),
        lambda: actions.answer_proposal(proposal=Proposal.objects.get(), answer=planning.ACCEPTED, **given),
        lambda: actions.commit(consultation=row, action="A", responsible="B", due=row.today(now), **given),
        lambda: actions.drop_commitment(commitment=factories.the_commitment(row), **given),
        lambda: actions.type_contribution(consultation=row, said=factories.said(), once="z", **given),
        lambda: actions.cancel(consultation=row, reason="Lain", **given),
    ):
        with pytest.raises(rules.ActionRefused):
            verb()


def test_the_record_is_issued_with_both_sides_and_the_fingerprint_of_the_sheet(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.signed(world, now)
    assert client.get(f"/konsultasi/{row.number}/berita-acara.pdf").status_code == 404  # not before it is published
    assert "Loket buka Sabtu" not in client.get(f"/konsultasi/{row.number}/").content.decode()
    actions.publish(actor=world.bontang_head, consultation=row, now=now)
    response = client.get(f"/konsultasi/{row.number}/berita-acara.pdf")
    text = words_of(b"".join(response))
    record = Record.objects.get()
    assert record.scan is not None
    assert record.document is not None
    for words in ("Buka loket Sabtu.", "Loket buka Sabtu", "Contoh Kepala", "Contoh Wakil", "1 orang tercatat hadir"):
        assert words in text, words
    assert record.scan.sha256[:20] in text.replace(" ", "")
    verified = client.get(f"/verifikasi/{record.document.number}/").content.decode()
    assert "Berita acara Forum Konsultasi Publik" in verified
    assert client.get(f"/konsultasi/{row.number}/lembar-tanda-tangan/").status_code == 404  # nobody agreed to show it


def test_the_draft_has_a_line_for_each_side(world: World) -> None:
    row = factories.held(world, timezone.now())
    office = signed_in(Client(), world.bontang_processor)
    text = words_of(office.get(f"/kantor/konsultasi/{row.number}/berita-acara.pdf").content)
    assert "Unit penyelenggara" in text
    assert "Pengguna layanan" in text
    assert "Konsep" in text


def test_signing_by_page_keeps_the_sheet_when_a_side_is_missing(world: World) -> None:
    now = timezone.now()
    row = factories.held(world, now)
    office = signed_in(Client(), world.bontang_head)
    from django.core.files.uploadedfile import SimpleUploadedFile

    content = office.get(f"/kantor/konsultasi/{row.number}/berita-acara.pdf").content
    today = row.today(now)
    typed: dict[str, Any] = {"signed_on": today.isoformat(), "side_0": recording.UNIT, "name_0": "Contoh Kepala"}
    path = f"/kantor/konsultasi/{row.number}/berita-acara/tanda-tangan/"
    assert "Pilih berkasnya" in office.post(path, typed).content.decode()
    fake = SimpleUploadedFile("lembar.pdf", b"bukan pdf")
    assert "bukan foto" in office.post(path, {**typed, "scan": fake}).content.decode()
    sheet = SimpleUploadedFile("lembar.pdf", content)
    refused = office.post(path, {**typed, "scan": sheet})
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "satu dari masyarakat" in html
    kept = html.split('name="kept" value="')[1].split('"')[0]
    again = {**typed, "side_1": "users", "name_1": "Contoh Wakil", "kept": kept}
    assert office.post(path, again).status_code == 302
    assert json.loads(Record.objects.get().signers)[1]["name"] == "Contoh Wakil"


def test_a_promise_runs_from_the_signature_to_its_proof(world: World, client: Client) -> None:
    now, head = timezone.now(), world.bontang_processor
    row = factories.published(world, now)
    found = factories.the_commitment(row)
    actions.follow(actor=factories.CITIZEN, consultation=row, contact=factories.contact(now), now=now)
    actions.report_progress(actor=head, commitment=found, text="Jadwal disusun.", now=now)
    with pytest.raises(rules.InputRefused, match="menunjukkannya"):
        actions.finish_commitment(actor=head, commitment=found, done_on=row.today(now), evidence=" ", now=now)
    late = row.today(now) + timedelta(days=1)
    with pytest.raises(rules.InputRefused, match="hari ini"):
        actions.finish_commitment(actor=head, commitment=found, done_on=late, evidence="Foto", now=now)
    with pytest.raises(rules.NotAllowed):
        actions.report_progress(actor=world.bengkalis_head, commitment=found, text="X", now=now)
    actions.finish_commitment(actor=head, commitment=found, done_on=row.today(now), evidence="Foto papan", now=now)
    english = client.get(f"/en/konsultasi/{row.number}/").content.decode()
    assert [word in english for word in (">Accepted<", ">Done<")] == [True, True]
    with pytest.raises(rules.ActionRefused):
        actions.report_progress(actor=head, commitment=found, text="Lagi", now=now)
    factories.react(now)
    told = OutboxMessage.objects.filter(event="consultation.news").order_by("pk")
    bodies = [one.body for one in told]
    assert any("Ada kemajuan" in body for body in bodies)
    assert any("Komitmen ini selesai" in body for body in bodies)
    html = client.get(f"/konsultasi/{row.number}/").content.decode()
    assert "Foto papan" in html
    assert "1 dari 1 komitmen selesai" in html
    assert Consultation.objects.get().state == "followed_up"  # the last promise closes it


def test_a_late_promise_is_told_once_and_stands_on_the_desk(world: World) -> None:
    now = timezone.now()
    row = factories.published(world, now)
    actions.follow(
        actor=factories.CITIZEN, consultation=row, contact=factories.contact(now), now=now + timedelta(seconds=1)
    )
    on_the_day = now + timedelta(days=30)
    after = now + timedelta(days=32)
    found = factories.the_commitment(row)
    assert not actions.remind_overdue(commitment=found, now=on_the_day)
    assert [one.pk for one in queries.overdue_to_tell(after)] == [found.pk]
    assert actions.remind_overdue(commitment=found, now=after)
    assert not actions.remind_overdue(commitment=found, now=after)
    assert queries.overdue_to_tell(after) == []
    factories.react(after)
    letter = OutboxMessage.objects.get(event="consultation.overdue")
    assert "Loket buka Sabtu" in letter.body
    assert f"{row.number}/1" in letter.subject
    assert "lewat dari tanggal" in OutboxMessage.objects.get(event="consultation.news").body
    assert work.rail_counts(world.bontang_head, after) == {"open": 1, "late": 1}
    assert work.rail_counts(world.bontang_head, now) == {"open": 0, "late": 0}
    assert work.rail_counts(world.bengkalis_head, after) == {"open": 0, "late": 0}
    (key,) = work.first_due(world.bontang_head, 5, after)
    line = work.lines([key.pk], after)[key.pk]
    assert (line.number, line.group, line.who) == (f"{row.number}/1", "late", "Kepala bidang")


def test_two_late_promises_of_a_forum_are_told_apart_on_the_general_desk(world: World) -> None:
    now = timezone.now()
    row = factories.held(world, now)
    dropped = factories.promised(world, row, now, action="Salah catat")
    actions.drop_commitment(actor=world.bontang_head, commitment=dropped, now=now)
    second = factories.promised(world, row, now, action="Kursi ditambah")
    Commitment.objects.update(due=row.today(now) - timedelta(days=3))
    Consultation.objects.update(state="record_signed")
    desk = signed_in(Client(), world.bontang_head)
    html = desk.get("/kantor/").content.decode()
    page = f"/kantor/konsultasi/{row.number}/komitmen/"
    for entry in (1, 2):
        assert f'<a class="mono" href="{page}#k-{entry}" data-row>{row.number}/{entry}</a>' in html
        assert f'id="k-{entry}"' in desk.get(page).content.decode()
    typed = {"q": f" {second.number.lower()} "}
    assert desk.post("/kantor/cari/", typed)["Location"] == f"{page}#k-2"
    assert desk.post("/kantor/cari/", {"q": f"{row.number}/3"}).status_code == 404
    stranger = signed_in(Client(), world.bengkalis_head)
    assert stranger.post("/kantor/cari/", typed).status_code == 404
    assert row.number not in stranger.get("/kantor/").content.decode()


def test_a_changed_clause_is_found_from_the_service(world: World, client: Client) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.published(world, now)
    found, slug = factories.the_commitment(row), factories.service_slug(world)
    given: dict[str, Any] = {"actor": head, "commitment": found, "service": slug, "component": "duration", "now": now}
    with pytest.raises(rules.InputRefused, match="versi standar"):
        actions.link_clause(version=7, **given)
    actions.link_clause(version=1, **given)
    (touching,) = queries.commitments_touching([slug])
    assert (touching.number, touching.component, touching.version) == (row.number, "duration", 1)
    assert queries.commitments_touching(["lain"]) == []
    assert f"/layanan/{slug}/" in client.get(f"/konsultasi/{row.number}/").content.decode()
    public = queries.public_by_number(row.number.lower())
    assert public is not None
    assert public.title == row.title
    assert queries.public_by_number(factories.planned(world, now).number) is None
    assert queries.public_by_number("FKP-0000") is None


def test_facts_of_a_year_for_the_evaluation(world: World) -> None:
    now = timezone.now()
    row = factories.published(world, now)
    assert row.held_on is not None
    year, today = row.held_on.year, row.today(now)
    facts = queries.consultation_facts(world.bontang_city, year, today=today + timedelta(days=40))
    assert (facts.held, facts.signed, facts.published, facts.kinds) == (1, 1, 1, 1)
    assert (facts.commitments, facts.done, facts.late, facts.contributions) == (1, 0, 1, 1)
    assert facts.records == (Record.objects.get().document.number,)  # type: ignore[union-attr]
    assert queries.consultation_facts(world.bengkalis, year, today=today).held == 0
    assert queries.consultation_facts(world.bontang, year - 1, today=today).held == 0


def test_the_bureau_sees_every_agency_and_the_register(world: World, client: Client) -> None:
    now = timezone.now()
    row = factories.published(world, now)
    factories.planned(world, now, title="=1+1")
    office = signed_in(client, officer(Role.BUREAU, world.bontang_city))
    html = office.get("/kantor/konsultasi/gambaran/").content.decode()
    assert "1 dari 1 kantor sudah berkonsultasi" in html
    assert world.bengkalis.name not in html
    assert row.held_on is not None
    content = office.get(f"/kantor/konsultasi/register.xlsx?tahun={row.held_on.year}").content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    line = next(one for one in rows if one[0] == row.number)
    assert line[9] == 1  # attended, as a number
    cell = next(one for one in load_workbook(io.BytesIO(content)).active["C"] if one.value == "=1+1")  # type: ignore[index]
    assert cell.data_type == "s"


def test_the_list_tells_what_runs_comes_and_is_finished(world: World, client: Client) -> None:
    now = timezone.now()
    coming = factories.announced(
        world, now, title="Yang akan datang", opens_on=factories.day(now, 3), closes_on=factories.day(now, 5)
    )
    running = factories.announced(world, now, title="Yang berjalan")
    finished = factories.published(world, now)
    for when, row in (("akan-datang", coming), ("berjalan", running), ("selesai", finished)):
        html = client.get("/konsultasi/", {"kapan": when}).content.decode()
        assert [one.number in html for one in (coming, running, finished)].count(True) == 1
        assert row.number in html
    assert running.number in client.get("/konsultasi/", {"q": "yang BERJALAN"}).content.decode()
    assert running.number not in client.get("/konsultasi/", {"instansi": world.bengkalis.slug}).content.decode()


def test_the_feed_is_atom_in_both_languages(world: World, client: Client) -> None:
    row = factories.announced(world, timezone.now())
    for path in ("/konsultasi/umpan.atom", "/en/konsultasi/umpan.atom"):
        response = client.get(path)
        assert response["Content-Type"].startswith("application/atom+xml")
        root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
        atom = "{http://www.w3.org/2005/Atom}"
        assert [one.findtext(f"{atom}title") for one in root.iter(f"{atom}entry")] == [row.title]


def test_pages_cost_the_same_however_much_was_said(
    world: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    row = factories.meeting(world, now)
    head: dict[str, Any] = {"actor": world.bontang_head, "now": now}

    def speak(times: int, mark: str) -> None:
        for place in range(times):
            said = factories.said()
            one = actions.type_contribution(consultation=row, said=said, once=f"{mark}{place}", **head)
            proposal = actions.add_proposal(consultation=row, text="Usul.", entries=[one.entry], **head)
            actions.answer_proposal(proposal=proposal, answer=planning.ACCEPTED, **head)
            factories.promised(world, row, now, proposal=Proposal.objects.get(pk=proposal.pk))
            name = f"{mark}{place}"
            actions.note_attendance(consultation=row, name=name, kind="users", once=name, **head)

    office = signed_in(Client(), world.bontang_head)
    pages = ("", "topik/", "undangan/", "hadir/", "masukan/", "usulan/", "komitmen/", "berita-acara/")
    paths = [(office, f"/kantor/konsultasi/{row.number}/{page}") for page in pages]
    paths += [(office, "/kantor/konsultasi/"), (office, "/kantor/konsultasi/gambaran/")]
    paths += [(client, f"/konsultasi/{row.number}/"), (client, "/konsultasi/")]
    speak(1, "a")
    few = [count_queries(who, path) for who, path in paths]
    speak(4, "b")
    for (who, path), number in zip(paths, few, strict=True):
        with django_assert_num_queries(number):
            assert who.get(path).status_code == 200
    assert dict(zip([path.rsplit("/", 2)[-2] for _, path in paths], few, strict=True))["konsultasi"] <= 20


def count_queries(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)  # sessions and caches are warm
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def test_an_announcement_elsewhere_is_noted_after_publication(world: World, client: Client) -> None:
    now, head = timezone.now(), world.bontang_head
    row = factories.signed(world, now)
    given: dict[str, Any] = {"actor": head, "consultation": row, "medium": "Contoh Kabar", "evidence": "Halaman 3"}
    today: datetime = now
    with pytest.raises(rules.ActionRefused, match="Terbitkan dahulu"):
        actions.record_publication(published_on=row.today(today), now=now, **given)
    row = actions.publish(actor=head, consultation=row, now=now)
    actions.record_publication(published_on=row.today(today), now=now, **{**given, "consultation": row})
    assert "Contoh Kabar" in client.get(f"/konsultasi/{row.number}/").content.decode()
