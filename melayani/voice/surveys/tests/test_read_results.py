"""Results from every side: pooled, small groups hidden, incomplete apart, trend, spread, comments by element."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from statistics import stdev
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.actions import create_organisation
from melayani.foundation.organisations.models import Tenancy
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer, signed_in
from melayani.voice.surveys import actions, queries, rules, words
from melayani.voice.surveys.queries.results import Group
from melayani.voice.surveys.tests.factories import (
    ALL_BEST,
    ALL_GOOD,
    ALL_WORST,
    counted,
    head_of,
    invited,
    opened,
)

NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
TODAY = NOON.date()
SPAN: dict[str, Any] = {"since": TODAY - timedelta(days=60), "until": TODAY}


def shown(groups: list[Group]) -> dict[str, tuple[int, str]]:
    return {
        group.label: (group.n, str(group.figures.index) if isinstance(group.figures, queries.IndexResult) else "")
        for group in groups
    }


@pytest.mark.django_db
def test_counters_and_ways_of_answering(world: World) -> None:
    service = published_service(world.bontang)
    first, second = (opened(world.bontang, name=name, now=NOON) for name in ("Loket 1", "Loket 2"))
    for point, scores, times in ((first, ALL_BEST, 6), (second, ALL_GOOD, 5)):
        for _ in range(times):
            actions.answer_at_point(point=point, service=service, scores=scores, now=NOON - timedelta(days=1))
    counted(service, ALL_WORST, times=5, now=NOON)
    assert shown(queries.breakdown(world.bontang, "loket", **SPAN)) == {
        "Loket 1": (6, "100.00"),
        "Loket 2": (5, "75.00"),
    }
    assert shown(queries.breakdown(world.bontang, "cara", **SPAN)) == {
        "Kode QR di loket": (11, "88.64"),
        "Tautan sesudah layanan": (5, "25.00"),
    }


@pytest.mark.django_db
def test_years_come_from_months_and_stand_by_themselves(world: World, django_assert_num_queries: Any) -> None:
    service = published_service(world.bontang)
    for years, scores, times in ((2, ALL_WORST, 12), (1, ALL_BEST, 9), (0, ALL_GOOD, 12)):
        counted(service, scores, times=times, now=NOON.replace(year=NOON.year - years))
    with django_assert_num_queries(1):
        found = queries.yearly(world.bontang, until=TODAY)
    told = [(one.year, one.headline.n, one.headline.index, one.headline.grade, one.is_whole) for one in found]
    assert told == [
        (2024, 12, Decimal("25.00"), "D", True),
        (2025, 9, None, "", True),  # too few
        (2026, 12, Decimal("75.00"), "C", False),
    ]
    assert [(one.answers, one.points) for one in found] == [(108, 108), (81, 324), (108, 324)]
    assert queries.history_of(world.bontang, **SPAN).years == found
    assert queries.yearly(world.bengkalis, until=TODAY) == []
    assert [one.year for one in queries.yearly(world.ministry, until=TODAY, years=2)] == [2025, 2026]


@pytest.mark.django_db
def test_units_agencies_and_regions_are_pooled_never_averaged(world: World) -> None:
    counted(published_service(world.bontang), ALL_BEST, times=30, now=NOON)
    counted(published_service(world.bontang, title="KK"), ALL_WORST, times=10, now=NOON)
    counted(published_service(world.bengkalis), ALL_GOOD, times=8, now=NOON)
    agencies = shown(queries.breakdown(world.ministry, "instansi", **SPAN))
    assert agencies[world.bontang.name] == (40, "81.25")  # the mean of 100 and 25 would be 62.50
    assert shown(queries.breakdown(world.ministry, "wilayah", **SPAN))[world.bengkalis_regency.name] == (8, "75.00")
    assert set(shown(queries.breakdown(world.ministry, "unit", **SPAN))) == {
        world.bontang_city.name,
        world.bengkalis_regency.name,
    }
    assert shown(queries.breakdown(world.bontang, "layanan", **SPAN))["KK"] == (10, "25.00")


@pytest.mark.django_db
def test_a_tenant_counts_for_the_mall_while_it_stands_there(world: World) -> None:
    mall = create_organisation(
        actor=SYSTEM, kind="mall", name="MPP Bontang", slug="mpp-bontang", parent=world.bontang_city, now=LONG_AGO
    )
    Tenancy.objects.create(
        mall=mall, unit=world.bengkalis, stand="12", since=TODAY - timedelta(days=20), until=TODAY - timedelta(days=5)
    )
    service = published_service(world.bengkalis)
    for days in (30, 10, 2):
        counted(service, ALL_BEST if days == 10 else ALL_WORST, times=6, now=NOON - timedelta(days=days))
    assert shown(queries.breakdown(mall, "gerai", **SPAN)) == {f"{world.bengkalis} (12)": (6, "100.00")}
    whole = queries.mall_index(mall, **SPAN)
    assert whole.figures.n == 6
    assert [(row.slug, row.n, row.figures.enough) for row in whole.tenants] == [(world.bengkalis.slug, 6, False)]


@pytest.mark.django_db
def test_a_mall_is_pooled_from_its_tenants_and_its_own_desk_once_each(world: World) -> None:
    mall = create_organisation(
        actor=SYSTEM, kind="mall", name="MPP Bontang", slug="mpp-bontang", parent=world.bontang_city, now=LONG_AGO
    )
    below = create_organisation(
        actor=SYSTEM, kind="unit", name="Gerai Pajak", slug="gerai-pajak", parent=mall, now=LONG_AGO
    )
    asked = create_organisation(
        actor=SYSTEM, kind="agency", name="Dinas Diajak", slug="diajak", parent=world.bontang_city, now=LONG_AGO
    )
    since = TODAY - timedelta(days=40)
    for unit, waits in ((world.bengkalis, False), (below, False), (asked, True)):
        Tenancy.objects.create(mall=mall, unit=unit, since=since, awaits_consent=waits)
    counted(published_service(world.bengkalis), ALL_BEST, times=30, now=NOON)
    counted(published_service(below, title="Pajak"), ALL_WORST, times=10, now=NOON)
    counted(published_service(asked, title="Lain"), ALL_WORST, times=10, now=NOON)
    whole = queries.mall_index(mall, **SPAN)
    assert isinstance(whole.figures, queries.IndexResult)
    assert (whole.figures.n, whole.figures.index) == (40, Decimal("81.25"))  # the mean of 100 and 25 would be 62.50
    assert [row.slug for row in whole.tenants] == [world.bengkalis.slug, below.slug]


@pytest.mark.django_db
def test_a_small_group_is_hidden_and_so_is_what_would_give_it_away(world: World) -> None:
    service = published_service(world.bontang)
    for name, times in (("Loket 1", 9), ("Loket 2", 6), ("Loket 3", 4)):
        point = opened(world.bontang, name=name, now=NOON)
        for _ in range(times):
            actions.answer_at_point(point=point, service=service, scores=ALL_GOOD, now=NOON - timedelta(days=1))
    actions.close_days(now=NOON)
    found = shown(queries.breakdown(world.bontang, "loket", **SPAN))
    assert found == {"Loket 1": (9, "75.00"), "Loket 2": (6, ""), "Loket 3": (4, "")}


@given(st.lists(st.integers(2500, 10000), min_size=2, max_size=60))
def test_the_interval_is_that_of_the_textbook(values: list[int]) -> None:
    half = rules.margin(n=len(values), values=sum(values), squares=sum(value * value for value in values))
    assert half is not None
    assert abs(float(half) - 1.96 * stdev(values) / math.sqrt(len(values)) / 100) < 0.0051
    assert rules.margin(n=1, values=5000, squares=25_000_000) is None


@pytest.mark.django_db
def test_trend_is_by_quarter_and_years_without_a_table_say_so(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=10, now=datetime(2025, 5, 9, 4, tzinfo=UTC))
    counted(service, ALL_BEST, times=10, now=NOON)
    steps = queries.history_of(world.bontang, since=TODAY, until=TODAY).trend
    assert [(step.label, step.headline.n) for step in steps] == [("2025 triwulan 2", 10), ("2026 triwulan 1", 10)]
    assert (steps[-1].headline.index, steps[-1].headline.grade) == (Decimal("100.00"), "A")
    counted(service, ALL_BEST, times=12, now=datetime(2015, 5, 9, 4, tzinfo=UTC))
    old = queries.history_of(world.bontang, since=TODAY, until=TODAY, years=12).trend[0].headline
    assert (old.n, old.index, old.grade) == (12, None, "")


@pytest.mark.django_db
def test_the_sample_of_each_service_and_whether_it_is_represented(world: World) -> None:
    first, second = published_service(world.bontang), published_service(world.bontang, title="KK")
    for service, times in ((first, 8), (second, 2)):
        for _ in range(times):
            invited(service, now=NOON - timedelta(days=70))
    rows = queries.sample_by_service(world.bontang, {first.pk: 3, second.pk: 6}, **SPAN)
    assert [(row.title, row.progress.users, row.progress.required, row.progress.missing) for row in rows] == [
        (first.title, 8, 8, 5),
        ("KK", 2, 2, 0),
    ]
    assert [(row.user_share, row.answer_share, row.represented) for row in rows] == [(80, 33, False), (20, 66, False)]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Hubungi saya di 0812-3456-7890 ya", "Hubungi saya di ••• ya"),
        ("NIK 6474010101900001", "NIK •••"),
        ("Kirim ke contoh@contoh.example", "Kirim ke •••"),
        ("Permohonan PMH-7K3Q9XBT-M lama", "Permohonan ••• lama"),
        ("Pak Contoh Satu ramah, Bu Ani juga", "Pak ••• ramah, Bu ••• juga"),
        ("Antre 3 jam di loket 12", "Antre 3 jam di loket 12"),
    ],
)
def test_personal_data_in_comments_are_masked(text: str, masked: str) -> None:
    assert words.masked(text) == masked


@pytest.mark.django_db
def test_comments_stand_under_the_elements_they_speak_of(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=1, now=NOON, comment="Antre lama dan ruangnya panas")
    counted(service, ALL_GOOD, times=1, now=NOON, comment="Terima kasih")
    found = dict(queries.comments_by_element(world.bontang, **SPAN))
    assert found["time"] == found["facilities"] == ["Antre lama dan ruangnya panas"]
    assert found[""] == ["Terima kasih"]


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["layanan", "loket", "cara", "unit", "gerai", "instansi", "wilayah", "lain"])
def test_the_page_shows_every_side_with_few_queries(
    client: Client, world: World, side: str, django_assert_max_num_queries: Any
) -> None:
    signed_in(client, head_of(world.bontang))
    for title in ("KTP-el", "KK", "Akta"):
        counted(published_service(world.bontang, title=title), ALL_GOOD, times=6, now=datetime.now(UTC), comment="Lama")
    with django_assert_max_num_queries(34):
        page = client.get(f"/kantor/survei/{world.bontang.slug}/hasil/?menurut={side}").content.decode()
    assert "75,00" in page
    assert "Waktu penyelesaian (18)" in page
    wrong = client.get(f"/kantor/survei/{world.bontang.slug}/hasil/?dari=2026-03-01&sampai=2026-02-01")
    assert "Hari terakhir harus sesudah" in wrong.content.decode()
    beyond = client.get(f"/kantor/survei/{world.bontang.slug}/hasil/?dari=9999-12-31&sampai=9999-12-31")
    assert "Hari terakhir paling lambat akhir tahun depan." in beyond.content.decode()


@pytest.mark.django_db
def test_a_mall_manager_reads_totals_and_no_comments(client: Client, world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=datetime.now(UTC), comment="Rahasia kecil")
    signed_in(client, officer(Role.MALL_MANAGER, world.bontang_city, name="Pengelola"))
    page = client.get(f"/kantor/survei/{world.bontang.slug}/hasil/").content.decode()
    assert "75,00" in page
    assert "Rahasia kecil" not in page
    assert "Bahas dalam konsultasi" not in page


@pytest.mark.django_db
def test_elements_below_the_index_lead_to_a_consultation(client: Client, world: World) -> None:
    counted(published_service(world.bontang), {**ALL_GOOD, "time": 1, "fee": 2}, times=12, now=datetime.now(UTC))
    signed_in(client, head_of(world.bontang))
    page = client.get(f"/kantor/survei/{world.bontang.slug}/hasil/").content.decode()
    assert page.count("Bahas dalam konsultasi<") == 2
    address = f"/kantor/konsultasi/baru/?unit={world.bontang.slug}&judul=Memperbaiki%20unsur%20Waktu%20penyelesaian"
    assert address.replace("&", "&amp;") in page
    assert 'value="Memperbaiki unsur Waktu penyelesaian"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_span_that_ends_where_no_grades_are_verified_is_refused_in_words(world: World) -> None:
    then = datetime(2015, 6, 2, 4, 0, tzinfo=UTC)
    counted(published_service(world.bontang), ALL_GOOD, times=12, now=then)
    office = signed_in(Client(), world.bontang_head)
    page = f"/kantor/survei/{world.bontang.slug}/hasil/"
    html = office.get(page, {"dari": "2015-05-01", "sampai": "2015-06-30"}).content.decode()
    assert "belum dapat dipastikan" in html
