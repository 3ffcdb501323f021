"""The register of malls, and the page of one: tenants, hours, facilities, readiness, in both languages."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.appointments.models import Offer
from melayani.delivery.catalogue.actions import judge_readiness, register_mall
from melayani.delivery.catalogue.models import MallEntry
from melayani.delivery.catalogue.queries import shipped_malls
from melayani.delivery.catalogue.tests.factories import agency, mall_of_bogor, published_service
from melayani.entrances.portal.tests.factories import limited, open_office
from melayani.entrances.portal.tests.test_read_a_service import read
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation, end_tenancy, start_tenancy
from melayani.foundation.organisations.models import Organisation, Tenancy
from melayani.oversight.facilities.actions import Finding, describe_help, record_check
from melayani.voice.surveys.tests.factories import ALL_BEST, ALL_GOOD, ALL_WORST, counted

pytestmark = pytest.mark.django_db
PAGE = "/mal/mpp-kota-bogor/"


@pytest.fixture
def mall() -> Organisation:
    return mall_of_bogor()


def stands(mall: Organisation, unit: Organisation, *, since: date = date(2020, 1, 2), stand: str = "") -> Tenancy:
    return start_tenancy(actor=SYSTEM, mall=mall, unit=unit, since=since, stand=stand, now=timezone.now())


def found(place: Organisation, *findings: Finding) -> None:
    record_check(
        actor=SYSTEM,
        organisation=place,
        section="special",
        findings=findings,
        checked_on=timezone.localdate(),
        now=timezone.now(),
    )


def test_a_mall_shows_tenants_with_their_services_and_the_ways(client: Client, mall: Organisation) -> None:
    registry = agency("Disdukcapil Bogor")
    service = published_service(registry, title="Kartu Keluarga")
    Offer.objects.create(organisation=registry, service=service)
    stands(mall, registry, stand="Lantai 1, gerai 1")
    stands(mall, agency("Polresta Bogor"))
    open_office(mall)
    text = read(client, PAGE)
    for words in (
        "2 gerai dengan 1 layanan",
        "Lantai 1, gerai 1",
        "Kartu Keluarga",
        "datang",
        "daring",
        "buat janji temu: Kartu Keluarga",
        "Layanan gerai ini belum dicantumkan.",
        "hari ini",
        "Tanggal mulai melayani belum diketahui.",
    ):
        assert words in text


def test_a_mall_of_which_nothing_is_known_says_so(client: Client, mall: Organisation) -> None:
    text = read(client, PAGE)
    for words in (
        "Gerainya belum dicantumkan.",
        "Alamat dan telepon belum dicantumkan.",
        "Kantor ini belum mencantumkan jam layanan.",
        "Sarana di tempat ini belum dicatat.",
        "Memenuhi 0 dari 11 kriteria; 11 belum dinilai.",
        "Gerai di mal ini belum menerima janji temu.",
    ):
        assert words in text


def test_former_tenants_are_folded_away_and_waiting_ones_unseen(client: Client, mall: Organisation) -> None:
    gone, asked = agency("PLN Bogor"), agency("Kantor Imigrasi Bogor")
    stay = stands(mall, gone)
    end_tenancy(actor=SYSTEM, tenancy=stay, until=timezone.localdate() - timedelta(days=1), now=timezone.now())
    Tenancy.objects.filter(pk=stands(mall, asked).pk).update(awaits_consent=True)
    text = read(client, PAGE)
    assert "1 gerai yang sudah pindah atau tutup" in text
    assert "PLN Bogor" in text
    assert "Imigrasi" not in text


def test_a_restriction_of_today_stands_at_the_top(client: Client, mall: Organisation) -> None:
    open_office(mall)
    limited(mall, now=timezone.now())
    assert "MPP Kota Bogor: loket 60 orang per hari" in read(client, PAGE)


def test_readiness_shows_the_judgement_and_beside_it_what_the_platform_knows(
    client: Client, mall: Organisation
) -> None:
    registry = agency("Disdukcapil Bogor")
    published_service(registry)
    published_service(registry, title="Tanpa waktu", amount=None)
    stands(mall, registry)
    judge_readiness(
        actor=SYSTEM, mall=mall, criterion="information", state="partly", evidence="Papan di lobi.", now=timezone.now()
    )
    text = read(client, PAGE)
    assert "Sebagian" in text
    assert "Papan di lobi." in text
    assert "Catatan platform ini: 1 dari 2 layanan di sini mencantumkan waktu dan biaya." in text
    assert "Catatan platform ini: 0 dari 1 gerai sudah mengumumkan hasil survei." in text
    assert "djabarpos" in text


def test_what_is_there_for_people_who_need_support(client: Client, mall: Organisation) -> None:
    found(
        mall,
        Finding("ramp", "met", note="Dari pintu barat."),
        Finding("lift", "met", condition="broken"),
        Finding("guiding_block", "not_met"),
    )
    describe_help(actor=SYSTEM, organisation=mall, text="Tekan bel.", contact="0251 000", now=timezone.now())
    for address in (PAGE,):
        text = read(client, address)
        for words in ("Lobi tanpa undakan", "Untuk: Sulit berjalan", "Dari pintu barat.", "sedang rusak", "Tekan bel."):
            assert words in text
        assert "Belum ada Jalur pemandu" in text
        assert "Belum dilihat Kursi roda" in text


def test_an_agency_shows_its_facilities_and_where_else_it_serves(client: Client, mall: Organisation) -> None:
    registry = agency("Disdukcapil Bogor")
    stands(mall, registry, stand="gerai 1")
    found(registry, Finding("lactation", "met"))
    text = read(client, f"/instansi/{registry.slug}/")
    assert "Juga melayani di MPP Kota Bogor, gerai 1." in text
    assert "Ruang laktasi" in text
    answer = client.get(f"/instansi/{mall.slug}/")
    assert answer["Location"] == PAGE


def test_a_government_has_no_list_of_facilities_and_links_to_none(client: Client, mall: Organisation) -> None:
    root = Organisation.objects.get(depth=1)
    name = "Pemerintah Kota Bogor"
    government = create_organisation(actor=SYSTEM, kind="city", name=name, parent=root, now=timezone.now())
    text = read(client, f"/instansi/{government.slug}/")
    assert "Bila Anda membutuhkan bantuan" not in text
    assert client.get(f"/sarana/{government.slug}/").status_code == 404


def test_the_register_is_filtered_by_place_and_need(client: Client, mall: Organisation) -> None:
    found(mall, Finding("lactation", "met"))
    assert "Mal Pelayanan Publik Kota Bogor" in read(client, "/mal/?wilayah=32&kebutuhan=nursing")
    assert "1 sarana bagi yang membutuhkan bantuan" in read(client, "/mal/")
    for query in ("wilayah=64", "kebutuhan=mobility", "q=gajah", "tanggal=2010-01-01&wilayah=64"):
        assert "Tidak ada mal yang cocok." in read(client, f"/mal/?{query}")
    assert "Ruang laktasi" in read(client, "/mal/?kebutuhan=nursing")


def test_the_register_counts_malls_of_a_day_and_keeps_unknown_ones_apart(client: Client) -> None:
    call_command("import_regions", stdout=StringIO())
    for source in shipped_malls():
        register_mall(source=source, actor=SYSTEM, now=timezone.now())
    text = read(client, "/mal/?tanggal=2024-06-24")
    assert "Di daftar ini 1 mal pasti sudah melayani, dan 13 lagi tanggal mulainya belum kami ketahui." in text
    assert "206 atau 208 mal menurut berita per Senin, 24 Juni 2024" in text
    assert "14 mal" in text
    assert "Seluruh Indonesia" not in read(client, "/mal/?tanggal=2019-01-01")
    first, last = read(client, "/mal/"), read(client, "/mal/?setelah=12")
    assert "Berikutnya" in first
    assert "Sebelumnya" in last
    batu = read(client, "/mal/mpp-kota-batu/")
    assert "286 layanan, 2025. KabarBaik.co, 4 Oktober 2025" in batu
    assert "Melayani sejak Senin, 3 Januari 2022." in read(client, "/mal/mpp-kota-malang/")


def test_a_closed_mall_says_so(client: Client, mall: Organisation) -> None:
    mall.closed_on = timezone.localdate()
    mall.save()
    assert "Mal ini tidak lagi melayani sejak" in read(client, PAGE)


def test_example_data_are_marked_at_the_top(client: Client, mall: Organisation) -> None:
    MallEntry.objects.create(mall=mall, note="Contoh untuk peragaan.", source="Berita")
    text = read(client, PAGE)
    assert "Contoh untuk peragaan." in text
    assert "Tercatat dari: Berita." in text


@pytest.mark.parametrize("address", ["/mal/tidak-ada/", "/mal/disdukcapil-bogor/"])
def test_what_is_no_mall_is_404(client: Client, address: str) -> None:
    agency("Disdukcapil Bogor")
    read(client, address, status=404)


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%27%22%25", "setelah=x", "setelah=99999999", "wilayah=%00", "kebutuhan=x", "tanggal=kemarin"]
    + ["tanggal=2026-02-31", "tanggal=1600-01-01", "q=" + "a" * 3000],
)
def test_odd_queries_are_no_fault(client: Client, mall: Organisation, query: str) -> None:
    assert client.get(f"/mal/?{query}").status_code == 200


def test_both_pages_speak_english(client: Client, mall: Organisation) -> None:
    found(mall, Finding("ramp", "met"))
    stands(mall, agency("Disdukcapil Bogor"))
    register, page = read(client, "/en/mal/"), read(client, "/en" + PAGE)
    assert "Public service malls" in register
    for words in ("Step-free lobby or ramp with handrail", "General information", "Not judged yet", "Today's tenants"):
        assert words in page
    for words in ("gerai", "belum", "Sarana"):
        assert words not in page.replace("/mal/", "").replace("#gerai", "")


@pytest.mark.parametrize(("address", "queries"), [("/mal/", 21), (PAGE, 26)])
def test_the_pages_take_the_same_queries_with_many_rows(
    client: Client, mall: Organisation, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    for rows in (3, 12):
        for number in range(rows):
            unit = agency(f"Dinas {rows} {number}")
            open_office(unit)
            for title in ("Satu", "Dua"):
                published_service(unit, title=f"{title} {rows} {number}")
            stands(mall, unit)
        found(mall, Finding("ramp", "met"), Finding("toilet", "met"))
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_visitors_judge_the_mall_and_each_tenant(
    client: Client, mall: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = timezone.now()
    registry, taxes, quiet = (agency(name) for name in ("Disdukcapil Bogor", "Bapenda Bogor", "Disnaker Bogor"))
    for unit, scores, times in ((registry, ALL_BEST, 30), (taxes, ALL_WORST, 10)):
        stands(mall, unit, stand=f"Gerai {unit.slug}")
        counted(published_service(unit, title=f"Layanan {unit.slug}"), scores, times=times, now=now)
    assert read(client, PAGE).count("Lihat indeks kepuasan") == 1
    text = read(client, f"{PAGE}kepuasan/")
    for words in ("81,25", "dari 40 jawaban", "100,00 (A) 30 jawaban", "25,00 (D) 10 jawaban", "bukan dirata-ratakan"):
        assert words in text
    with CaptureQueriesContext(connection) as few:
        client.get(f"{PAGE}kepuasan/")
    stands(mall, quiet)
    counted(published_service(quiet, title="Kartu kuning"), ALL_GOOD, times=9, now=now)
    with django_assert_num_queries(len(few)):
        text = read(client, f"{PAGE}kepuasan/")
    assert "Disnaker Bogor terlalu sedikit" in text
    assert "75,00" not in text


def test_a_mall_that_nobody_judged_says_so(client: Client, mall: Organisation) -> None:
    text = read(client, f"{PAGE}kepuasan/")
    assert "Baru 0 jawaban" in text
    assert "Angka muncul sesudah pengunjung pertama menilai" in text
    assert client.get("/mal/bukan-mal/kepuasan/").status_code == 404
    assert "Visitor ratings" in read(client, f"/en{PAGE}kepuasan/")
