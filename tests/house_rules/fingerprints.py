"""Which tables a request changed: a hash over the rows of each, taken anew only where something was written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test import override_settings

# Written by any request of anybody: sessions, counters against guessing, and the worker's heartbeat.
NOT_COMPARED = {"sessions.session", "people.attempt", "audit.heartbeat"}
Look = Callable[[], dict[str, str]]


def fingerprint() -> dict[str, str]:
    """A hash over all rows of each table of ours and of the libraries."""
    return {label: _hash(model) for label, model in _compared().items()}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    return sorted(table for table in before if before[table] != after[table])


@contextmanager
def watched() -> Iterator[Look]:
    """Gives what `fingerprint` gives, but reads only tables that a statement may have changed since the last look."""
    watch = _Watch()
    with override_settings(PLAN_ONCE=False), connection.execute_wrapper(watch):  # a planned one shows its name only
        yield watch.look
        assert watch.look() == fingerprint(), "a table was written by a statement that the watch did not see"


class _Watch:
    """Reads each statement on its way to the database."""

    def __init__(self) -> None:
        self.models = _compared()
        self.labels = {model._meta.db_table: label for label, model in self.models.items()}
        self.prints = fingerprint()
        self.stale: set[str] = set()
        self.open: list[tuple[str, set[str]]] = [("", set())]  # each savepoint with what was written since

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        word = sql.split(None, 1)[0].upper()
        if word in {"SAVEPOINT", "RELEASE", "ROLLBACK"}:
            self._savepoint(word, sql.split()[-1])
        elif word != "SELECT":
            named = self._named_in(sql)
            self.stale |= named
            self.open[-1][1].update(named)
        return execute(sql, params, many, context)

    def _savepoint(self, word: str, name: str) -> None:
        """What was written since a savepoint goes with it, or belongs to the one around it."""
        if word == "SAVEPOINT":
            self.open.append((name, set()))
            return
        place = next((place for place, (one, _) in enumerate(self.open) if one == name), 0)
        written = set().union(*(tables for _, tables in self.open[place:]))
        if word == "ROLLBACK":
            self.stale |= written
            self.open[place:] = [(name, set())]
        else:
            self.open[max(place, 1) :] = []
            self.open[-1][1].update(written)

    def _named_in(self, sql: str) -> set[str]:
        return {self.labels[name] for name in re.findall(r'"(\w+)"', sql) if name in self.labels}

    def look(self) -> dict[str, str]:
        stale, self.stale = self.stale, set()
        self.prints = self.prints | _prints(self.models, stale)
        return self.prints


def _prints(models: Mapping[str, type[Model]], labels: Iterable[str]) -> dict[str, str]:
    return {label: _hash(models[label]) for label in labels}


def _compared() -> dict[str, type[Model]]:
    models = {model._meta.label_lower: model for model in apps.get_models() if model._meta.managed}
    return {label: model for label, model in models.items() if label not in NOT_COMPARED}


def _hash(model: type[Model]) -> str:
    rows = list(model._default_manager.order_by("pk").values_list())
    return hashlib.sha256(repr(rows).encode()).hexdigest()
