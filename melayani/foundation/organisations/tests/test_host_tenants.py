"""Malls host units of other agencies, by dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.actions import Refused, end_tenancy, start_tenancy
from melayani.foundation.organisations.models import Tenancy
from melayani.foundation.organisations.queries import tenants_of
from melayani.foundation.organisations.tests.factories import MONDAY, Administrator, Tree, tenant, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Tree:
    return tree()


def test_a_tenant_serves_from_its_first_to_its_last_day(world: Tree) -> None:
    stay = tenant(world.mall, world.health, since=date(2026, 1, 5))
    end_tenancy(actor=SYSTEM, tenancy=stay, until=date(2026, 3, 31), now=MONDAY)
    served = [tenants_of(world.mall, day) != [] for day in (date(2026, 1, 4), date(2026, 1, 5), date(2026, 3, 31))]
    assert served == [False, True, True]
    assert tenants_of(world.mall, date(2026, 4, 1)) == []
    names = Event.objects.filter(name__startswith="tenancy.").order_by("id").values_list("name", flat=True)
    assert list(names) == ["tenancy.started", "tenancy.ended"]


def test_a_unit_may_come_back(world: Tree) -> None:
    end_tenancy(actor=SYSTEM, tenancy=tenant(world.mall, world.health), until=date(2026, 1, 31), now=MONDAY)
    tenant(world.mall, world.health, since=date(2026, 3, 1))
    assert tenants_of(world.mall, date(2026, 2, 15)) == []
    assert len(tenants_of(world.mall, date(2026, 3, 15))) == 1


def test_tenants_stand_by_stand_and_name_in_one_query(world: Tree, django_assert_num_queries: Any) -> None:
    tenant(world.mall, world.health, stand="B")
    tenant(world.mall, world.regency_registry, stand="A")
    tenant(world.mall, world.city_registry, stand="B")
    with django_assert_num_queries(1):
        names = [stay.unit.name for stay in tenants_of(world.mall, date(2026, 3, 16))]
    assert names == [world.regency_registry.name, world.city_registry.name, world.health.name]


def test_only_a_mall_has_tenants(world: Tree) -> None:
    with pytest.raises(Refused, match="mal pelayanan publik"):
        tenant(world.health, world.city_registry)
    assert not Tenancy.objects.exists()


def test_strangers_neither_bring_nor_end_a_tenant(world: Tree) -> None:
    stay = tenant(world.mall, world.health)
    stranger = Administrator(home=world.regency)
    with pytest.raises(Refused, match="tidak berwenang"):
        start_tenancy(actor=stranger, mall=world.mall, unit=world.regency_registry, since=date(2026, 1, 1), now=MONDAY)
    with pytest.raises(Refused, match="tidak berwenang"):
        end_tenancy(actor=stranger, tenancy=stay, until=date(2026, 3, 31), now=MONDAY)
    assert Tenancy.objects.get().until is None


def test_a_stay_does_not_end_before_it_starts(world: Tree) -> None:
    stay = tenant(world.mall, world.health, since=date(2026, 1, 5))
    with pytest.raises(IntegrityError), transaction.atomic():
        end_tenancy(actor=SYSTEM, tenancy=stay, until=date(2026, 1, 4), now=MONDAY)
