"""Rows as the database keeps them, unread by Python on the way: read, compared and written whole."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

FROM_MIGRATIONS = {"django_content_type", "auth_permission"}  # filled once by `migrate`, and never by us
Row = Any  # on SQLite a tuple of values, on PostgreSQL a line of COPY
Contents = dict[Hashable, Row]  # by primary key


@dataclass(frozen=True)
class Change:
    """Which rows of a table go, by primary key, and which come; a changed row does both."""

    table: str
    gone: list[Any]
    come: list[Row]


@cache
def known() -> frozenset[str]:
    """Every table that a test may write."""
    return frozenset(_keys()) - FROM_MIGRATIONS


@cache
def _keys() -> dict[str, str]:
    models = apps.get_models(include_auto_created=True)
    return {one._meta.db_table: str(one._meta.pk.column) for one in models if one._meta.managed and not one._meta.proxy}


@cache
def _columns(table: str) -> tuple[str, ...]:
    """All columns in the order of the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA table_info({_quoted(table)})")
            return tuple(str(row[1]) for row in cursor.fetchall())
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
            " AND attgenerated = '' ORDER BY attnum",
            [_quoted(table)],
        )
        return tuple(str(row[0]) for row in cursor.fetchall())


def read(table: str) -> Contents:
    """All rows of the table."""
    place = _columns(table).index(_keys()[table])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quoted(table)} ({_list(table)}) TO STDOUT") as copy:
                lines = b"".join(bytes(part) for part in copy).splitlines(keepends=True)
            return {line.rstrip(b"\n").split(b"\t")[place]: line for line in lines}
        # `+column` is the column without its type: Python's converters leave it alone
        wanted = ", ".join("+" + _quoted(one) for one in _columns(table))
        cursor.execute(f"SELECT {wanted} FROM {_quoted(table)}")  # noqa: S608
        return {row[place]: row for row in cursor.fetchall()}


def change(table: str, before: Contents, after: Contents) -> Change:
    """What made `after` of `before`."""
    gone = [key for key, row in before.items() if after.get(key) != row]
    return Change(table, gone, [row for key, row in after.items() if before.get(key) != row])


def apply(one: Change) -> None:
    """Make the change in the database."""
    if one.gone:
        _delete(one.table, one.gone)
    if one.come:
        write(one.table, one.come)


def write(table: str, rows: Iterable[Row]) -> None:
    """Put whole rows into the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quoted(table)} ({_list(table)}) FROM STDIN") as copy:
                copy.write(b"".join(rows))
            return
        places = ", ".join(["%s"] * len(_columns(table)))
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({_list(table)}) VALUES ({places})", list(rows))  # noqa: S608


def column(one: Change, name: str) -> list[str]:
    """The text that the rows which come have in a column."""
    place = _columns(one.table).index(name)
    if connection.vendor == "postgresql":
        return [line.rstrip(b"\n").split(b"\t")[place].decode() for line in one.come]
    return [str(row[place] or "") for row in one.come]


def _delete(table: str, keys: list[Any]) -> None:
    key = _quoted(_keys()[table])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            texts = [one.decode() for one in keys]
            cursor.execute(f"DELETE FROM {_quoted(table)} WHERE {key}::text = ANY(%s)", [texts])  # noqa: S608
        else:
            cursor.executemany(f"DELETE FROM {_quoted(table)} WHERE {key} = %s", [[one] for one in keys])  # noqa: S608


def _list(table: str) -> str:
    return ", ".join(map(_quoted, _columns(table)))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
