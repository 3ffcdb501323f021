"""How long cases really took."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import queries, rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.people.tests.factories import World


@examples(st.lists(st.integers(0, 60), min_size=1, max_size=200))
def test_the_ranks_are_those_of_the_sorted_list(days: list[int]) -> None:
    histogram = {Decimal(day): days.count(day) for day in days}
    found = rules.reality(histogram, kept=0, with_due=0)
    ordered = sorted(days)
    assert found.count == len(days)
    assert found.median == ordered[(len(days) + 1) // 2 - 1]
    assert found.p90 == ordered[-(-9 * len(days) // 10) - 1]


def test_four_cases_are_too_few_to_show() -> None:
    assert not rules.reality({Decimal(1): 4}, kept=4, with_due=4).is_enough
    assert rules.reality({Decimal(1): 5}, kept=5, with_due=5).is_enough


@pytest.mark.django_db
def test_median_p90_and_share_of_decided_cases(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    rows = factories.many(10, service=service, now=now, state=states.REFUSED)
    factories.many(3, service=service, now=now + timedelta(seconds=1))  # open ones do not count
    for place, row in enumerate(rows):
        row.working_days_taken = Decimal(place)
        row.decided_at = now
        row.due_at = now - timedelta(days=1) if place == 9 else row.due_at
        row.submitted_at = now - timedelta(days=30)
    Application.objects.bulk_update(rows, ["working_days_taken", "decided_at", "due_at", "submitted_at"])
    found = queries.real_times([service.pk], now - timedelta(days=365))[service.pk]
    assert (found.count, found.median, found.p90) == (10, Decimal(4), Decimal(8))
    assert found.on_time == Decimal("0.900")


@pytest.mark.django_db
def test_old_cases_and_silent_services_are_left_out(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    quiet = factories.lost_card(world.bontang)
    factories.many(5, service=service, now=now - timedelta(days=400), state=states.REFUSED)
    assert queries.real_times([service.pk, quiet.pk], now - timedelta(days=365)) == {}
    assert queries.real_times([], now) == {}


@pytest.mark.django_db
def test_two_queries_for_any_number_of_services(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services = [factories.birth_certificate(world.bontang, title=f"Layanan {place}") for place in range(4)]
    for service in services:
        factories.many(6, service=service, now=now, state=states.REFUSED)
    with django_assert_num_queries(2):
        found = queries.real_times([service.pk for service in services], now - timedelta(days=365))
    assert [found[service.pk].count for service in services] == [6, 6, 6, 6]


@pytest.mark.django_db
def test_only_the_newest_cases_count(world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "REALITY_SAMPLE", 5)
    service = factories.birth_certificate(world.bontang)
    factories.many(5, service=service, now=now - timedelta(days=30), state=states.REFUSED)
    newest = factories.many(5, service=service, now=now, state=states.REFUSED)
    Application.objects.filter(pk__in=[row.pk for row in newest]).update(working_days_taken=50)
    assert queries.real_times([service.pk], now - timedelta(days=365))[service.pk].median == 50
