"""Copies of one real row by plain SQL: what the database alone can do, and tables that are full in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

FILED, ROUNDS = 150, 6
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


def rate_of_bare_inserts(copied: Mapping[str, Mapping[str, str]]) -> float:
    """Copies of one row of each table by one INSERT each, in one transaction for all, nothing else; a second."""
    from django.db import connection, transaction

    statements = [copy_statement(table, changed) for table, changed in copied.items()]
    best = 0.0
    with connection.cursor() as cursor:
        for turn in range(ROUNDS):
            start = perf_counter()
            for count in range(FILED):
                number = 1 + turn * FILED + count
                with transaction.atomic():
                    for statement in statements:
                        cursor.execute(statement, {"first": number, "last": number})
            best = max(best, FILED / (perf_counter() - start))
    return best
