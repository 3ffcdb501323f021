"""`migrate` builds a new table's model alone, and all others as soon as they could matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import get_commands
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from melayani.foundation.audit.new_tables import new_tables_alone


def table(name: str, *points_at: str) -> ModelState:
    fields: list[tuple[str, Any]] = [("id", models.BigAutoField(primary_key=True))]
    fields += [(to, models.ForeignKey(f"shop.{to}", models.CASCADE, related_name=f"{name}s")) for to in points_at]
    return ModelState("shop", name, fields)


def reached_from(state: ProjectState, name: str) -> set[str]:
    """Models that point at this one, as a query of that state would know them."""
    model = state.apps.get_model("shop", name)
    return {str(one.related_model._meta.model_name) for one in model._meta.related_objects}


@pytest.fixture
def state() -> Iterator[ProjectState]:
    """A town's shops and their clerks, built; then a door is added to each shop."""
    with new_tables_alone():
        state = ProjectState()
        for one in (table("town"), table("shop", "town"), table("clerk", "shop")):
            state.add_model(one)
        state.apps  # noqa: B018 (built by being asked for)
        yield state


def test_migrate_is_ours() -> None:
    assert get_commands()["migrate"] == "melayani.foundation.audit"


def test_a_new_table_leaves_the_models_of_others_as_they_are(state: ProjectState) -> None:
    before = {name: state.apps.get_model("shop", name) for name in ("town", "shop", "clerk")}
    state.add_model(table("door", "shop"))
    door = state.apps.get_model("shop", "door")
    assert door._meta.get_field("shop").related_model is before["shop"]
    assert {name: state.apps.get_model("shop", name) for name in before} == before


def test_a_change_after_it_sees_all_tables(state: ProjectState) -> None:
    state.add_model(table("door", "shop"))
    later = state.clone()
    later.add_field("shop", "shop", "name", models.TextField(default=""), preserve_default=True)
    assert reached_from(later, "shop") == {"clerk", "door"}
    assert reached_from(later, "town") == {"shop"}
    door = later.apps.get_model("shop", "door")
    assert door._meta.get_field("shop").related_model is later.apps.get_model("shop", "shop")


def test_code_of_a_migration_sees_all_tables(state: ProjectState) -> None:
    state.add_model(table("door", "shop"))
    state.clear_delayed_apps_cache()  # as RunPython does before it calls
    assert reached_from(state, "shop") == {"clerk", "door"}


def test_a_table_that_goes_is_gone(state: ProjectState) -> None:
    state.add_model(table("door", "shop"))
    state.remove_model("shop", "door")
    state.alter_field("shop", "clerk", "shop", models.OneToOneField("shop.shop", models.CASCADE), preserve_default=True)
    assert reached_from(state, "shop") == {"clerk"}


def test_the_same_steps_end_in_the_same_models_as_with_django() -> None:
    def steps() -> set[tuple[str, str, str]]:
        state = ProjectState()
        state.add_model(table("town"))
        state.apps  # noqa: B018 (built by being asked for)
        for one in (table("shop", "town"), table("clerk", "shop"), table("door", "shop", "town")):
            state.add_model(one)
        state.rename_field("shop", "door", "town", "place")
        state.remove_field("shop", "clerk", "shop")
        state.add_model(table("key", "door", "clerk"))
        state.clear_delayed_apps_cache()
        return {
            (model.__name__, field.name, str(field.related_model and field.related_model.__name__))
            for model in state.apps.get_models()
            for field in model._meta.get_fields()
        }

    with new_tables_alone():
        ours = steps()
    assert ours == steps()
