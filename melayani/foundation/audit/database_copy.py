"""The database as files and back: SQLite by its online backup, PostgreSQL by COPY in one snapshot (no pg_dump)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from melayani.foundation.audit.seal import GENESIS, Head, head

SQLITE_FILE = "melayani.sqlite3"
MIGRATIONS = "django_migrations"
MADE_BY_MIGRATE = {MIGRATIONS, "django_content_type", "auth_permission", "django_site"}


@dataclass(frozen=True)
class Table:
    """One table of the copy."""

    rows: int
    columns: list[str]


@dataclass(frozen=True)
class Copy:
    """What a copy holds: its tables, and the head of the chain at that moment."""

    tables: dict[str, Table]
    head: Head


class CopyBroken(Exception):
    """The copy is not readable as a database."""


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> list[str]:
    """The migrations of the installed version."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {})


def is_empty() -> bool:
    """Whether nobody has used this database yet; one that was only migrated counts as empty."""
    names = [name for name in connection.introspection.table_names() if name not in MADE_BY_MIGRATE]
    with connection.cursor() as cursor:
        return not any(_has_rows(cursor, name) for name in names)


def dump(folder: Path) -> Copy:
    """Copy the database into `folder` as it stands at one moment, while others go on writing."""
    folder.mkdir(mode=0o700)
    return _dump_postgresql(folder) if connection.vendor == "postgresql" else _dump_sqlite(folder / SQLITE_FILE)


def load(folder: Path, tables: dict[str, Table]) -> None:
    """Fill the empty database from the copy in `folder`, all or nothing."""
    if connection.vendor == "postgresql":
        _load_postgresql(folder, tables)
    else:
        _load_sqlite(folder / SQLITE_FILE)


def count_rows(names: list[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        return {name: _count(cursor, name) for name in names}


def _dump_sqlite(path: Path) -> Copy:
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise CopyBroken(path.name)
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = sorted(name for name in names if not name.startswith("sqlite_"))
        tables = {name: Table(rows=_count(copy.cursor(), name), columns=[]) for name in kept if name != MIGRATIONS}
        last = copy.execute("SELECT position, hash FROM audit_event WHERE position > 0 ORDER BY position DESC LIMIT 1")
        return Copy(tables=tables, head=Head(*(last.fetchone() or (0, GENESIS))))
    finally:
        copy.close()


def _load_sqlite(path: Path) -> None:
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    try:
        copy.backup(connection.connection)
    except sqlite3.DatabaseError as error:
        raise CopyBroken(path.name) from error
    finally:
        copy.close()
        connection.close()


def _dump_postgresql(folder: Path) -> Copy:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            if name == MIGRATIONS:
                continue
            columns = [column.name for column in connection.introspection.get_table_description(cursor, name)]
            with (folder / f"{name}.copy").open("wb") as file, cursor.copy(_copy(name, columns, "TO STDOUT")) as rows:
                for part in rows:
                    file.write(part)
            tables[name] = Table(rows=cursor.rowcount, columns=columns)
        return Copy(tables=tables, head=head())


def _load_postgresql(folder: Path, tables: dict[str, Table]) -> None:
    call_command("migrate", verbosity=0)
    names = sql.SQL(", ").join(sql.Identifier(name) for name in tables)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(sql.SQL("TRUNCATE {}").format(names))
        for name, table in tables.items():
            with (
                (folder / f"{name}.copy").open("rb") as file,
                cursor.copy(_copy(name, table.columns, "FROM STDIN")) as rows,
            ):
                while part := file.read(1 << 20):
                    rows.write(part)
        models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _copy(name: str, columns: list[str], where: str) -> sql.Composed:
    listed = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(name), listed, sql.SQL(where))


def _has_rows(cursor: Any, name: str) -> bool:
    cursor.execute(" ".join(["SELECT 1 FROM", connection.ops.quote_name(name), "LIMIT 1"]))
    return cursor.fetchone() is not None


def _count(cursor: Any, name: str) -> int:
    cursor.execute(" ".join(["SELECT count(*) FROM", connection.ops.quote_name(name)]))
    return int(cursor.fetchone()[0])
