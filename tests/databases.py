"""The tests' databases: copies of one that was migrated once, emptied quickly, filled with what was built before."""

from __future__ import annotations

import os
import pickle
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests import remembered, rows

T = TypeVar("T")
MIGRATED = "MELAYANI_TESTS_MIGRATED"  # scripts/test.py: the file that says how the migration of this round ended
LONGEST_MIGRATION_S = 600
# What a page shows is proven once: on each database the walk over all addresses opens every page and does every deed.
ABOUT_PAGES = re.compile(
    r"_by_page\.py|(?<!open_a)_pages?\.py|/portal/tests/(?!find_|track_|watch_)|/surveys/tests/report\.py"
    r"|/(describe_api|describe_open311|discover|draw_map|letters|papers|write_formats)\.py"
)


def uses_database(item: pytest.Item) -> bool:
    """Whether the test may speak to the database under test: pytest-django forbids it to all others."""
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgresql"):
        return True
    kind = getattr(item, "cls", None)
    if kind is not None and issubclass(kind, TransactionTestCase):
        return True
    return not {"db", "transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))


def is_about_pages(item: pytest.Item) -> bool:
    """Whether the file's name says that it is about what pages and papers show; what commits may meet others' locks."""
    found = ABOUT_PAGES.search(item.path.as_posix().replace("/test_", "/"))
    return found is not None and is_rolled_back(item) and item.get_closest_marker("postgresql") is None


def is_proven(item: pytest.Item) -> bool:
    """Whether a second database could tell nothing that the first round did not."""
    return not uses_database(item) or is_about_pages(item) or item.get_closest_marker("one_database") is not None


def is_rolled_back(item: pytest.Item) -> bool:
    """Whether the test writes within one transaction that is undone at its end, and begins it with no rows."""
    mark = item.get_closest_marker("django_db")
    commits = mark is not None and (mark.kwargs.get("transaction") or mark.args)
    named = {"transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ()))
    return not commits and named and not (item.cls and issubclass(item.cls, TransactionTestCase))  # type: ignore[attr-defined]


def use_copy(worker: str) -> None:
    """Let this process work on its own copy of the migrated database, once that is there."""
    _wait_for(Path(os.environ[MIGRATED]))
    source, copy = (str(one["NAME"]) for one in (connection.settings_dict, _settings_of_copy(worker)))
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(copy)) as taken:
            given.backup(taken)
    else:
        connection.creation.clone_test_db(worker, verbosity=0)
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = copy


def migrated_file() -> Path | None:
    """The SQLite database that scripts/test.py migrated, once that is done; None on PostgreSQL and in plain pytest."""
    if MIGRATED not in os.environ or connection.vendor != "sqlite":
        return None
    done = Path(os.environ[MIGRATED])
    _wait_for(done)
    return done.parent / "melayani.sqlite3"


def _wait_for(done: Path) -> None:
    deadline = time.monotonic() + LONGEST_MIGRATION_S
    while not done.exists():
        if time.monotonic() > deadline:
            pytest.exit("the database is still being migrated", returncode=1)
        time.sleep(0.1)
    if done.read_text() != "0":
        pytest.exit("the database could not be migrated", returncode=1)


def _settings_of_copy(worker: str) -> dict[str, Any]:
    return dict(connection.creation.get_test_db_clone_settings(worker))


@cache
def tables() -> tuple[str, ...]:
    """Every table that a test may write."""
    return tuple(sorted(rows.known()))


def filled(names: tuple[str, ...]) -> list[str]:
    """Those of the tables that hold rows."""
    quoted = [(name, connection.ops.quote_name(name)) for name in names]
    questions = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})" for name, table in quoted]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return [name for (name,) in cursor.fetchall()]


def empty_tables(case: TransactionTestCase) -> None:
    """What `flush` does after a test that commits, for the tables that hold rows; what `migrate` filled stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in filled(tables()):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def empty_quickly(patch: pytest.MonkeyPatch) -> None:
    """Django's `flush` empties each table and writes all permissions anew: half a second after each such test."""
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty_tables)


class Prepared(Generic[T]):
    """What `build` makes in an empty database, its rows and the objects it gives, to be put there for each test.

    The objects of each test are its own: they are pickled.
    """

    def __init__(self, build: Callable[[], T]) -> None:
        self.build = build
        with remembered.undone(), transaction.atomic():
            assert filled(tables()) == [], "the database must be empty"
            self.objects = pickle.dumps(build())
            self.contents = {name: rows.read(name) for name in filled(tables())}
            transaction.set_rollback(True)
        self.mark = remembered.number()

    def put(self) -> T:
        """Write the rows and give the objects; where such rows stand already, build beside them."""
        empty = remembered.state.mark == 0
        if not empty and filled(tuple(self.contents)):
            return self.build()
        with transaction.atomic():
            for name, contents in self.contents.items():
                rows.write(name, contents.values())
        remembered.wrote(self.contents)
        given: T = pickle.loads(self.objects)  # noqa: S301 (our own, of this process)
        if empty:
            remembered.advance(self.mark, self.contents)
        return given


_prepared: dict[Callable[[], Any], Prepared[Any]] = {}


def once(build: Callable[[], T]) -> T:
    """What `build` gives in an empty database, built once in this process; beside rows of others it is built anew."""
    if build not in _prepared:
        if filled(tables()):
            return build()
        _prepared[build] = Prepared(build)
    given: T = _prepared[build].put()
    return given
