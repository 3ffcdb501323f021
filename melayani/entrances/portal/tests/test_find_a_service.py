"""Home, search and agency pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue.tests.factories import agency, imported, published_service
from melayani.entrances.portal.tests.factories import ALL_GOOD, counted, finished, limited, open_office
from melayani.entrances.portal.tests.test_read_a_service import read

pytestmark = pytest.mark.django_db


def test_home_leads_to_what_people_look_for(client: Client) -> None:
    services = imported()
    limited(services[1].agency, now=timezone.now())
    text = read(client, "/")
    assert "Apa yang ingin Anda urus?" in text
    assert "Semua 28 layanan" in text
    assert "Disdukcapil Kab. Bengkalis: loket 60 orang per hari" in text
    assert "KTP-el rusak/hilang" in text


def test_home_of_a_province_shows_its_services_and_offices(client: Client) -> None:
    imported()
    text = read(client, "/?wilayah=64")
    assert "Layanan di Kalimantan Timur" in text
    assert "Akta perkawinan" in text
    assert "KTP-el rusak/hilang" not in text


def test_an_empty_platform_has_words_for_it(client: Client) -> None:
    assert "Belum ada layanan yang dicantumkan." in read(client, "/")
    assert "Tidak ada layanan yang cocok." in read(client, "/layanan/")
    assert "Belum ada penilaian." in read(client, "/kinerja/")


@pytest.mark.parametrize("q", ["KTP hilang", "e-KTP hilang"])
def test_search_finds_a_lost_card(client: Client, q: str) -> None:
    imported()
    text = read(client, f"/layanan/?q={q.replace(' ', '+')}")
    assert "Tidak ada layanan yang cocok" not in text
    assert "KTP-el rusak/hilang" in text
    assert "dijanjikan 14 hari kerja" in text


def test_a_typing_slip_is_forgiven_and_said(client: Client) -> None:
    imported("akta-lahir-jembrana")
    assert 'Tidak ada yang persis "akta kelahirran". Ini yang mirip.' in read(client, "/layanan/?q=akta+kelahirran")


def test_nothing_found_says_what_to_try(client: Client) -> None:
    imported("akta-lahir-jembrana")
    assert "Coba kata yang lebih pendek" in read(client, "/layanan/?q=gajah")


def test_search_is_paged(client: Client) -> None:
    imported()
    first, last = read(client, "/layanan/"), read(client, "/layanan/?setelah=24")
    assert "Berikutnya" in first
    assert "Sebelumnya" not in first
    assert "Sebelumnya" in last
    assert "Berikutnya" not in last


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%27%22%25",
        "setelah=-1",
        "setelah=x",
        "setelah=99999999999",
        "setelah=%C2%B2",
        "wilayah=%00",
        "wilayah=zzzzzzzzz",
        "kelompok=x",
        "instansi=tidak-ada",
        "q=" + "a" * 3000,
    ],
)
def test_odd_queries_are_no_fault(client: Client, query: str) -> None:
    published_service()
    for address in ("/layanan/", "/", "/kinerja/"):
        assert client.get(f"{address}?{query}").status_code in {200, 404}


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    published_service()
    assert b"<script>alert" not in client.get("/layanan/?q=<script>alert(1)</script>").content


def test_an_agency_page_shows_hours_contact_services_and_index(client: Client) -> None:
    service = imported("ktpel-rusak-hilang-bengkalis")[0]
    office = service.agency
    office.phone, office.address = "(0766) 000-000", "Jalan Contoh 1"
    office.save()
    open_office(office)
    counted(service, ALL_GOOD, now=timezone.now())
    text = read(client, f"/instansi/{office.slug}/")
    for words in (
        "KTP-el rusak/hilang",
        "Telepon (0766) 000-000",
        "Jalan Contoh 1",
        "hari ini",
        "75,00",
        "Pemkab Bengkalis",
    ):
        assert words in text


def test_an_agency_without_region_says_so(client: Client) -> None:
    office = imported("skck-pengantar-paria")[0].agency
    assert "Wilayah belum dicantumkan" in read(client, f"/instansi/{office.slug}/")


def test_an_unknown_agency_is_404(client: Client) -> None:
    read(client, "/instansi/tidak-ada/", status=404)


@pytest.mark.parametrize(("address", "queries"), [("/", 22), ("/layanan/", 10), ("/layanan/?q=ktp", 11)])
def test_lists_take_the_same_queries_with_many_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    for rows in (7, 30):
        for number in range(rows):
            office = agency(f"Dinas {rows} {number}")
            open_office(office)
            finished(published_service(office, title=f"KTP {rows} {number}"), [1, 2, 3, 4, 5], now=timezone.now())
        client.get(address)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_an_agency_with_many_services_takes_the_same_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office = agency()
    for number in range(25):
        finished(published_service(office, title=f"KTP {number}"), [1, 2, 3, 4, 5], now=timezone.now())
    client.get(f"/instansi/{office.slug}/")
    with django_assert_num_queries(28):
        client.get(f"/instansi/{office.slug}/")


@pytest.mark.parametrize(("address", "queries"), [("/", 24), ("/layanan/", 14), ("/layanan/?q=ktp", 15)])
def test_regions_are_read_at_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, queries: int
) -> None:
    imported()
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)
