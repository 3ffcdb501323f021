"""Malls host units of other agencies, by dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.actions import (
    Refused,
    agree_tenancy,
    decline_tenancy,
    end_tenancy,
    keep_mall_details,
    start_tenancy,
)
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
    with pytest.raises(Refused, match="sebelum hari pertama"):
        end_tenancy(actor=SYSTEM, tenancy=stay, until=date(2026, 1, 4), now=MONDAY)
    stay.until = date(2026, 1, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        stay.save()


def test_the_mall_alone_only_proposes_and_the_unit_agrees(world: Tree) -> None:
    """A tenancy lets the mall's manager plan the unit's visits: nobody gets that right without the unit's word."""
    manager, head = Administrator(world.mall, "mall_manager"), Administrator(world.health, "head_of_unit")
    stay = start_tenancy(actor=manager, mall=world.mall, unit=world.health, since=date(2026, 1, 5), now=MONDAY)
    assert stay.awaits_consent
    assert tenants_of(world.mall, date(2026, 3, 16)) == []
    with pytest.raises(Refused, match="tidak berwenang"):
        agree_tenancy(actor=manager, tenancy=stay, now=MONDAY)
    for _ in range(2):
        agree_tenancy(actor=head, tenancy=stay, now=MONDAY)
    assert [one.unit for one in tenants_of(world.mall, date(2026, 3, 16))] == [world.health]
    names = Event.objects.filter(name__startswith="tenancy.").order_by("id").values_list("name", flat=True)
    assert list(names) == ["tenancy.proposed", "tenancy.agreed"]


def test_a_proposal_is_declined_by_the_unit_or_taken_back(world: Tree) -> None:
    manager = Administrator(world.mall, "mall_manager")
    for actor in (manager, Administrator(world.health, "head_of_unit")):
        stay = start_tenancy(actor=manager, mall=world.mall, unit=world.health, since=date(2026, 1, 5), now=MONDAY)
        with pytest.raises(Refused, match="tidak berwenang"):
            decline_tenancy(actor=Administrator(world.regency), tenancy=stay, now=MONDAY)
        for _ in range(2):
            decline_tenancy(actor=actor, tenancy=stay, now=MONDAY)
        assert not Tenancy.objects.exists()
    assert Event.objects.filter(name="tenancy.declined").count() == 2


def test_an_agreed_stay_is_ended_not_declined(world: Tree) -> None:
    stay = tenant(world.mall, world.health)
    with pytest.raises(Refused, match="Akhiri dengan tanggal"):
        decline_tenancy(actor=SYSTEM, tenancy=stay, now=MONDAY)
    assert Tenancy.objects.get() == stay


def test_the_bureau_above_both_starts_a_stay_at_once(world: Tree) -> None:
    bureau = Administrator(world.city, "organisation_bureau")
    stay = start_tenancy(actor=bureau, mall=world.mall, unit=world.health, since=date(2026, 1, 5), now=MONDAY)
    assert not stay.awaits_consent


def test_a_unit_stands_in_a_mall_once_at_a_time(world: Tree) -> None:
    stay = tenant(world.mall, world.health, since=date(2026, 1, 5))
    with pytest.raises(Refused, match="sudah menempati"):
        tenant(world.mall, world.health, since=date(2026, 2, 1))
    end_tenancy(actor=SYSTEM, tenancy=stay, until=date(2026, 1, 31), now=MONDAY)
    tenant(world.mall, world.health, since=date(2026, 2, 1))
    assert len(tenants_of(world.mall, date(2026, 2, 1))) == 1


def test_a_government_is_no_tenant(world: Tree) -> None:
    for unit in (world.city, world.ministry, world.mall):
        with pytest.raises(Refused, match="instansi atau unit"):
            tenant(world.mall, unit)


def test_the_mall_keeps_its_contacts_and_opening_day_and_nothing_else(world: Tree) -> None:
    manager = Administrator(world.mall, "mall_manager")
    opened = date(2022, 1, 3)
    keep_mall_details(actor=manager, mall=world.mall, phone="0548 1", opened_on=opened, now=MONDAY)
    world.mall.refresh_from_db()
    assert (world.mall.phone, world.mall.opened_on) == ("0548 1", opened)
    for details in ({"name": "Lain"}, {"closed_on": opened}, {"email": "bukan surel"}):
        with pytest.raises(Refused):
            keep_mall_details(actor=manager, mall=world.mall, now=MONDAY, **details)
    with pytest.raises(Refused, match="tidak berwenang"):
        keep_mall_details(actor=Administrator(world.regency), mall=world.mall, phone="2", now=MONDAY)
    with pytest.raises(Refused, match="tidak berwenang"):
        keep_mall_details(actor=manager, mall=world.health, phone="2", now=MONDAY)
