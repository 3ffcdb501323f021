"""Let a new module's first migration create each table whole: `makemigrations` adds constraints one by one.

Usage: python scripts/tables.py LABEL …      (after `python -m melayani makemigrations LABEL`)

SQLite copies a table for each constraint that is added to it: a fresh installation and each run of the tests wait.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main(labels: list[str]) -> int:
    """Write 0001_initial of each module anew; 1 when none is named."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "melayani.settings")
    import django

    django.setup()
    for label in labels:
        _fold(label)
    return 0 if labels else 1


def _fold(label: str) -> None:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    migration: Any = MigrationLoader(None, ignore_no_migrations=True).get_migration(label, "0001_initial")
    migration.operations = whole(migration.operations)
    path = Path(apps.get_app_config(label).path) / "migrations" / "0001_initial.py"
    path.write_text(MigrationWriter(migration, include_header=False).as_string())
    print(f"{label}: {len(migration.operations)} operations")


def whole(operations: list[Any]) -> list[Any]:
    """The same tables with their fields, indexes and constraints from the start, each after those it points at."""
    from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel

    created = {one.name_lower: one for one in operations if isinstance(one, CreateModel)}
    rest = []
    for one in operations:
        table = created.get(getattr(one, "model_name_lower", ""))
        if table is None:
            rest += [] if isinstance(one, CreateModel) else [one]
        elif isinstance(one, AddField):
            table.fields.append((one.name, one.field))
        elif isinstance(one, AddIndex):
            table.options.setdefault("indexes", []).append(one.index)
        elif isinstance(one, AddConstraint):
            table.options.setdefault("constraints", []).append(one.constraint)
        else:
            rest.append(one)
    return [*_in_order(created), *rest]


def _in_order(created: dict[str, Any]) -> list[Any]:
    done: dict[str, Any] = {}
    while len(done) < len(created):
        ready = [name for name in created if name not in done and _points_at(created[name], created) <= set(done)]
        if not ready:
            raise SystemExit(f"these tables point at one another: {sorted(set(created) - set(done))}")
        done |= {name: created[name] for name in ready}
    return list(done.values())


def _points_at(table: Any, created: dict[str, Any]) -> set[str]:
    """Names of the other tables of this migration that a row of the table names."""
    models = {
        str(field.remote_field.model).rpartition(".")[2].lower() for _, field in table.fields if field.remote_field
    }
    return (models & set(created)) - {table.name_lower}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
