"""Remembered factories put the rows that they built, and are not asked where something else may bear on them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.applications import states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.tests.factories import World
from tests import remembered, rows

pytestmark = pytest.mark.django_db


def everything() -> dict[str, rows.Contents]:
    return {table: rows.read(table) for table in rows.known()}


def approved(world: World, now: datetime) -> Application:
    return factories.application_in(states.APPROVED, world=world, now=now)


@pytest.mark.parametrize("time", [1, 2, 3])
def test_the_known_rows_are_the_rows(time: int, world: World, now: datetime) -> None:
    """Built, put, and built by statements that were planned before: what is believed to stand in the database does."""
    first = approved(world, now)
    second = approved(world, now + timedelta(hours=time // 2))
    assert first.number != second.number
    assert Application.objects.get(pk=second.pk).secret == second.secret
    known = remembered.state.contents
    assert {table: found for table, found in everything().items() if found != known.get(table, {})} == {}


def test_put_rows_are_the_built_ones(world: World, now: datetime) -> None:
    begin = everything()
    with remembered.undone():
        built, first = approved(world, now), everything()
    with remembered.undone():
        for table in rows.known():
            rows.apply(rows.change(table, first[table], begin[table]))
    assert everything() == begin != first
    put = approved(world, now)
    assert (put.number, put.secret, everything()) == (built.number, built.secret, first)


def test_what_somebody_else_wrote_ends_it(world: World, now: datetime) -> None:
    Organisation.objects.filter(pk=world.bontang.pk).update(name="Kantor lain")
    assert remembered.state.mark is None
    assert approved(world, now).organisation.name == "Kantor lain"
    assert remembered.state.mark is None


def test_patched_code_is_asked_again(world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    number = approved(world, now).number
    assert remembered.state.mark is not None
    monkeypatch.setattr(factories, "_ROUTES", {**factories._ROUTES, states.APPROVED: ("take",)})
    later = approved(world, now)
    assert (later.number != number, later.state) == (True, states.IN_REVIEW)


def test_other_arguments_give_other_rows(world: World, now: datetime) -> None:
    with remembered.undone():
        first = approved(world, now)
    remembered.state.mark = None
    assert approved(world, now + timedelta(hours=1)).submitted_at != first.submitted_at


def test_an_object_changed_by_hand_is_another(world: World) -> None:
    known = remembered._name(world)
    assert remembered._name(world) == known
    world.bontang.name = "Kantor yang belum disimpan"
    assert remembered._name(world) != known
