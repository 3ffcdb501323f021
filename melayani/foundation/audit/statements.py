"""Statements that are run again and again with other values: PostgreSQL reads and plans each once per connection.

Planning an INSERT into a table with a dozen columns, or the count of a slot's places, costs five times what running it
costs. psycopg can prepare as well, but forgets all it prepared at every rollback, and in a rush every refusal is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

AT_MOST = 200  # per connection; what comes later is planned at every call
_planned: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()
_numbers = count(1)


def run(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that a statement with %s for each of its values gives.

    Its text must be one of few: values never stand in it, and no other % does. Where queries are written down (tests
    that count them, DEBUG) the statement goes out as it is, so that it can be read.
    """
    return run_in_turn((statement, values))[0]


def run_in_turn(*wanted: tuple[str, Sequence[Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of each statement. On PostgreSQL all go out in one journey; each sees what was committed before it."""
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        if database.vendor != "postgresql" or not settings.PLAN_ONCE or database.queries_logged:
            return [_plainly(cursor, statement, values) for statement, values in wanted]
        known = _planned.setdefault(database.connection, {})
        fresh = {one: _prepared(one) for one, _ in wanted if one not in known} if len(known) < AT_MOST else {}
        texts = [known.get(one) or "".join(fresh.get(one, (one,))) for one, _ in wanted]
        cursor.execute("; ".join(texts), [value for _, values in wanted for value in values])
        found = []
        for number, (statement, _) in enumerate(wanted):
            for _ in range((number > 0) + (statement in fresh)):  # past PREPARE, which travels along
                cursor.nextset()
            found.append(cursor.fetchall())
        known.update((one, execute) for one, (_, execute) in fresh.items())
        return found


def _plainly(cursor: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    cursor.execute(statement, values)
    return list(cursor.fetchall())


def _prepared(statement: str) -> tuple[str, str]:
    """PREPARE under a name that was never used, so that one that failed half-way is in nobody's way; and EXECUTE."""
    name, places = f"melayani_{next(_numbers)}", statement.count("%s")
    wanted = f"({', '.join(['%s'] * places)})" if places else ""
    return f"PREPARE {name} AS {_numbered(statement)}; ", f"EXECUTE {name}{wanted}"


@lru_cache(maxsize=512)
def _numbered(statement: str) -> str:
    """The statement with $1, $2 … for its values."""
    first, *parts = statement.split("%s")
    return first + "".join(f"${number}{part}" for number, part in enumerate(parts, start=1))
