"""What an officer holds and reaches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer, superuser

pytestmark = pytest.mark.django_db


def test_a_role_reaches_the_subtree_and_nothing_beside_it(world: World) -> None:
    head = officer(Role.HEAD, world.bontang_city, name="Kepala kota")
    assert head.holds(Role.HEAD, world.bontang_city)
    assert head.holds(Role.HEAD, world.bontang)
    assert not head.holds(Role.HEAD, world.ministry)
    assert not head.holds(Role.HEAD, world.bengkalis)
    assert not head.holds(Role.APPROVER, world.bontang)


def test_reach_names_the_outermost_places_only(world: World) -> None:
    head = officer(Role.HEAD, world.bontang_city, name="Kepala kota")
    assert head.reach() == [world.bontang_city.path]
    assert head.reach(Role.HEAD, Role.APPROVER) == [world.bontang_city.path]
    assert head.reach(Role.APPROVER) == []


def test_an_ended_membership_gives_nothing(world: World) -> None:
    past = officer(Role.HEAD, world.bontang, name="Dulu kepala", until=datetime(2021, 1, 1, tzinfo=UTC))
    assert past.memberships == ()
    assert past.reach() == []


def test_a_membership_of_the_future_gives_nothing_yet(world: World) -> None:
    coming = officer(Role.HEAD, world.bontang, name="Nanti kepala", since=datetime(2999, 1, 1, tzinfo=UTC))
    assert not coming.holds(Role.HEAD, world.bontang)
    assert datetime.now(UTC) > LONG_AGO


def test_a_superuser_administers_everything_and_decides_no_case(world: World) -> None:
    root = superuser()
    assert root.holds(Role.ADMINISTRATOR, world.bontang)
    assert root.reach(Role.ADMINISTRATOR) == [""]
    assert root.sees_personal_data
    assert not root.holds(Role.APPROVER, world.bontang)
    assert root.reach(Role.APPROVER) == []


def test_organisations_come_once_each(world: World) -> None:
    assert world.bontang_processor.organisations == [world.bontang]
    assert world.bontang_processor.name == "Pemroses Bontang"
