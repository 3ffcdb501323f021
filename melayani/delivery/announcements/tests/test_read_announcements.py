"""Every surface shows the same announcements: pages, frame, feeds, calendar, picture, the officer's pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.announcements import actions, cards, queries, rules, telling
from melayani.delivery.announcements.models import Announcement, Publication
from melayani.delivery.announcements.rules import Words
from melayani.delivery.announcements.tests import factories
from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.organisations.models import Organisation, Region
from melayani.foundation.people import Role
from melayani.foundation.people.tests.factories import World, officer, signed_in

TELLS = ("tell_bookings", "tell_cases", "tell_subscribers")
pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def now() -> datetime:
    """Pages ask the clock themselves."""
    return timezone.now() - timedelta(minutes=1)


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


# --- pages ------------------------------------------------------------------------------------------------------------
def test_a_page_in_both_languages_with_its_correction(world: World, client: Client, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    page = read(client, f"/pengumuman/{row.slug}/")
    assert "Gedung diperbaiki." in page
    assert f'property="og:image" content="http://testserver/pengumuman/{row.slug}/kartu-lebar.png"' in page
    english = read(client, f"/en/pengumuman/{row.slug}/")
    assert "<h1>Counters closed on Tuesday</h1>" in english
    given = factories.given(now, words=Words("Loket tutup pada hari Rabu", "Bukan hari Selasa, tetapi Rabu."))
    actions.edit_announcement(
        actor=world.bontang_head, announcement=row, given=given, reason="Harinya keliru", now=timezone.now()
    )
    assert "Harinya keliru" in read(client, f"/pengumuman/{row.slug}/")
    assert '<h1 lang="id">Loket tutup pada hari Rabu</h1>' in read(client, f"/en/pengumuman/{row.slug}/")


def test_drafts_are_not_there_and_withdrawn_ones_say_so(world: World, client: Client, now: datetime) -> None:
    assert client.get(f"/pengumuman/{factories.draft(world.bontang, now=now).slug}/").status_code == 404
    gone = factories.withdrawn(world.bontang, now=now)
    page = read(client, f"/pengumuman/{gone.slug}/")
    assert "sudah ditarik" in page
    assert "Batal tutup" in page
    assert gone.title not in read(client, "/pengumuman/")
    assert gone.title in read(client, "/pengumuman/?arsip=1")


def test_the_list_by_place_and_its_pages(
    world: World, client: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(queries.PAGE_SIZE + 1):
        words = Words(f"Pengumuman ke-{number:02}", "Isi yang cukup panjang.")
        factories.published(world.bontang, now=now + timedelta(seconds=number), words=words)
    factories.published(world.bengkalis, now=now - timedelta(days=1), words=Words("Di Bengkalis saja", "Isi cukup."))
    first, second = read(client, "/pengumuman/"), read(client, "/pengumuman/?page=2")
    assert "Pengumuman ke-20" in first
    assert "Pengumuman ke-00" in second
    assert "Di Bengkalis saja" in second
    only = read(client, "/pengumuman/?instansi=disdukcapil-bengkalis")
    assert "Di Bengkalis saja" in only
    assert "Pengumuman ke-20" not in only.partition('id="isi"')[2]
    with django_assert_num_queries(7):
        client.get("/pengumuman/")
    assert client.get("/pengumuman/?instansi=%00&wilayah=x&page=abc").status_code == 200


def test_the_frame_of_pages_that_it_concerns(world: World, client: Client, now: datetime) -> None:
    service = published_service(world.bontang, title="Akta kelahiran")
    row = factories.published(world.bontang, now=now)
    for path in ("/instansi/disdukcapil-bontang/", f"/layanan/{service.slug}/"):
        assert f'<a href="/pengumuman/{row.slug}/">{row.title}</a>' in read(client, path)
    for path in ("/privasi/", "/instansi/disdukcapil-bengkalis/", "/instansi/kota-bontang/"):
        assert row.title not in read(client, path)


def test_what_is_for_everybody_stands_on_every_page_and_is_counted_when_many(
    world: World, client: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, severity in enumerate((rules.NOTE, rules.NOTE, rules.NOTE, rules.URGENT)):
        words = Words(f"Untuk semua {number}", "Isi yang cukup panjang.")
        factories.published(world.ministry, now=now, audience=rules.ALL, severity=severity, words=words)
    page = read(client, "/privasi/")
    titles = re.findall(r"Untuk semua \d", page)
    assert titles[0] == "Untuk semua 3"
    assert len(titles) == 3
    assert "Masih ada 1 pengumuman lain." in page
    with django_assert_num_queries(3):
        client.get("/privasi/")


def test_region_and_service_announcements_find_their_pages(world: World, client: Client, now: datetime) -> None:
    province = Region.objects.create(code="64", level="province", name="Kalimantan Timur")
    city = Region.objects.create(code="64.74", level="regency", name="Kota Bontang", parent=province)
    type(world.bontang).objects.filter(pk=world.bontang.pk).update(region=city)
    service, other = (published_service(world.bontang, title=title) for title in ("Akta", "Kartu keluarga"))
    told: dict[str, Any] = {"now": now, "words": Words("Jaringan terganggu", "Isi yang cukup panjang.")}
    factories.published(world.ministry, audience=rules.REGION, region=province, **told)
    told["words"] = Words("Akta tertunda", "Isi yang cukup panjang.")
    factories.published(world.bontang, audience=rules.SERVICE, service=service, **told)
    office, its, another = (
        read(client, path)
        for path in ("/instansi/disdukcapil-bontang/", f"/layanan/{service.slug}/", f"/layanan/{other.slug}/")
    )
    assert all("Jaringan terganggu" in page for page in (office, its, another))
    assert ["Akta tertunda" in page for page in (office, its, another)] == [True, True, False]
    assert "Jaringan terganggu" in read(client, "/pengumuman/?wilayah=64")
    assert "Jaringan terganggu" not in read(client, "/pengumuman/?wilayah=14")


def test_kept_announcements_cost_no_query_and_a_change_here_is_seen_at_once(
    world: World, now: datetime, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.KEEP_IN_MEMORY = True
    queries.forget()
    row = factories.published(world.bontang, now=now)
    assert [one.slug for one in queries.in_force(timezone.now(), organisation=world.bontang)] == [row.slug]
    with django_assert_num_queries(0):
        assert queries.in_force(timezone.now(), organisation=world.bengkalis) == []
        assert queries.in_force(now + timedelta(days=4), organisation=world.bontang) == []  # it ended meanwhile
    actions.withdraw_announcement(actor=world.bontang_head, announcement=row, reason="Batal", now=timezone.now())
    assert queries.in_force(timezone.now(), organisation=world.bontang) == []


# --- feeds ------------------------------------------------------------------------------------------------------------
def entries(content: bytes) -> list[ElementTree.Element]:
    """The entries of a feed that has what RFC 4287 demands."""
    root = ElementTree.fromstring(content)  # noqa: S314 (our own words)
    for one in (root, *root.findall("a:entry", ATOM)):
        assert all(one.findtext(f"a:{name}", "", ATOM) for name in ("id", "title", "updated"))
        assert datetime.fromisoformat(one.findtext("a:updated", "", ATOM)).tzinfo is not None
    found = root.findall("a:entry", ATOM)
    assert all(one.findtext("a:author/a:name", "", ATOM) for one in found)
    assert root.find("a:link[@rel='self']", ATOM) is not None
    return found


def test_the_atom_feed_keeps_names_and_tells_of_changes(world: World, client: Client, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    factories.published(world.bengkalis, now=now)
    answer = client.get("/pengumuman/umpan.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert len(entries(answer.content)) == 2
    (before,) = entries(client.get("/pengumuman/instansi/disdukcapil-bontang/umpan.atom").content)
    later = timezone.now()
    actions.withdraw_announcement(actor=world.bontang_head, announcement=row, reason="Batal & < tutup", now=later)
    (after,) = entries(client.get("/en/pengumuman/instansi/disdukcapil-bontang/umpan.atom").content)
    assert before.findtext("a:id", "", ATOM) == after.findtext("a:id", "", ATOM)
    assert before.findtext("a:updated", "", ATOM) < after.findtext("a:updated", "", ATOM)
    assert after.findtext("a:content", "", ATOM) == "Batal & < tutup"
    assert client.get("/pengumuman/instansi/tidak-ada/umpan.atom").status_code == 404


def events(text: str) -> Iterator[dict[str, str]]:
    """The events of a calendar; lines are checked for their end and length, folded ones joined."""
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    joined = text.replace("\r\n ", "").split("\r\n")
    assert (joined[0], joined[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert joined.count("BEGIN:VEVENT") == joined.count("END:VEVENT")
    event: dict[str, str] = {}
    for line in joined:
        name, _, value = line.partition(":")
        event[name] = value
        if line == "END:VEVENT":
            yield event
            event = {}


def test_the_calendar_shows_closed_days_and_takes_them_back(world: World, client: Client, now: datetime) -> None:
    zone = world.bontang.zone
    begin = (now + timedelta(days=9)).astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    span = {"affects_from": begin, "affects_until": begin + timedelta(days=2)}
    row = factories.published(world.bontang, now=now, **{**span, "valid_until": span["affects_until"]})
    factories.published(world.bontang, now=now, kind="outage")
    path = "/pengumuman/instansi/disdukcapil-bontang/kalender.ics"
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    (before,) = events(answer.content.decode())
    assert before["DTSTART;VALUE=DATE"] == f"{begin:%Y%m%d}"
    assert before["DTEND;VALUE=DATE"] == f"{begin + timedelta(days=2):%Y%m%d}"
    actions.withdraw_announcement(actor=world.bontang_head, announcement=row, reason="Batal", now=timezone.now())
    (after,) = events(client.get(path).content.decode())
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


STRANGE = '#emph[x] $ ] "kutip" ' + "panjang " * 10


# --- picture ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("shape", "size"), [("persegi", (1080, 1080)), ("lebar", (1200, 630))])
def test_the_picture_has_its_size_and_its_words(
    world: World, client: Client, now: datetime, shape: str, size: tuple[int, int]
) -> None:
    row = factories.published(
        world.bontang, now=now, words=Words('#emph[x] $ ] "kutip" ' + "panjang " * 10, "Isi # $ ].")
    )
    answer = client.get(f"/pengumuman/{row.slug}/kartu-{shape}.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == size
    assert len(picture.convert("RGB").getcolors(100_000) or []) > 20  # letters were drawn
    assert 'alt="Kantor tutup. #emph[x] $ ] &quot;kutip&quot;' in read(client, f"/pengumuman/{row.slug}/")
    assert client.get(f"/pengumuman/{row.slug}/kartu-bulat.png").status_code == 404


def test_the_words_of_the_picture_have_one_stop_each_and_recipients_are_joined(
    world: World, client: Client, now: datetime
) -> None:
    row = factories.published(world.bontang, now=now, words=Words("Loket tutup?", "Gangguan listrik. " * 20))
    office, page = signed_in(client, world.bontang_head), f"/kantor/pengumuman/{row.slug}/"
    words = cards.alternative(row, "id")
    assert words.startswith("Kantor tutup. Loket tutup? Gangguan listrik.")
    assert f"… {row.organisation.name}. Sampai" in words
    assert ".." not in words.replace("…", "")
    assert "…." not in words
    for told, said in (
        ({}, "tidak ada"),
        ({"tell_bookings": True, "tell_subscribers": True}, "pemilik janji temu dan pengikut"),
        (dict.fromkeys(TELLS, True), "pemilik janji temu, pemohon yang urusannya berjalan dan pengikut"),
    ):
        Announcement.objects.update(**{**dict.fromkeys(TELLS, False), **told})
        assert f"<dt>Pesan kepada</dt><dd>{said}</dd>" in office.get(page).content.decode()


# --- the officer's pages ----------------------------------------------------------------------------------------------
WRITTEN = {
    "kind": "outage",
    "severity": "warn",
    "title": "Jaringan kependudukan terganggu",
    "text": "Perekaman tertunda. Kami kabari bila sudah pulih.",
    "audience": "unit",
    "unit": "disdukcapil-bontang",
    "valid_from": "2026-03-16T08:00",
    "tell_subscribers": "on",
}


def test_an_officer_writes_looks_publishes_and_follows_the_sending(world: World, client: Client, now: datetime) -> None:
    factories.follower(world.bontang, now=now)
    office = signed_in(client, world.bontang_head)
    assert office.get("/kantor/pengumuman/baru/").status_code == 302  # who speaks for one office need not choose
    new = "/kantor/pengumuman/baru/disdukcapil-bontang/"
    assert office.get(new).status_code == 200
    assert office.post(new, {**WRITTEN, "title": "x"}).status_code == 422
    answer = office.post(new, WRITTEN)
    assert answer.status_code == 302
    row = Announcement.objects.get()
    assert row.valid_from.astimezone(world.bontang.zone).hour == 8  # the clock of the office, not of the server
    page = read(office, answer["Location"])
    assert "1 orang akan menerima pesan." in page
    assert "Pengumuman dari Dinas Kependudukan" in page  # ready words for the radio
    assert "Terbitkan dan kirim 1 pesan" in read(office, f"/kantor/pengumuman/{row.slug}/terbitkan/")
    office.post(f"/kantor/pengumuman/{row.slug}/terbitkan/")
    assert "Hentikan pengiriman" in read(office, answer["Location"])
    office.post(f"/kantor/pengumuman/{row.slug}/hentikan/")
    assert "Lanjutkan pengiriman" in read(office, answer["Location"])
    office.post(f"/kantor/pengumuman/{row.slug}/lanjutkan/")
    telling.tell_next(timezone.now())
    assert "1</b> pesan disiapkan" in read(office, answer["Location"])
    office.post(f"/kantor/pengumuman/{row.slug}/perpanjang/", {"valid_until": "2030-01-01"})
    assert read(office, "/kantor/pengumuman/?status=published&q=jaringan").count("terganggu") >= 1


def test_moments_are_typed_by_the_clock_of_the_office(world: World, client: Client, now: datetime) -> None:
    Organisation.objects.filter(pk=world.bontang.pk).update(time_zone="Asia/Jayapura")
    office, east = signed_in(client, world.bontang_head), ZoneInfo("Asia/Jayapura")
    tomorrow, end = timezone.now().astimezone(east) + timedelta(days=1), timezone.now() + timedelta(days=5)
    begins, shown = f"{tomorrow:%Y-%m-%d}T08:00", f'value="{tomorrow:%Y-%m-%d}T08:00"'
    typed = {**WRITTEN, "valid_until": f"{end:%Y-%m-%d}T23:30", "affects_from": begins, "affects_until": ""}
    refused = office.post("/kantor/pengumuman/baru/disdukcapil-bontang/", {**typed, "title": ""})
    assert shown in refused.content.decode()
    office.post("/kantor/pengumuman/baru/disdukcapil-bontang/", typed)
    row = Announcement.objects.get()
    assert row.affects_from is not None
    assert row.affects_from.astimezone(UTC).hour == 23  # eight in the morning in Jayapura
    path = f"/kantor/pengumuman/{row.slug}/"
    assert shown in read(office, f"{path}ubah/")
    office.post(f"{path}terbitkan/")
    office.post(f"{path}perpanjang/", {"valid_until": f"{end:%Y-%m-%d}T21:00"})
    row.refresh_from_db()
    assert row.valid_until is not None
    assert row.valid_until.astimezone(UTC).hour == 12
    yesterday = tomorrow - timedelta(days=2)
    given = {"medium": "radio", "place": "RRI", "at": f"{yesterday:%Y-%m-%d}T06:00"}
    assert office.post(f"{path}media/", given).status_code == 302
    assert Publication.objects.get().at.astimezone(UTC).hour == 21


def test_publication_elsewhere_is_kept_with_its_proof(world: World, client: Client, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    office, path = signed_in(client, world.bontang_head), f"/kantor/pengumuman/{row.slug}/media/"
    assert office.get(path).status_code == 200
    at = now.astimezone(world.bontang.zone).strftime("%Y-%m-%dT%H:%M")
    data = {"medium": "board", "place": "Papan kelurahan Api-Api", "at": at}
    for slip in ("2999-01-01T08:00", "0001-01-01T00:00"):
        assert office.post(path, {**data, "at": slip}).status_code == 422
    assert office.post(path, {**data, "papers": upload(photo(), "papan.jpg")}).status_code == 302
    kept = Publication.objects.get()
    proof = kept.files.get().attachment_id
    page = read(office, f"/kantor/pengumuman/{row.slug}/")
    assert "Papan kelurahan Api-Api" in page
    answer = office.get(f"{path}{proof}/")
    assert len(b"".join(answer)) > 100
    stranger = signed_in(Client(), world.bengkalis_head)
    assert stranger.get(f"{path}{proof}/").status_code == 404
    assert stranger.get(f"/kantor/pengumuman/{row.slug}/").status_code == 404


@pytest.mark.parametrize("count", [1, 15])
def test_an_officers_pages_ask_the_same_for_few_and_many(
    world: World, client: Client, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        row = factories.published(world.bontang, now=now)
    office = signed_in(client, world.bontang_head)
    office.get("/kantor/pengumuman/")
    with django_assert_num_queries(LIST_QUERIES):
        office.get("/kantor/pengumuman/")
    with django_assert_num_queries(RECORD_QUERIES):
        office.get(f"/kantor/pengumuman/{row.slug}/")


LIST_QUERIES, RECORD_QUERIES = 11, 12


# --- other systems ----------------------------------------------------------------------------------------------------
def test_other_systems_read_what_is_in_force(world: World, client: Client, now: datetime) -> None:
    row = factories.published(world.bontang, now=now)
    factories.published(world.bengkalis, now=now)
    factories.published(world.bontang, now=now, valid_from=now + timedelta(days=1))
    everything = client.get("/api/v1/announcements?limit=1").json()
    assert len(everything["items"]) == 1
    assert everything["next"].endswith("after=1")
    assert len(client.get(everything["next"].removeprefix("http://testserver")).json()["items"]) == 1
    (one,) = client.get("/api/v1/announcements?unit=disdukcapil-bontang").json()["items"]
    assert (one["slug"], one["title_en"]) == (row.slug, "Counters closed on Tuesday")
    assert one["url"] == f"http://testserver/pengumuman/{row.slug}/"
    assert client.get("/api/v1/announcements?unit=tidak-ada").status_code == 404
    assert client.get("/api/v1/announcements?region=64").json() == {"items": [], "next": None}


def test_an_end_at_midnight_is_said_as_the_day_before(world: World, now: datetime) -> None:
    zone = world.bontang.zone
    midnight = datetime(2026, 12, 12, tzinfo=zone)
    said = rules.as_said(midnight, zone)
    assert said == datetime(2026, 12, 11, 23, 59, tzinfo=zone)
    noon = datetime(2026, 12, 12, 12, tzinfo=zone)
    assert (rules.as_said(noon, zone), rules.as_said(None, zone)) == (noon, None)


def test_a_draft_waits_on_the_desk_and_in_the_rail_of_its_head_only(
    world: World, client: Client, now: datetime
) -> None:
    row = factories.draft(world.bontang, now=now, affects_from=now - timedelta(hours=1))
    factories.draft(world.bontang, now=now, affects_from=now + timedelta(days=9))
    factories.published(world.bontang, now=now)
    office = signed_in(client, world.bontang_head)
    desk = read(office, "/kantor/")
    assert re.search(r"Pengumuman 2 .*?1 terlambat", desk, re.DOTALL)
    assert desk.count("Terbitkan atau buang") == 2
    assert f"/kantor/pengumuman/{row.slug}/" in desk
    assert re.search(r"2 terbuka, </span>1<span class=\"sr\"> terlambat", desk)
    administrator = officer(Role.ADMINISTRATOR, world.ministry, name="Contoh Pengelola")
    for stranger in (world.bengkalis_head, world.bontang_processor, administrator):
        assert "Terbitkan atau buang" not in read(signed_in(Client(), stranger), "/kantor/")
    actions.publish_announcement(actor=world.bontang_head, announcement=row, now=now)
    assert read(office, "/kantor/").count("Terbitkan atau buang") == 1
