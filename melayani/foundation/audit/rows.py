"""Write new rows where many are written: one statement whose text is made once per process for each shape of a row.

Django builds the text of an INSERT anew for each row. For a case of eighty columns, most of them empty, that costs more
than the database needs for writing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from melayani.foundation.audit.statements import run

Row = TypeVar("Row", bound=models.Model)
VALUE, BLANK, NOTHING = "%s", "''", ""  # how a column stands in the statement: given, empty text, left out (NULL)
PLAIN: dict[type, set[type]] = {
    str: {models.CharField, models.TextField},
    int: {models.BigAutoField, models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField},
    bool: {models.BooleanField},
}
PARTS = (50, 10, 1)
ANEW = " ON CONFLICT DO NOTHING"
NO_WAIT = ", set_config('synchronous_commit', 'off', true)"  # in RETURNING: it holds for this transaction


class Waiting(NamedTuple):
    """A new row that is written at the end of its block: how its columns stand in the statement, and their values."""

    row: models.Model
    shape: tuple[str, ...]
    values: list[Any]


_block: ContextVar[list[Waiting] | None] = ContextVar("rows that wait for the end of their block", default=None)


@contextmanager
def together() -> Iterator[None]:
    """New rows of this block are written when it ends, with one statement; then they have their keys.

    A row may point to one that was given before it. Values are read when a row is given, so that nothing is worked out
    at the end, when others may wait for a lock. A block inside a block belongs to the outer one. SQLite has no such
    statement: there each row is written when it is given.
    """
    if _block.get() is not None or connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
        yield
        return
    waiting: list[Waiting] = []
    token = _block.set(waiting)
    try:
        yield
    finally:
        _block.reset(token)
    if waiting:
        statement = _chain(tuple((type(one.row), one.shape) for one in waiting))
        keys = run(statement, [value for one in waiting for value in one.values])[0]
        for one, key in zip(waiting, keys, strict=True):
            _settle(one.row, key)


def insert(row: Row) -> Row:
    """Write one new row, as `save(force_insert=True)` would; it has its key afterwards."""
    return insert_all([row])[0]


def insert_all(rows: Sequence[Row]) -> Sequence[Row]:
    """Write a few new rows of one model with one statement; they have their keys afterwards. Raises IntegrityError.

    For plain models: no signal is sent, and nothing is left to `auto_now` or to a default of the database.
    """
    waiting = _block.get()
    if waiting is not None:
        for row in rows:
            waiting.append(_shaped(row, [one.row for one in waiting]))
    elif rows:
        for row, (key, *_) in zip(rows, _write(rows), strict=True):
            _settle(row, key)
    return rows


def insert_unless_known(row: models.Model, *, wait_for_disk: bool = True) -> bool:
    """Write one new row, or nothing where a unique constraint knows it already; True when it was written.

    Needs no savepoint, and is written at once, in a block too. Waits for a transaction that is writing the same; what
    is there then, a new statement reads. Without `wait_for_disk` a crash of PostgreSQL may forget this transaction
    unless a later one reached the disk.
    """
    keys = _write([row], conflict=ANEW, more="" if wait_for_disk else NO_WAIT)
    if keys:
        _settle(row, keys[0][0])
    return bool(keys)


def insert_unknown(rows: Sequence[models.Model]) -> int:
    """Write many new rows of one model, but none that a unique constraint knows already; return how many were written.

    In parts of few sizes, so that each has its statement; written at once, in a block too. The rows get no keys.
    """
    written, first = 0, 0
    for size in PARTS:
        while len(rows) - first >= size:
            written += len(_write(rows[first : first + size], conflict=ANEW))
            first += size
    return written


def _write(rows: Sequence[models.Model], *, conflict: str = "", more: str = "") -> list[tuple[Any, ...]]:
    model, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    values = list(map(_reader(model), rows))
    shape = tuple(_mark(column) for column in zip(*values, strict=True))
    more = more if database.vendor == "postgresql" else ""
    statement = _statement(model, shape, len(rows), f"{conflict} RETURNING {_key(model)}{more}", database.vendor)
    return run(statement, [value for one in values for value in _given(model, shape, one, database)])


def _settle(row: models.Model, key: Any) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _shaped(row: models.Model, before: Sequence[models.Model]) -> Waiting:
    """The row with its values as they are now; a column that points to a row of `before` names it."""
    model, database = type(row), connections[DEFAULT_DB_ALIAS]
    values = _reader(model)(row)
    marks = [_mark((value,)) for value in values]
    for place, name in _pointers(model):
        if values[place] is None and (other := row._state.fields_cache.get(name)) is not None:
            marks[place] = _place_of([id(one) for one in before].index(id(other)))  # ValueError: not given before
    shape = tuple(marks)
    return Waiting(row, shape, list(_given(model, shape, values, database)))


@lru_cache(maxsize=256)
def _reader(model: type[models.Model]) -> Callable[[models.Model], tuple[Any, ...]]:
    """What reads all columns off a row. Raises TypeError for a model with a column that Django fills while saving."""
    fields = model._meta.concrete_fields
    if any(isinstance(one, models.FileField) or getattr(one, "auto_now", False) for one in fields) or any(
        getattr(one, "auto_now_add", False) for one in fields
    ):
        raise TypeError(f"{model.__name__} has columns that are filled while it is saved")
    return attrgetter(*(field.attname for field in fields))


@lru_cache(maxsize=256)
def _pointers(model: type[models.Model]) -> list[tuple[int, str]]:
    """The columns that point to other rows: their place among the columns, and the name of the other row."""
    return [(place, field.name) for place, field in enumerate(model._meta.concrete_fields) if field.is_relation]


def _mark(column: Sequence[Any]) -> str:
    """How one column of the rows is written."""
    first = column[0]
    if (first is not None and first != "") or column.count(first) != len(column):
        return VALUE
    return NOTHING if first is None else BLANK


def _place_of(number: int) -> str:
    """The key of a row that the same statement writes."""
    return f"(SELECT id FROM row{number})"  # noqa: S608 (our own name)


def _given(
    model: type[models.Model], shape: Sequence[str], values: Sequence[Any], database: BaseDatabaseWrapper
) -> Iterator[Any]:
    """The values that go beside the statement, as the database takes them."""
    for (field, plain), mark, value in zip(_plain(model), shape, values, strict=True):
        if mark == VALUE:
            yield value if type(value) is plain else field.get_db_prep_save(value, database)


@lru_cache(maxsize=256)
def _plain(model: type[models.Model]) -> list[tuple[Any, type | None]]:
    """Each column with the type whose values every database takes as they are; None where there is no such type."""
    found: list[tuple[Any, type | None]] = []
    for field in model._meta.concrete_fields:
        kind = type(field.target_field if isinstance(field, models.ForeignKey) else field)
        found.append((field, next((plain for plain, kinds in PLAIN.items() if kind in kinds), None)))
    return found


@lru_cache(maxsize=512)
def _statement(model: type[models.Model], shape: tuple[str, ...], count: int, tail: str, vendor: str) -> str:
    """The INSERT of `count` rows of this shape; `vendor` keeps the databases of one process apart."""
    quote: Any = connections[DEFAULT_DB_ALIAS].ops.quote_name
    used = [(field, mark) for field, mark in zip(model._meta.concrete_fields, shape, strict=True) if mark != NOTHING]
    names = ", ".join(quote(field.column) for field, _ in used)
    row = f"({', '.join(mark for _, mark in used)})"
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * count)}{tail}"  # noqa: S608 (our own names)


@lru_cache(maxsize=512)
def _chain(rows: tuple[tuple[type[models.Model], tuple[str, ...]], ...]) -> str:
    """One statement that writes all rows and gives their keys."""
    parts = [
        f"row{number} AS ({_statement(model, shape, 1, f' RETURNING {_key(model)} AS id', 'postgresql')})"
        for number, (model, shape) in enumerate(rows)
    ]
    return f"WITH {', '.join(parts)} SELECT {', '.join(_place_of(number) for number in range(len(rows)))}"


@lru_cache(maxsize=256)
def _key(model: type[models.Model]) -> str:
    quote: Any = connections[DEFAULT_DB_ALIAS].ops.quote_name
    return str(quote(model._meta.pk.column))
