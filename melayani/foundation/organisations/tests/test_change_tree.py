"""The tree: made, changed, moved and closed by those who administer that part of it; whole after every change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.organisations.actions import (
    Refused,
    change_organisation,
    close_organisation,
    create_organisation,
    free_slug,
    mark_installation,
    move_organisation,
)
from melayani.foundation.organisations.models import Installation, Organisation
from melayani.foundation.organisations.queries import ancestors_and_self, descendants_and_self, is_demonstration
from melayani.foundation.organisations.tests.factories import MONDAY, Administrator, Tree, made, tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Tree:
    return tree()


def fresh(organisation: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def assert_whole() -> None:
    """Depth, number of children and parents agree with the paths."""
    rows = list(Organisation.objects.all())
    paths = {row.path for row in rows}
    for row in rows:
        children = [path for path in paths if path.startswith(row.path) and len(path) == len(row.path) + row.steplen]
        assert row.depth == len(row.path) // row.steplen
        assert row.numchild == len(children)
        assert row.depth == 1 or row.path[: -row.steplen] in paths


def test_each_stands_where_it_was_put(world: Tree) -> None:
    assert_whole()
    assert ancestors_and_self(world.city_registry) == [world.ministry, world.city, world.city_registry]
    assert set(descendants_and_self(world.city)) == {world.city, world.city_registry, world.health, world.mall}


def test_ancestors_cost_one_query(world: Tree, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        ancestors_and_self(world.city_registry)


def test_creation_is_recorded(world: Tree) -> None:
    event = Event.objects.get(name="organisation.created", subject_number=world.health.slug)
    assert (event.organisation_id, event.actor_kind) == (world.health.pk, "system")


def test_a_moved_subtree_takes_its_children_along(world: Tree) -> None:
    unit = made("unit", "Loket KTP", world.city_registry)
    moved = move_organisation(actor=SYSTEM, organisation=world.city_registry, parent=world.regency, now=MONDAY)
    assert_whole()
    assert ancestors_and_self(fresh(unit)) == [world.ministry, world.regency, moved, unit]
    assert Event.objects.get(name="organisation.moved").data == {"parent": world.regency.slug}


def test_many_moves_leave_the_tree_whole(world: Tree) -> None:
    for parent in (world.regency, world.ministry, world.city, world.health, world.city):
        move_organisation(actor=SYSTEM, organisation=fresh(world.city_registry), parent=fresh(parent), now=MONDAY)
        assert_whole()
    assert Organisation.objects.count() == 7


def test_nothing_moves_below_itself(world: Tree) -> None:
    for parent in (world.city, world.city_registry):
        with pytest.raises(Refused, match="dirinya sendiri"):
            move_organisation(actor=SYSTEM, organisation=world.city, parent=parent, now=MONDAY)
    assert_whole()


def test_an_administrator_changes_the_own_part_only(world: Tree) -> None:
    ours = Administrator(home=world.city)
    create_organisation(actor=ours, kind="unit", name="Loket", parent=world.health, now=MONDAY)
    change_organisation(actor=ours, organisation=world.health, phone="0548 123456", now=MONDAY)
    before = Event.objects.count()
    attempts: list[Callable[[], object]] = [
        lambda: create_organisation(actor=ours, kind="unit", name="X", parent=world.regency, now=MONDAY),
        lambda: create_organisation(actor=ours, kind="ministry", name="X", parent=None, now=MONDAY),
        lambda: change_organisation(actor=ours, organisation=world.regency_registry, phone="1", now=MONDAY),
        lambda: change_organisation(actor=ours, organisation=world.ministry, phone="1", now=MONDAY),
        lambda: close_organisation(actor=ours, organisation=world.regency, on=date(2026, 4, 1), now=MONDAY),
        lambda: move_organisation(actor=ours, organisation=world.health, parent=world.regency, now=MONDAY),
        lambda: move_organisation(actor=ours, organisation=world.regency_registry, parent=world.city, now=MONDAY),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="tidak berwenang"):
            attempt()
    assert Event.objects.count() == before
    assert_whole()


def test_a_change_is_recorded_with_the_names_of_the_fields(world: Tree) -> None:
    change_organisation(actor=SYSTEM, organisation=world.health, phone="0548", name=world.health.name, now=MONDAY)
    event = Event.objects.get(name="organisation.changed")
    assert event.data == {"fields": ["phone"]}
    assert fresh(world.health).phone == "0548"


def test_a_field_can_be_emptied(world: Tree) -> None:
    change_organisation(actor=SYSTEM, organisation=world.health, phone="0548", opened_on=date(2020, 1, 1), now=MONDAY)
    change_organisation(actor=SYSTEM, organisation=world.health, phone="", opened_on=None, now=MONDAY)
    assert (fresh(world.health).phone, fresh(world.health).opened_on) == ("", None)


@pytest.mark.parametrize(
    "details",
    [
        {"email": "bukan surel"},
        {"name": "x" * 500},
        {"time_zone": "Europe/Paris"},
        {"slug": "kementerian-panrb"},
        {"website": "javascript:alert(1)"},
        {"opened_on": date(2026, 1, 2), "closed_on": date(2026, 1, 1)},
        {"path": "0001"},
        {"numchild": 7},
    ],
)
def test_a_bad_value_is_refused_in_words(world: Tree, details: dict[str, Any]) -> None:
    before = Organisation.objects.values().get(pk=world.health.pk)
    with pytest.raises(Refused, match=r"\w"):
        change_organisation(actor=SYSTEM, organisation=world.health, now=MONDAY, **details)
    assert Organisation.objects.values().get(pk=world.health.pk) == before


def test_a_closed_organisation_is_open_until_the_day_before(world: Tree) -> None:
    closed = close_organisation(actor=SYSTEM, organisation=world.health, on=date(2026, 4, 1), now=MONDAY)
    assert closed.is_open_on(date(2026, 3, 31))
    assert not closed.is_open_on(date(2026, 4, 1))
    assert closed in Organisation.objects.open_on(date(2026, 3, 31))
    assert closed not in Organisation.objects.open_on(date(2026, 4, 1))


def test_the_database_refuses_closing_before_opening(world: Tree) -> None:
    world.health.opened_on, world.health.closed_on = date(2026, 1, 2), date(2026, 1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        world.health.save()


def test_an_organisation_with_history_cannot_be_deleted(world: Tree) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=world.health.pk).delete()
    assert fresh(world.health)


def test_equal_names_get_different_slugs(world: Tree) -> None:
    second = made("agency", "Dinas Kesehatan Bontang", world.regency)
    third = made("agency", "Dinas Kesehatan Bontang", world.regency)
    assert [world.health.slug, second.slug, third.slug] == [
        "dinas-kesehatan-bontang",
        "dinas-kesehatan-bontang-2",
        "dinas-kesehatan-bontang-3",
    ]
    assert free_slug("—") == "unit"


def test_no_path_reaches_nothing(world: Tree) -> None:
    assert not Organisation.objects.at_or_below([]).exists()
    assert set(Organisation.objects.at_or_below([world.regency.path])) == {world.regency, world.regency_registry}


def test_the_kind_of_installation_is_said_once() -> None:
    assert not is_demonstration()
    mark_installation(demonstration=True, now=MONDAY)
    mark_installation(demonstration=False, now=MONDAY)
    assert is_demonstration()
    with pytest.raises(IntegrityError), transaction.atomic():
        Installation.objects.create(id=2, created_at=MONDAY)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repeat", range(5))
def test_changes_at_the_same_moment_leave_the_tree_whole(repeat: int) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    world = tree()
    gate = threading.Barrier(4)
    faults: list[BaseException] = []

    def work(number: int) -> None:
        gate.wait()
        try:
            for turn in range(3):
                made("unit", f"Loket {number} {turn}", world.health, slug=f"loket-{number}-{turn}")
                parent = world.regency if (number + turn) % 2 else world.city
                move_organisation(actor=SYSTEM, organisation=world.city_registry, parent=parent, now=MONDAY)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert Organisation.objects.count() == 7 + 12
    assert_whole()
