"""What a factory builds is remembered: the same call in the same rows puts the same rows again.

A test begins with no rows. As long as nothing but remembered factories has written since, the rows are known, and a
call with the same arguments can only give what it gave before: its rows are written and its objects are unpickled,
in a fiftieth of the time that the real actions take. The first statement that anybody else writes ends it for the test.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils import translation

from tests import rows

P = ParamSpec("P")
T = TypeVar("T")
READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA", "SET", "PREPARE", "EXECUTE")
WRITES = re.compile(r"\b(INSERT|DELETE|(?<!FOR )(?<!NO KEY )UPDATE)\s", re.I)
ANY_TABLE = "UPDATE ?"  # a statement that was planned before anybody looked
PLAIN = (str, int, float, bytes, bool, type(None), date, time, timedelta, Decimal, UUID, Enum)
STARTED = datetime.now(UTC).replace(microsecond=0)  # for tests of pages that ask the clock: some hours or days before
FILES = "attachments_attachment"


class Unknown(Exception):
    """An argument whose value cannot be told from that of another."""


@dataclass(frozen=True)
class Kept:
    """What one call changed, and what it gave."""

    mark: int
    contents: dict[str, rows.Contents]
    changes: list[rows.Change]
    files: dict[str, bytes]
    objects: bytes


@dataclass
class State:
    """What is known of the rows in the database under test."""

    mark: int | None = None  # the number of the known state; 0 is empty, None unknown
    contents: dict[str, rows.Contents] = field(default_factory=dict)
    recording: list[set[str]] = field(default_factory=list)
    planned: dict[str, str] = field(default_factory=dict)
    plain_settings: object = None
    patches: pytest.MonkeyPatch | None = None
    quiet: bool = False

    @property
    def plain(self) -> bool:
        """Whether settings and code are those of every test."""
        patches = self.patches
        patched = patches is not None and (patches._setattr or patches._setitem)
        return not patched and vars(settings)["_wrapped"] is self.plain_settings

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if "PREPARE " in sql:
            self.planned.update(re.findall(r"\bPREPARE (\w+)(?: \([^)]*\))? AS (.*?);", sql, re.S))
        if (self.mark is not None or self.recording) and not self.quiet:
            self._see(sql)
        return execute(sql, params, many, context)

    def _see(self, sql: str) -> None:
        if sql.startswith("SELECT") and ";" not in sql:
            return
        planned = re.findall(r"\bEXECUTE (\w+)", sql)
        whole = " ".join([sql, *(self.planned.get(name, ANY_TABLE) for name in planned)])
        word = sql.lstrip("( \n").split(None, 1)[0].upper()
        if word not in READS or WRITES.search(whole):
            self.mark = None
            named = set(re.findall(r"[\w?]+", whole)) & (rows.known() | {"?"}) if self.recording else set()
            for touched in self.recording:
                touched |= named


state = State()
_kept: dict[Hashable, Kept] = {}
_numbers = iter(range(1, 1 << 60))


def begin(*, known: bool, patches: pytest.MonkeyPatch) -> None:
    """A test begins; where it is rolled back at its end, it begins without rows."""
    state.patches = patches
    state.plain_settings = state.plain_settings or vars(settings)["_wrapped"]
    state.mark, state.contents, state.recording = (0 if known else None), {}, []
    look()


def look() -> None:
    """See each statement of this process's connection from now on."""
    if state.watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(state.watch)


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is rolled back."""
    look()
    before = state.mark, state.contents
    try:
        yield
    finally:
        state.mark, state.contents = before


def wrote(tables: Iterable[str]) -> None:
    """Something else wrote these tables, perhaps by a way that shows no statement (COPY)."""
    state.mark = None
    names = set(tables)
    for touched in state.recording:
        touched |= names


def advance(mark: int, contents: dict[str, rows.Contents]) -> None:
    """The rows are those of step `mark` now."""
    state.mark, state.contents = mark, contents


def number() -> int:
    return next(_numbers)


def remembered(build: Callable[P, T]) -> Callable[P, T]:
    """A factory whose rows and objects are put again; it may depend on its arguments and the rows only."""

    @wraps(build)
    def again(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            key = _key(build, args, kwargs)
        except Unknown:
            return build(*args, **kwargs)
        if key in _kept:
            return cast("T", _put(_kept[key]))
        return _record(key, lambda: build(*args, **kwargs))

    return again


def _key(build: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Hashable:
    if state.mark is None or not state.plain:
        raise Unknown
    named = tuple(sorted((name, _name(value)) for name, value in kwargs.items()))
    return state.mark, build, tuple(_name(one) for one in args), named, translation.get_language()


def _name(value: Any) -> Hashable:
    """What tells the value of an argument from another."""
    if isinstance(value, datetime):
        if value.tzinfo is None or value.microsecond:  # the clock's own: the same call is never made again
            raise Unknown
        return "moment", value.isoformat(), str(value.tzinfo)
    if isinstance(value, PLAIN):
        return type(value), value
    if isinstance(value, Model):
        if value.pk is None:
            raise Unknown
        return value._meta.label, tuple(repr(vars(value).get(one.attname)) for one in value._meta.concrete_fields)
    return _name_of_many(value)


def _name_of_many(value: Any) -> Hashable:
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(_name(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, list | tuple):
        return type(value), tuple(map(_name, value))
    if isinstance(value, dict):
        return dict, tuple((_name(key), _name(one)) for key, one in value.items())
    raise Unknown


def _record(key: Hashable, build: Callable[[], T]) -> T:
    before, hooks = state.contents, len(connection.run_on_commit)
    touched: set[str] = set()
    state.recording.append(touched)
    try:
        value = build()
    finally:
        state.recording.pop()
    try:
        objects = pickle.dumps(value)
    except (pickle.PicklingError, TypeError, AttributeError):
        return value
    if "?" in touched or len(connection.run_on_commit) != hooks:  # what happens after a commit is not a row
        state.mark = None
        return value
    contents = before | {name: rows.read(name) for name in touched}
    changes = [rows.change(name, before.get(name, {}), contents[name]) for name in touched]
    kept = _kept[key] = Kept(number(), contents, changes, _files(changes), objects)
    advance(kept.mark, contents)
    return value


def _put(kept: Kept) -> object:
    wrote(one.table for one in kept.changes)
    state.quiet = True
    try:
        for change in kept.changes:
            rows.apply(change)
    finally:
        state.quiet = False
    for path, content in kept.files.items():
        file = Path(settings.FILES_DIR) / path
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    value: object = pickle.loads(kept.objects)  # noqa: S301 (our own, of this process)
    advance(kept.mark, kept.contents)
    return value


def _files(changes: list[rows.Change]) -> dict[str, bytes]:
    """The files behind new rows of attachments, by path: a test may remove them."""
    found = {}
    for path in (path for change in changes if change.table == FILES for path in rows.column(change, "path")):
        file = Path(settings.FILES_DIR) / path
        if path and file.is_file():
            found[path] = file.read_bytes()
    return found
