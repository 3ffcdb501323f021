"""Write new rows where many are written: one statement, of which the text is made once for each model.

Django builds the text of an INSERT anew for each row. For a row of thirty columns that costs more than the database
needs for writing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

HEAD = "INSERT INTO {table} ({names}) VALUES "
Row = TypeVar("Row", bound=models.Model)
AS_THEY_ARE = (  # what PostgreSQL takes as Python has it; the other fields say themselves how their value is written
    *(models.CharField, models.ForeignKey, models.OneToOneField, models.BooleanField),
    *(models.DateField, models.DateTimeField, models.IntegerField, models.BigIntegerField),
    *(models.PositiveIntegerField, models.PositiveSmallIntegerField),
)


def insert(row: Row) -> Row:
    """Write one new row, as `save(force_insert=True)` would; it has its key afterwards."""
    return insert_all([row])[0]


def insert_all(rows: Sequence[Row]) -> Sequence[Row]:
    """Write a few new rows of one model with one statement; they have their keys afterwards. Raises IntegrityError.

    For plain models: no signal is sent, and nothing is left to a default of the database.
    """
    if rows:
        keys = _run(rows, "")
        for row, (key,) in zip(rows, keys, strict=True):
            _settle(row, key)
    return rows


def insert_unless_known(row: models.Model) -> bool:
    """Write one new row, or nothing where a unique constraint knows it already; True when it was written.

    Needs no savepoint. Waits for a transaction that is writing the same; what is there then, a new statement reads.
    """
    keys = _run([row], " ON CONFLICT DO NOTHING")
    if keys:
        _settle(row, keys[0][0])
    return bool(keys)


@dataclass(frozen=True)
class _Statement:
    """The parts of an INSERT that are the same for every row of a model; `plain` says which values go as they are."""

    head: str
    row: str
    returning: str
    fields: tuple[tuple[Any, bool], ...]


def _run(rows: Sequence[models.Model], conflict: str) -> list[tuple[Any]]:
    statement = _statement(type(rows[0]), connection.vendor)
    values = [
        getattr(row, field.attname) if plain else field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows
        for field, plain in statement.fields
    ]
    with connection.cursor() as cursor:
        text = f"{statement.head}{', '.join([statement.row] * len(rows))}{conflict}{statement.returning}"
        cursor.execute(text, values)
        return list(cursor.fetchall())


@lru_cache(maxsize=128)
def _statement(model: type[models.Model], vendor: str) -> _Statement:
    quote: Any = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    names = ", ".join(quote(field.column) for field in fields)
    return _Statement(
        head=HEAD.format(table=quote(model._meta.db_table), names=names),
        row=f"({', '.join(['%s'] * len(fields))})",
        returning=f" RETURNING {quote(model._meta.pk.column)}",
        fields=tuple((field, type(field) in AS_THEY_ARE and vendor == "postgresql") for field in fields),
    )


def _settle(row: models.Model, key: Any) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, connection.alias
