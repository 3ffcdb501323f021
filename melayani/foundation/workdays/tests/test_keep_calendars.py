"""Kept calendars: one query while nobody changes a calendar row, and never an old answer after somebody did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays import queries
from melayani.foundation.workdays.models import Category, Closure, Holiday, stamp_calendars

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.KEEP_IN_MEMORY = True
    stamp_calendars()


def is_working(organisation: Organisation) -> bool:
    return queries.calendar_for(organisation, around=DAY).is_working(DAY)


def test_a_second_reading_takes_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(9):
        queries.calendars_for([world.bontang, world.bengkalis], around=DAY)
    with django_assert_num_queries(1):
        queries.calendars_for([world.bengkalis, world.bontang], around=DAY)


CHANGES: list[Callable[[Organisation], object]] = [
    lambda unit: Closure.objects.create(organisation=unit, starts_on=DAY, ends_on=DAY, reason="Pindah gedung"),
    lambda unit: Holiday.objects.bulk_create(
        [Holiday(organisation=unit, date=DAY, name="Hari jadi kota", category=Category.LOCAL, source="keputusan")]
    ),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_once(world: World, change: Callable[[Organisation], object]) -> None:
    assert is_working(world.bontang)
    change(world.bontang)
    assert not is_working(world.bontang)
    Closure.objects.all().delete()
    Holiday.objects.filter(category=Category.LOCAL).delete()
    assert is_working(world.bontang)


def test_an_update_in_bulk_is_seen_at_once(world: World) -> None:
    Closure.objects.create(organisation=world.bontang, starts_on=DAY, ends_on=DAY, reason="Pindah gedung")
    assert not is_working(world.bontang)
    Closure.objects.update(starts_on=date(2026, 3, 17), ends_on=date(2026, 3, 17))
    assert is_working(world.bontang)


def test_without_keeping_each_reading_is_fresh(
    world: World, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.KEEP_IN_MEMORY = False
    for _ in range(2):
        with django_assert_num_queries(8):
            queries.calendar_for(world.bontang, around=DAY)
