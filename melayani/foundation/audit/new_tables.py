"""A table that is new makes no other table different: `migrate` need not build the models of all others again.

Django keeps the models as they were before each step of a migration. For every new table it builds the models of all
tables anew that are related to it at any distance: with us nearly all, two hundred times over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.migrations.state import ProjectState

STALE = "_tables_do_not_know_newer_ones"


@contextmanager
def new_tables_alone() -> Iterator[None]:
    """Within, a new table's model is built alone; before anything else happens to a table, all are built anew, once."""
    with (
        patch.object(ProjectState, "add_model", _add_model),
        patch.object(ProjectState, "_reload", _reload),
        patch.object(ProjectState, "clear_delayed_apps_cache", _clear_delayed_apps_cache),
        patch.object(ProjectState, "clone", _clone),
    ):
        yield


_django: Any = {
    name: getattr(ProjectState, name) for name in ("add_model", "_reload", "clear_delayed_apps_cache", "clone")
}


def _add_model(self: Any, model: Any) -> None:
    key = (model.app_label, model.name_lower)
    if "apps" not in self.__dict__ or key in self.models:
        _django["add_model"](self, model)
        return
    self.models[key] = model
    if self._relations is not None:
        self.resolve_model_relations(key)
    self.apps.render_multiple([model])
    setattr(self, STALE, True)


def _reload(self: Any, related: Any) -> None:
    """What Django does after a table changed."""
    if getattr(self, STALE, False):
        _clear_delayed_apps_cache(self)
        self.apps  # noqa: B018 (built by being asked for)
    else:
        _django["_reload"](self, related)


def _clear_delayed_apps_cache(self: Any) -> None:
    """What Django does before code of ours sees the models of a migration."""
    if getattr(self, STALE, False):
        setattr(self, STALE, False)
        self.__dict__.pop("apps", None)
    _django["clear_delayed_apps_cache"](self)


def _clone(self: Any) -> Any:
    copy = _django["clone"](self)
    setattr(copy, STALE, getattr(self, STALE, False))
    return copy
