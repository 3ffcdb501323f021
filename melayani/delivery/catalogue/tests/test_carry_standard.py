"""From no standard to a published one that is watched: each step with its right, its event, its strangers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue import actions, queries, states
from melayani.delivery.catalogue.models import ClauseOrigin, Discussion, Publication, Standard
from melayani.delivery.catalogue.rules import drafting
from melayani.delivery.catalogue.tests.factories import decreed, discussed, on_paper, published_service
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


@pytest.fixture
def draft(world: World, now: datetime) -> Standard:
    return actions.draft_new_version(service=published_service(world.bontang), actor=world.bontang_head, now=now)


@pytest.fixture
def in_force(draft: Standard, world: World, now: datetime) -> Standard:
    due = drafting.next_review(now.date())
    return actions.publish(
        standard=decreed(draft, world.bontang_head, now), actor=world.bontang_head, now=now, review_due=due
    )


def page(standard: Standard, verb: str = "") -> str:
    end = f"{verb}/" if verb else ""
    return f"/kantor/standar/layanan/{standard.service.slug}/{standard.version}/{end}"


def events(standard: Standard) -> list[str]:
    rows = Event.objects.about("service", standard.service.slug).order_by("id")
    return list(rows.values_list("name", flat=True))


def test_a_new_version_leaves_the_old_decree_behind(in_force: Standard, world: World, now: datetime) -> None:
    newer = actions.draft_new_version(service=in_force.service, actor=world.bontang_head, now=now)
    assert (newer.decree_no, newer.decree_date, newer.decree_by, newer.review_due) == ("", None, "", None)
    assert (newer.present_state, newer.stated, newer.team.count(), newer.requirements.count()) == ("", "", 0, 4)


def test_what_is_published_keeps_what_it_states(in_force: Standard) -> None:
    stated = drafting.split_stated(in_force.stated)
    assert stated == ("requirements", "procedure", "duration", "fee", "product", "complaint_handling")
    assert drafting.join_stated(()) == ""


def test_a_consultation_is_named_by_its_number_and_minutes_may_follow(
    draft: Standard, world: World, now: datetime
) -> None:
    head = world.bontang_head
    actions.move(standard=on_paper(draft, head, now), action="consult", actor=head, now=now)
    talk: dict[str, Any] = {"standard": draft, "held_on": now.date(), "words": "Dibahas.", "actor": head, "now": now}
    with pytest.raises(actions.NotPossible, match="nomor forum"):
        actions.record_discussion(kind="consultation", **talk)
    row = actions.record_discussion(kind="consultation", number="FKP-7", **talk)
    with pytest.raises(actions.NotPossible, match="Berita acara"):
        actions.move(standard=draft, action="agree", actor=head, now=now)
    minutes: dict[str, Any] = {"standard": draft, "discussion": row.pk, "actor": head, "now": now}
    with pytest.raises(actions.NotPossible, match="nomor berita acara"):
        actions.add_minutes(**minutes)
    actions.add_minutes(minutes_number="BA-7", **minutes)
    with pytest.raises(actions.NotPossible, match="sudah tercatat"):
        actions.add_minutes(minutes_number="BA-8", **minutes)
    assert actions.move(standard=draft, action="agree", actor=head, now=now).state == states.AGREED


def test_a_day_that_has_not_come_is_refused(draft: Standard, world: World, now: datetime) -> None:
    head, later = world.bontang_head, now.date() + timedelta(days=2)
    with pytest.raises(actions.NotPossible, match="belum tiba"):
        actions.note_present_state(standard=draft, words="Baik.", seen_on=later, actor=head, now=now)
    actions.move(standard=discussed(draft, head, now), action="agree", actor=head, now=now)
    decree: dict[str, Any] = {"standard": draft, "decree_no": "1", "decree_by": "Kepala", "actor": head, "now": now}
    with pytest.raises(actions.NotPossible, match="belum tiba"):
        actions.decree(decree_date=later, **decree)
    with pytest.raises(actions.NotPossible, match="siapa yang menetapkan"):
        actions.decree(decree_date=now.date(), **{**decree, "decree_by": " "})


def test_a_medium_needs_evidence_and_a_standard_in_force(draft: Standard, world: World, now: datetime) -> None:
    head = world.bontang_head
    medium: dict[str, Any] = {"medium": "board", "published_on": now.date(), "actor": head, "now": now}
    with pytest.raises(actions.NotPossible, match="setelah standar berlaku"):
        actions.record_publication(standard=draft, address="https://contoh.example/", **medium)
    actions.publish(standard=decreed(draft, head, now), actor=head, now=now)
    with pytest.raises(actions.NotPossible, match="bukti"):
        actions.record_publication(standard=draft, **medium)
    actions.record_publication(standard=draft, address="https://contoh.example/", **medium)
    row = Publication.objects.get()
    assert row.medium == "board"
    back: dict[str, Any] = {"standard": draft, "publication": row.pk, "now": now}
    with pytest.raises(actions.NotPossible, match="berwenang"):
        actions.withdraw_publication(actor=world.bengkalis_head, **back)
    actions.withdraw_publication(actor=head, **back)
    with pytest.raises(actions.NotPossible, match="tidak tercatat"):
        actions.withdraw_publication(actor=head, **back)
    assert events(draft)[-1] == "standard.medium_withdrawn"


def test_a_foreign_upload_is_no_evidence(in_force: Standard, world: World, now: datetime) -> None:
    with pytest.raises(actions.NotPossible):
        actions.record_publication(
            standard=in_force,
            medium="board",
            published_on=now.date(),
            file=UUID(int=7),
            actor=world.bontang_head,
            now=now,
        )
    assert not Publication.objects.exists()


def test_an_origin_is_noted_once_and_read_in_order(in_force: Standard, world: World, now: datetime) -> None:
    note: dict[str, Any] = {"standard": in_force, "actor": world.bontang_head, "now": now, "words": "Lebih cepat."}
    for component in ("fee", "duration", "duration"):
        actions.note_origin(component=component, kind="consultation", number="FKP-1", **note)
    with pytest.raises(actions.NotPossible):
        actions.note_origin(component="duration", kind="consultation", **note)
    with pytest.raises(actions.NotPossible):
        actions.note_origin(component="weather", kind="other", **note)
    assert [row.component for row in queries.origins_of(in_force)] == ["duration", "fee"]
    assert events(in_force).count("standard.origin_noted") == 2
    first, second = queries.origins_of(in_force)
    back: dict[str, Any] = {"standard": in_force, "origin": first.pk, "now": now}
    with pytest.raises(actions.NotPossible, match="berwenang"):
        actions.withdraw_origin(actor=world.bengkalis_head, **back)
    actions.withdraw_origin(actor=world.bontang_head, **back)
    with pytest.raises(actions.NotPossible, match="tidak tercatat"):
        actions.withdraw_origin(actor=world.bontang_head, **back)
    assert queries.origins_of(in_force) == [second]


def test_a_check_and_a_review(in_force: Standard, world: World, now: datetime) -> None:
    head, later = world.bontang_head, now + timedelta(days=300)
    check: dict[str, Any] = {"state": "partly", "checked_on": now.date(), "actor": head, "now": now}
    actions.record_check(standard=in_force, component="duration", finding="Dua terlambat.", **check)
    with pytest.raises(actions.NotPossible):
        actions.record_check(standard=in_force, component="weather", finding="x", **check)
    actions.move(standard=in_force, action="review", actor=head, now=later)
    due = later.date() + timedelta(days=365)
    with pytest.raises(actions.NotPossible, match="akan datang"):
        actions.finish_review(standard=in_force, words="Tetap.", review_due=later.date(), actor=head, now=later)
    actions.finish_review(standard=in_force, words="Masih sesuai.", review_due=due, actor=head, now=later)
    row = Standard.objects.get(pk=in_force.pk)
    assert (row.state, row.reviewed_on, row.review_due) == (states.PUBLISHED, later.date(), due)
    assert [one.finding for one in queries.version_view(in_force).checks] == ["Masih sesuai.", "Dua terlambat."]


def test_the_head_is_reminded_once_for_each_due_date(in_force: Standard, world: World, now: datetime) -> None:
    assert actions.remind_of_reviews(now=now) == 0
    soon = now + timedelta(days=340)
    assert actions.remind_of_reviews(now=soon) == 1
    assert actions.remind_of_reviews(now=soon + timedelta(days=1)) == 0
    message = OutboxMessage.objects.get(event="standard.review_due")
    assert in_force.service.title in message.body
    assert page(in_force) in message.body
    actions.plan_review(
        standard=Standard.objects.get(pk=in_force.pk),
        due=(soon + timedelta(days=20)).date(),
        actor=world.bontang_head,
        now=soon,
    )
    assert actions.remind_of_reviews(now=soon) == 1


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 3, 16), 12, date(2027, 3, 16)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 8, 28), 6, date(2027, 2, 28)),
    ],
)
def test_the_next_review_is_a_day_that_there_is(start: date, months: int, due: date) -> None:
    assert drafting.next_review(start, months) == due


def test_strangers_change_nothing(draft: Standard, world: World, now: datetime) -> None:
    day = now.date()
    calls: list[Callable[[Officer], object]] = [
        lambda who: actions.add_member(standard=draft, name="x", function="head", actor=who, now=now),
        lambda who: actions.remove_member(standard=draft, member=1, actor=who, now=now),
        lambda who: actions.note_present_state(standard=draft, words="x", seen_on=day, actor=who, now=now),
        lambda who: actions.record_discussion(standard=draft, kind="other", held_on=day, words="x", actor=who, now=now),
        lambda who: actions.add_minutes(standard=draft, discussion=1, actor=who, now=now),
        lambda who: actions.decree(standard=draft, decree_no="1", decree_date=day, decree_by="x", actor=who, now=now),
        lambda who: actions.record_publication(
            standard=draft, medium="board", published_on=day, address="https://x.example", actor=who, now=now
        ),
        lambda who: actions.record_check(standard=draft, state="kept", checked_on=day, finding="x", actor=who, now=now),
        lambda who: actions.plan_review(standard=draft, due=day, actor=who, now=now),
        lambda who: actions.finish_review(
            standard=draft, words="x", review_due=day + timedelta(days=9), actor=who, now=now
        ),
        lambda who: actions.note_origin(standard=draft, component="fee", kind="other", words="x", actor=who, now=now),
        lambda who: actions.create_service(
            agency=world.bontang, title="x", group="adminduk", channels=[], actor=who, now=now
        ),
    ]
    before = events(draft)
    for stranger in (world.bengkalis_head, world.bontang_counter, world.bontang_approver):
        for call in calls:
            with pytest.raises(actions.NotPossible):
                call(stranger)
    assert events(draft) == before
    assert not Discussion.objects.exists()
    assert not ClauseOrigin.objects.exists()


def test_an_officer_carries_a_service_from_nothing_by_the_pages(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.bontang_head)
    form = {"agency": world.bontang.slug, "title": "Legalisasi akta", "group": "adminduk", "channels": ["counter"]}
    made = client.post("/kantor/standar/baru/", form)
    slug = made["Location"].rstrip("/").rsplit("/", 1)[1]
    assert "belum punya standar" in client.get(made["Location"]).content.decode()
    begun = client.post(f"/kantor/standar/layanan/{slug}/rancang/")
    home = begun["Location"]
    html = client.get(home).content.decode()
    assert "Tim penyusun belum dicatat." in html
    refused = client.post(f"{home}bahas/")
    assert refused.status_code == 422
    assert "Enam bagian" in refused.content.decode()
    today = datetime.now(world.bontang.zone).date().isoformat()
    told = client.post(f"{home}keadaan/", {"words": "", "seen_on": today})
    assert told.status_code == 422
    assert client.post(f"{home}keadaan/", {"words": "Tidak tertulis.", "seen_on": today}).status_code == 302
    assert client.post(f"{home}anggota/", {"name": "Contoh Sekar", "function": "head"}).status_code == 302
    assert client.post(f"{home}tidak-ada/").status_code == 404
    row = Standard.objects.get(service__slug=slug)
    assert (row.state, row.team.get().name) == (states.DRAFT, "Contoh Sekar")
    assert client.get(f"/layanan/{slug}/").status_code == 404


def test_papers_are_for_those_who_may_see_the_version(
    draft: Standard, world: World, sign_in: SignIn, client: Client, now: datetime
) -> None:
    head = world.bontang_head
    actions.move(standard=on_paper(draft, head, now), action="consult", actor=head, now=now)
    office = sign_in(head)
    paper = upload(photo())
    talk = {"kind": "other", "held_on": now.date().isoformat(), "words": "Dibahas.", "file": paper}
    assert office.post(page(draft, "pembahasan"), talk).status_code == 302
    row = Discussion.objects.get()
    file = f"{page(draft)}berkas/{row.minutes_file_id}/"
    given = office.get(file)
    assert given.status_code == 200
    assert given.getvalue()
    assert office.get(f"{page(draft)}berkas/{UUID(int=1)}/").status_code == 404
    bad = SimpleUploadedFile("a.txt", b"bukan gambar")
    refused = office.post(page(draft, "pembahasan"), {**talk, "file": bad})
    assert refused.status_code == 422
    assert "bukan foto" in refused.content.decode()
    other = sign_in(world.bengkalis_head)
    assert other.get(file).status_code == 404
    assert other.get(page(draft)).status_code == 404


def test_the_page_asks_the_same_of_few_and_many(
    in_force: Standard, world: World, sign_in: SignIn, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = sign_in(world.bontang_head)
    client.get(page(in_force))
    with django_assert_num_queries(25):
        client.get(page(in_force))
    for number in range(12):
        actions.record_check(
            standard=in_force,
            state="kept",
            checked_on=now.date(),
            finding=f"Temuan {number}",
            actor=world.bontang_head,
            now=now,
        )
    with django_assert_num_queries(25):
        client.get(page(in_force))


def test_the_sheet_is_a_pdf_with_the_words_of_the_standard(in_force: Standard, world: World, sign_in: SignIn) -> None:
    import io

    from pypdf import PdfReader

    answer = sign_in(world.bontang_head).get(page(in_force, "cetak"))
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(one.extract_text() for one in reader.pages)
    assert "188/1" in text
    assert "5 hari kerja" in text
    assert "Belum dicantumkan." in text
    assert "/StructTreeRoot" in reader.root_object


def test_a_draft_leads_to_a_consultation_on_it(draft: Standard, world: World, sign_in: SignIn) -> None:
    """Who decides gets the form of a consultation with office and title filled in; an administrator plans none."""
    start = f"/kantor/konsultasi/baru/?unit={world.bontang.slug}&amp;judul=Standar%20"
    head = sign_in(world.bontang_head)
    assert start in head.get(page(draft)).content.decode()
    address = re.search(r'href="(/kantor/konsultasi/baru/[^"]+)"', head.get(page(draft)).content.decode())
    assert address
    form = head.get(html.unescape(address[1])).content.decode()
    assert f'value="Standar {draft.service.title}"' in form
    keeper = officer(Role.ADMINISTRATOR, world.bontang)
    assert "/kantor/konsultasi/baru/" not in sign_in(keeper).get(page(draft)).content.decode()
