"""How long cases really took."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given as examples
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.applications import queries, reality, rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.reactions import keep_real_time
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.audit.models import Event
from melayani.foundation.numbers.rules import Reference
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
    found = reality.measure(service.pk, since=now - timedelta(days=365), until=now)
    assert (found.count, found.median, found.p90) == (10, Decimal(4), Decimal(8))
    assert found.on_time == Decimal("0.900")


@pytest.mark.django_db
def test_old_cases_and_silent_services_are_left_out(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    quiet = factories.lost_card(world.bontang)
    factories.many(5, service=service, now=now - timedelta(days=400), state=states.REFUSED)
    for one in (service, quiet):
        reality.keep(one.pk, now=now)
    assert queries.real_times([service.pk, quiet.pk]) == {}
    assert queries.real_times([]) == {}


@pytest.mark.django_db
def test_one_query_for_any_number_of_services(
    world: World, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    services = [factories.birth_certificate(world.bontang, title=f"Layanan {place}") for place in range(4)]
    for service in services:
        factories.many(6, service=service, now=now, state=states.REFUSED)
        reality.keep(service.pk, now=now)
    with django_assert_num_queries(1):
        found = queries.real_times([service.pk for service in services])
    assert [found[service.pk].count for service in services] == [6, 6, 6, 6]


@pytest.mark.django_db
def test_a_decision_changes_the_real_time_by_the_worker(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    factories.many(5, service=service, now=now, state=states.REFUSED)
    subject = Reference(kind="application", number="PMH-7K3Q9XBT-W")
    with transaction.atomic():
        record("application.refused", actor=SYSTEM, subject=subject, data={"service": service.pk}, now=now)
    keep_real_time(Event.objects.get(name="application.refused"), now)
    keep_real_time(Event.objects.get(name="application.refused"), now)
    assert queries.real_times([service.pk])[service.pk].count == 5


@pytest.mark.django_db
def test_cases_leave_the_year_without_a_new_decision(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang)
    factories.many(5, service=service, now=now, state=states.REFUSED)
    reality.keep(service.pk, now=now)
    assert reality.refresh_stale(now + timedelta(hours=1)) == 0
    assert reality.refresh_stale(now + timedelta(days=400)) == 1
    assert queries.real_times([service.pk]) == {}
