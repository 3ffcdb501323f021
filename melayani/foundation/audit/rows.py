"""Write new rows where many are written: one statement whose text is made once per process for each shape of a row.

Django builds the text of an INSERT anew for each row. For a case of eighty columns, most of them empty, that costs more
than the database needs for writing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)
VALUE, BLANK, NOTHING = "%s", "''", ""  # how a column stands in the statement: given, empty text, left out (NULL)


def insert(row: Row) -> Row:
    """Write one new row, as `save(force_insert=True)` would; it has its key afterwards."""
    return insert_all([row])[0]


def insert_all(rows: Sequence[Row]) -> Sequence[Row]:
    """Write a few new rows of one model with one statement; they have their keys afterwards. Raises IntegrityError.

    For plain models: no signal is sent, and nothing is left to `auto_now` or to a default of the database.
    """
    if rows:
        for row, (key,) in zip(rows, _write(rows), strict=True):
            _settle(row, key)
    return rows


def insert_unless_known(row: models.Model, *, wait_for_disk: bool = True) -> bool:
    """Write one new row, or nothing where a unique constraint knows it already; True when it was written.

    Needs no savepoint. Waits for a transaction that is writing the same; what is there then, a new statement reads.
    Without `wait_for_disk` a crash of PostgreSQL may forget this transaction unless a later one reached the disk.
    """
    keys = _write([row], " ON CONFLICT DO NOTHING", wait_for_disk=wait_for_disk)
    if keys:
        _settle(row, keys[0][0])
    return bool(keys)


def _write(rows: Sequence[models.Model], conflict: str = "", *, wait_for_disk: bool = True) -> list[tuple[Any]]:
    model, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    values = list(map(_reader(model), rows))
    shape = tuple(_mark(column) for column in zip(*values, strict=True))
    with database.cursor() as cursor:
        statement = _statement(model, shape, len(rows), conflict, database.vendor)
        given = [value for one in values for value in _given(model, shape, one, database)]
        if wait_for_disk or database.vendor != "postgresql":
            cursor.execute(statement, given)
        else:  # both in one journey, which is one transaction when none is open
            cursor.execute(f"SET LOCAL synchronous_commit = off; {statement}", given)
            cursor.nextset()
        return list(cursor.fetchall())


def _settle(row: models.Model, key: Any) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=256)
def _reader(model: type[models.Model]) -> Callable[[models.Model], tuple[Any, ...]]:
    """What reads all columns off a row. Raises TypeError for a model with a column that Django fills while saving."""
    fields = model._meta.concrete_fields
    if any(isinstance(one, models.FileField) or getattr(one, "auto_now", False) for one in fields) or any(
        getattr(one, "auto_now_add", False) for one in fields
    ):
        raise TypeError(f"{model.__name__} has columns that are filled while it is saved")
    return attrgetter(*(field.attname for field in fields))


def _mark(column: Sequence[Any]) -> str:
    """How one column of the rows is written."""
    first = column[0]
    if (first is not None and first != "") or column.count(first) != len(column):
        return VALUE
    return NOTHING if first is None else BLANK


def _given(
    model: type[models.Model], shape: Sequence[str], values: Sequence[Any], database: BaseDatabaseWrapper
) -> Iterator[Any]:
    """The values that go beside the statement, as the database takes them."""
    for field, mark, value in zip(model._meta.concrete_fields, shape, values, strict=True):
        if mark == VALUE:
            yield field.get_db_prep_save(value, database)


@lru_cache(maxsize=512)
def _statement(model: type[models.Model], shape: tuple[str, ...], count: int, conflict: str, vendor: str) -> str:
    """The INSERT of `count` rows of this shape; `vendor` keeps the databases of one process apart."""
    quote: Any = connections[DEFAULT_DB_ALIAS].ops.quote_name
    used = [(field, mark) for field, mark in zip(model._meta.concrete_fields, shape, strict=True) if mark != NOTHING]
    names = ", ".join(quote(field.column) for field, _ in used)
    row = f"({', '.join(mark for _, mark in used)})"
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    head = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608 (names of our own tables and columns)
    return f"{head}{', '.join([row] * count)}{conflict} RETURNING {key}"
