"""What everybody reads: list, search, map, figures, one report; and joining one."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from melayani.foundation.audit import react_to_news
from melayani.foundation.messaging.models import OutboxMessage
from melayani.voice.complaints import actions, charts, queries, search, totals, words
from melayani.voice.complaints.models import Complaint, Follower
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import EMAIL, STORY, Town
from tests.remembered import STARTED

pytestmark = pytest.mark.django_db
TITLE = "Jalan rusak"  # as working.published shows it


@pytest.fixture
def moment() -> datetime:
    return STARTED - timedelta(days=2)


@pytest.fixture
def shown(town: Town, moment: datetime) -> Complaint:
    """Published, with a position, and in the word index."""
    row = working.published(town, now=moment, **factories.near_school())
    react_to_news(moment + timedelta(hours=9))
    return row


def read(client: Client, path: str, **query: str) -> str:
    answer = client.get(f"/pengaduan/{path}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_what_was_published_and_nothing_else(
    client: Client, town: Town, moment: datetime, shown: Complaint
) -> None:
    hidden = [
        factories.secret(town, now=moment, text="Rahasia sekali ceritanya, jangan tayang."),
        factories.oversight(town, now=moment),
        factories.filed(town, now=moment, text="Belum diperiksa siapa pun laporan ini."),
    ]
    html = read(client, "daftar/")
    assert TITLE in html
    assert STORY not in html
    for row in hidden:
        assert row.number not in html
        assert client.get(f"/pengaduan/lihat/{row.number}/").status_code == 404
        assert client.get(f"/pengaduan/ikut/{row.number}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "sekolah"}, True),
        ({"q": "zebra"}, False),
        ({"instansi": "disdukcapil-bontang"}, True),
        ({"instansi": "pu-bontang"}, False),
        ({"keadaan": "berjalan"}, True),
        ({"keadaan": "selesai"}, False),
        ({"jenis": "complaint"}, True),
        ({"jenis": "aspiration"}, False),
        ({"instansi": "tidak-ada", "soal": "x", "wilayah": "zz", "keadaan": "y", "setelah": "rusak"}, True),
    ],
)
@pytest.mark.parametrize("path", ["daftar/", "peta/"])
def test_words_and_filters_narrow_list_and_map(
    path: str, query: dict[str, str], found: bool, client: Client, shown: Complaint
) -> None:
    html = read(client, path, **query)
    assert (f"/pengaduan/lihat/{shown.number}/" in html) == found


def test_an_empty_list_and_map_say_so(client: Client, town: Town) -> None:
    assert "Belum ada laporan yang ditayangkan" in read(client, "daftar/")
    assert "Belum ada laporan dengan titik" in read(client, "peta/")
    assert "Tidak ada laporan yang cocok" in read(client, "daftar/", q="zebra")


def test_one_report_shows_public_words_only(client: Client, town: Town, shown: Complaint, moment: datetime) -> None:
    later = moment + timedelta(hours=5)
    actions.answer(
        actor=town.registry_liaison,
        complaint=shown,
        text="Bu Siti, lubang di depan rumah Ibu sudah ditutup.",
        public_text="Lubang sudah ditutup.",
        now=later,
    )
    html = read(client, f"lihat/{shown.number}/")
    for told in (TITLE, "Lubang sudah ditutup.", "Dijawab, menunggu pelapor"):
        assert told in html
    for hidden in ("Bu Siti", STORY, "Contoh Siti", EMAIL, shown.secret):
        assert hidden not in html
    entry = Complaint.objects.get(pk=shown.pk).entries.get(kind="answer")
    actions.correct_answer(
        actor=town.registry_liaison,
        complaint=shown,
        entry=entry,
        text="Yang benar: hari Rabu.",
        public_text="Ditutup hari Rabu.",
        now=later + working.HOUR,
    )
    html = read(client, f"lihat/{shown.number}/")
    assert "sudah diperbaiki oleh kantor" in html
    assert "Lubang sudah ditutup." in html
    assert "Ditutup hari Rabu." in html


def test_an_operators_map_server_lies_under_the_points(
    client: Client, town: Town, shown: Complaint, settings: Settings
) -> None:
    settings.MAP_TILES, settings.MAP_CREDIT = "https://ubin.contoh.example/{z}/{x}/{y}.png", "© Contoh"
    html = client.get("/pengaduan/peta/").content.decode()
    assert '<image href="https://ubin.contoh.example/' in html
    assert "© Contoh" in html


def test_the_map_has_dots_a_table_and_a_closer_look(client: Client, town: Town, shown: Complaint) -> None:
    html = read(client, "peta/")
    assert "<circle" in html
    assert "0,132" in html
    assert "0,132456" not in html  # about a hundred metres
    assert 'aria-labelledby="p-peta p-ket"' in html
    assert shown.number in read(client, "peta/", kotak="0.1,117.4,0.2,117.6")
    assert shown.number not in read(client, "peta/", kotak="5,95,6,96")
    assert shown.number in read(client, "peta/", kotak="bukan,kotak")


def test_figures_come_from_the_months_and_too_few_answers_give_no_share(
    client: Client, town: Town, moment: datetime
) -> None:
    for place in range(3):
        factories.filed(town, now=moment, email=f"a{place}@contoh.id", text=f"{STORY} Ke-{place}.")
    totals.rebuild(since=(moment - timedelta(days=40)).date(), until=timezone.now().date())
    html = read(client, "statistik/")
    assert "laporan masuk" in html
    assert "Belum digolongkan" in html
    assert "dijawab sebelum batas waktunya" not in html
    assert "Belum ada laporan pada masa ini" in read(client, "statistik/", instansi=town.works.slug)
    assert "laporan masuk" in read(client, "statistik/", instansi="tidak-ada", bulan="99")


def test_the_columns_of_months_say_the_same_as_their_table() -> None:
    chart = charts.months_chart([("Jan", 10, 5), ("Feb", 0, 0), ("Mar", 4, 9)], "14 masuk")
    first, empty, last = chart.columns
    assert first.received_height > first.answered_height > 0
    assert (empty.received_height, empty.answered_height) == (0, 0)
    assert last.answered_height == last.received_height  # never taller than what came in
    assert (first.value, empty.value, last.value) == (10, None, 4)
    assert charts.months_chart([], "").columns == []


def test_expectations_come_from_the_limits_that_were_verified(client: Client, town: Town) -> None:
    told = {one.title: one.time for one in words.expectations(timezone.localdate())}
    assert told["Dibaca dan diteruskan"] == "paling lama 3 hari kerja"
    assert "pengaduan 14 hari kerja" in told["Dijawab"]
    assert words.silence(timezone.localdate()) == "10 hari kerja"
    html = read(client, "")
    assert "paling lama 3 hari kerja" in html
    assert "ditutup setelah 10 hari kerja" in html


def test_a_report_is_joined_and_left_with_a_proven_contact(
    client: Client, shown: Complaint, settings: Settings
) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = "smtp://127.0.0.1:1", "layanan@contoh.id"
    where, mine = f"/pengaduan/ikut/{shown.number}/", {"email": "ikut@contoh.id", "phone": ""}
    assert "Isi e-mail atau nomor telepon" in client.post(where, {"email": "", "phone": ""}).content.decode()
    assert "Isi kode" in client.post(where, mine).content.decode()
    assert not Follower.objects.exists()
    assert "tidak cocok" in client.post(where, {**mine, "step": "code", "code": "000000"}).content.decode()
    client.post(where, {**mine, "step": "code", "code": sent_code()})
    assert Follower.objects.filter(complaint=shown).count() == 1
    assert "1 orang mengikuti" in read(client, f"lihat/{shown.number}/")
    client.post(where, mine)
    client.post(where, {**mine, "step": "leave", "code": sent_code()})
    assert not Follower.objects.exists()


def sent_code() -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", OutboxMessage.objects.filter(event="code.sent").latest("id").body)
    assert found
    return found[1] + found[2]


@pytest.mark.parametrize(
    ("path", "most"), [("", 12), ("daftar/", 10), ("peta/", 10), ("statistik/", 8), ("lihat/{}/", 8)]
)
def test_queries_do_not_grow_with_the_reports(
    path: str, most: int, client: Client, town: Town, shown: Complaint, moment: datetime, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    where = f"/pengaduan/{path}".format(shown.number)
    with CaptureQueriesContext(connection) as few:
        client.get(where)
    for place in range(4):
        working.published(town, now=moment, email=f"b{place}@contoh.id", text=f"{STORY} Ke-{place}.")
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    assert len(many) == len(few) <= most


def test_a_search_that_stopped_offers_to_go_on(
    client: Client, town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "AT_FIRST", 1)
    monkeypatch.setattr(queries, "SEARCH_DEPTH", 2)
    monkeypatch.setattr(search, "LEAST", 1)
    factories.many_published(town, 6, now=now, words="Jalan gelap")
    factories.many_published(town, 1, now=now - timedelta(days=1), words="Jalan rusak")
    factories.many_published(town, 9, now=now - timedelta(days=2), words="Atap rusak")
    html = client.get("/pengaduan/daftar/", {"q": "jalan rusak"}).content.decode()
    for _ in range(3):
        assert "Tidak ada laporan yang cocok" not in html
        found = re.search(r'href="(\?[^"]*setelah=[^"]*)"', html)
        if found is None:
            break
        html = client.get("/pengaduan/daftar/" + unescape(found[1])).content.decode()
    assert "Jalan rusak 0" in html
