"""Copies of one real row by plain SQL: what the database alone can do, and tables that are full in seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

CALLS, ROUNDS = 30, 40
# the unique columns of the two tables that every filing writes beside its own, made different in every copy
BESIDE = {
    "audit_event": {"position": "NULL", "hash": "''", "previous_hash": "''"},
    "messaging_outboxmessage": {"dedupe_key": "NULL"},
}


def copy_statement(table: str, changed: Mapping[str, str]) -> str:
    """An INSERT that copies the first row of `table` for each number from %(first)s to %(last)s.

    `changed` gives the SQL of columns that differ; in it `i` is the number and `a` the row that is copied.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    wanted = [column for column in columns if column != "id"]
    names = ", ".join(f'"{column}"' for column in wanted)
    values = ", ".join(changed.get(column, f'a."{column}"') for column in wanted)
    first = f"(SELECT * FROM {table} ORDER BY id LIMIT 1)"
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {first} a, generate_series(%(first)s, %(last)s) i"


def insert_copies(table: str, changed: Mapping[str, str], first: int, last: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(copy_statement(table, changed), {"first": first, "last": last})


def settle() -> None:
    """What is measured is the rate with full tables, not while they settle."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in ("VACUUM ANALYZE", "CHECKPOINT"):
            cursor.execute(statement)


def rates(*works: Callable[[int], object]) -> list[float]:
    """Calls a second of each of `works`, best of ROUNDS. They take turns, so that a busy neighbour meets all alike.

    Each work gets the number of its call, from 0 to ROUNDS * CALLS - 1.
    """
    best = [0.0] * len(works)
    for turn in range(ROUNDS):
        for place, work in enumerate(works):
            start = perf_counter()
            for number in range(turn * CALLS, (turn + 1) * CALLS):
                work(number)
            best[place] = max(best[place], CALLS / (perf_counter() - start))
    return best


def bare_inserts(copied: Mapping[str, Mapping[str, str]]) -> Callable[[int], None]:
    """Work for `rates`: copies of one row of each table by one INSERT each, in one transaction, nothing else."""
    from django.db import connection, transaction

    cursor = connection.cursor()
    statements = [copy_statement(table, changed) for table, changed in copied.items()]

    def insert(number: int) -> None:
        with transaction.atomic():
            for statement in statements:
                cursor.execute(statement, {"first": number, "last": number})

    return insert
