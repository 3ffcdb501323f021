"""Read indexes: pooled, provisional from ten answers, never of today, with a constant number of queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from melayani.delivery.catalogue.tests.factories import published_service
from melayani.foundation.people.tests.factories import World
from melayani.voice.surveys import actions, queries
from melayani.voice.surveys.tests.factories import (
    ALL_BEST,
    ALL_GOOD,
    ALL_WORST,
    answered,
    counted,
    head_of,
    invited,
    published,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)
TODAY = NOON.date()


def test_nine_answers_are_too_few_ten_are_provisional(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=9, now=NOON)
    assert queries.index_of(unit=world.bontang, now=NOON) == queries.TooFew(
        n=9, since=TODAY - timedelta(days=364), until=TODAY
    )
    counted(service, ALL_BEST, times=1, now=NOON - timedelta(days=1))
    result = queries.index_of(unit=world.bontang, now=NOON)
    assert isinstance(result, queries.IndexResult)
    assert (result.n, result.index, result.grade, result.label) == (10, Decimal("77.50"), "B", "Baik")
    assert (result.provisional, result.published) == (True, False)
    assert {element.n for element in result.elements} == {10}


def test_answers_of_today_are_not_yet_in_the_index(world: World) -> None:
    service = published_service(world.bontang)
    answered(service, ALL_GOOD, times=12, now=NOON)
    actions.close_days(now=NOON)
    assert queries.index_of(unit=world.bontang, now=NOON).n == 0
    tomorrow = NOON + timedelta(days=1)
    actions.close_days(now=tomorrow)
    assert queries.index_of(service=service, now=tomorrow).n == 12


def test_a_unit_is_pooled_over_services_and_everything_below_it(world: World) -> None:
    first, second = published_service(world.bontang), published_service(world.bontang, title="Akta kelahiran")
    counted(first, ALL_BEST, times=30, now=NOON)
    counted(second, ALL_WORST, times=10, now=NOON)
    counted(published_service(world.bengkalis), ALL_WORST, times=10, now=NOON)
    unit = queries.index_of(unit=world.bontang, now=NOON)
    assert isinstance(unit, queries.IndexResult)
    assert (unit.n, unit.index) == (40, Decimal("81.25"))
    assert queries.index_of(unit=world.bontang_city, now=NOON) == unit
    assert queries.index_of(unit=world.ministry, now=NOON).n == 50
    services = queries.indices_of_services([first, second.pk], now=NOON)
    assert [services[first.pk].n, services[second.pk].n] == [30, 10]
    both = queries.index_of(unit=world.bontang, service=first, now=NOON)
    assert isinstance(both, queries.IndexResult)
    assert both.index == Decimal("100.00")


def test_elements_come_lowest_first(world: World) -> None:
    counted(published_service(world.bontang), {**ALL_BEST, "time": 2, "fee": 1}, now=NOON)
    result = queries.index_of(unit=world.bontang, now=NOON)
    assert isinstance(result, queries.IndexResult)
    assert [element.key for element in result.lowest_first][:2] == ["fee", "time"]
    assert result.lowest_first[0].counts == (12, 0, 0, 0)
    assert result.lowest_first[0].name == "Biaya/tarif"


def test_a_running_period_narrows_the_window(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_WORST, now=NOON - timedelta(days=40))
    counted(service, ALL_BEST, now=NOON)
    actions.open_period(
        actor=head_of(world.bontang),
        organisation=world.bontang,
        starts_on=TODAY - timedelta(days=10),
        ends_on=TODAY + timedelta(days=80),
        now=NOON,
    )
    assert queries.index_of(unit=world.bontang, now=NOON).n == 12
    assert queries.index_of(unit=world.bontang_city, now=NOON).n == 24
    rows = {row.unit.slug: row.running.n for row in queries.indices(now=NOON)}
    assert rows == {world.bontang.slug: 12}


def test_the_list_agrees_with_the_single_figures_and_is_paged(world: World) -> None:
    counted(published_service(world.bontang), ALL_GOOD, now=NOON)
    counted(published_service(world.bengkalis), ALL_BEST, now=NOON)
    published(world.bengkalis, now=NOON)
    rows = queries.indices(now=NOON)
    assert [row.unit for row in rows] == [world.bontang, world.bengkalis]
    for row in rows:
        assert row.running == queries.index_of(unit=row.unit, now=NOON)
    assert rows[0].published is None
    assert rows[1].published is not None
    assert rows[1].published.index == Decimal("100.00")
    first = queries.indices(now=NOON, limit=1)
    second = queries.indices(now=NOON, limit=1, offset=1)
    assert [row.unit for row in (*first, *second)] == [world.bontang, world.bengkalis]
    assert [row.unit for row in queries.indices(unit=world.bengkalis_regency, now=NOON)] == [world.bengkalis]
    assert queries.indices(paths=[], now=NOON) == []


def test_the_number_of_queries_does_not_grow(world: World, django_assert_num_queries: Any) -> None:
    for organisation in (world.bontang, world.bengkalis):
        for title in ("KTP-el", "Kartu keluarga", "Akta kelahiran"):
            counted(published_service(organisation, title=title), ALL_GOOD, now=NOON)
        published(organisation, now=NOON)
    with django_assert_num_queries(6):
        assert len(queries.indices(now=NOON)) == 2
    with django_assert_num_queries(3):
        queries.index_of(unit=world.ministry, now=NOON)
    with django_assert_num_queries(1):
        assert len(queries.services_of(world.ministry, since=TODAY - timedelta(days=30), until=TODAY)) == 6
    with django_assert_num_queries(1):
        queries.indices_of_services(range(1, 100), now=NOON)


def test_the_sample_is_asked_from_the_users_of_the_span_before(world: World) -> None:
    service = published_service(world.bontang)
    for days in (2, 3, 20, 21, 22):
        invited(service, now=NOON - timedelta(days=days))
    since, until = TODAY - timedelta(days=9), TODAY
    progress = queries.progress_of(world.bontang, n=1, since=since, until=until)
    assert (progress.users, progress.required, progress.percent) == (2, 2, 50)
    invited(service, now=NOON - timedelta(days=11))
    progress = queries.progress_of(world.bontang, n=9, since=since, until=until)
    assert (progress.users, progress.required, progress.percent) == (1, 1, 100)
    nobody = queries.progress_of(world.bengkalis, n=0, since=since, until=until)
    assert (nobody.users, nobody.required, nobody.percent) == (0, 0, 0)


def test_comments_come_without_day_and_scores(world: World) -> None:
    service = published_service(world.bontang)
    counted(service, ALL_GOOD, times=2, now=NOON, comment="Petugasnya ramah")
    words = queries.comments_of(world.bontang, since=TODAY - timedelta(days=5), until=TODAY)
    assert words == ["Petugasnya ramah", "Petugasnya ramah"]
    assert queries.comments_of(world.bengkalis, since=TODAY - timedelta(days=5), until=TODAY) == []
