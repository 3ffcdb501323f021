"""/kinerja/: running and published figures, the nine elements, share on time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue.tests.factories import agency, imported, published_service
from melayani.entrances.portal.charts import index_chart
from melayani.entrances.portal.tests.factories import ALL_GOOD, counted, finished
from melayani.entrances.portal.tests.test_read_a_service import read
from melayani.voice.surveys.queries import latest_published
from melayani.voice.surveys.tests.factories import ALL_BEST, published

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_running_index_as_provisional(client: Client) -> None:
    service = imported("kk-bontang")[0]
    counted(service, ALL_GOOD, now=timezone.now())
    text = read(client, "/kinerja/")
    assert "Disdukcapil Kota Bontang 75,00 (C) sementara, 12 jawaban" in text


def test_nine_answers_are_too_few_to_show(client: Client) -> None:
    service = imported("kk-bontang")[0]
    counted(service, ALL_GOOD, times=9, now=timezone.now())
    text = read(client, "/kinerja/?instansi=disdukcapil-kota-bontang")
    assert "Baru 9 jawaban: terlalu sedikit" in text
    assert "75,00" not in text


def test_a_unit_shows_elements_services_and_share_on_time(client: Client) -> None:
    service = imported("kk-bontang")[0]
    counted(service, ALL_GOOD, now=timezone.now())
    finished(service, [1, 1, 2, 2, 3], now=timezone.now())
    text = read(client, "/kinerja/?instansi=disdukcapil-kota-bontang")
    for words in (
        "Sembilan unsur",
        "Persyaratan",
        "rata-rata 3,00 dari 4",
        "Penerbitan Kartu Keluarga",
        "100% dari 5",
    ):
        assert words in text
    one = read(client, f"/kinerja/?instansi=disdukcapil-kota-bontang&layanan={service.slug}")
    assert "Semua layanan kantor ini" in one
    assert "75,00" in one


def test_a_published_period_keeps_its_figures(client: Client) -> None:
    service = published_service()
    now = timezone.now()
    counted(service, ALL_GOOD, now=now)
    period = published(service.agency, now=now)
    assert latest_published(service.agency) == period
    address = f"/kinerja/?instansi={service.agency.slug}&periode={period.pk}"
    before = read(client, address)
    assert "Diumumkan" in before
    counted(service, ALL_BEST, times=30, now=now)
    assert read(client, address) == before


def test_a_unit_shows_its_years_and_published_periods(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    service, now = published_service(), timezone.now()
    year = now.astimezone(service.agency.zone).year
    address = f"/kinerja/?instansi={service.agency.slug}"
    assert "Dari tahun ke tahun" not in read(client, address)
    counted(service, ALL_GOOD, now=now.replace(year=year - 2, month=6, day=15))
    counted(service, ALL_BEST, now=now.replace(year=year - 1, month=6, day=15))
    period = published(service.agency, now=now.replace(year=year - 1, month=6, day=16))
    with django_assert_num_queries(14):  # one of them for the months of all years
        text = read(client, address)
    assert f"{year - 2} 12 jawaban 75,00 (C)" in text
    assert f"{year - 1} 12 jawaban 100,00 (A)" in text
    assert "Tiap masa survei yang terbit" in text
    html = client.get(address).content.decode()
    assert (
        html.count('height="10" rx="5"') == 4
    )  # a track and a bar for each of the two years; the last 365 days have too few
    assert f"/survei/hasil/{service.agency.slug}/{period.pk}/" in html
    for narrowed in (f"&periode={period.pk}", f"&layanan={service.slug}"):
        assert "Dari tahun ke tahun" not in read(client, address + narrowed)


@pytest.mark.parametrize("extra", ["periode=999999", "periode=x", "layanan=tidak-ada", "periode=%00"])
def test_an_unknown_period_or_service_falls_back_to_the_running_one(client: Client, extra: str) -> None:
    service = published_service()
    assert "Berjalan (sementara)" in read(client, f"/kinerja/?instansi={service.agency.slug}&{extra}")


def test_an_unknown_unit_is_404(client: Client) -> None:
    read(client, "/kinerja/?instansi=tidak-ada", status=404)


def test_a_region_narrows_the_list(client: Client) -> None:
    for service in imported("kk-bontang", "ktpel-rusak-hilang-bengkalis"):
        counted(service, ALL_GOOD, now=timezone.now())
    text = read(client, "/kinerja/?wilayah=64")
    assert "Disdukcapil Kota Bontang 75,00" in text
    assert "Bengkalis 75,00" not in text
    assert "Belum ada penilaian di" not in text


def test_the_list_takes_the_same_queries_with_many_units(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (3, 12):
        for number in range(rows):
            counted(published_service(agency(f"Dinas {rows} {number}")), ALL_GOOD, times=10, now=timezone.now())
        client.get("/kinerja/")
        with django_assert_num_queries(10):
            client.get("/kinerja/")


def test_bars_are_as_long_as_the_index_is_above_its_lowest_value() -> None:
    chart = index_chart([("A", Decimal(25), "D"), ("B", Decimal("62.5"), "D"), ("C", Decimal(100), "A")])
    assert [bar.length for bar in chart.bars] == ["0.00%", "39.00%", "78.00%"]
    assert chart.height == 144
