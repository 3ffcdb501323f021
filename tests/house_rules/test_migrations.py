"""A table is created whole: SQLite copies it for each constraint that comes later."""

from __future__ import annotations

import pytest
from django.db.migrations import AddConstraint, AddIndex
from django.db.migrations.loader import MigrationLoader

# audit stands below the people that its events name: its second migration joins them once these are there
JOINED_LATER = {("audit", "0002_initial")}


def late(label: str, name: str) -> list[str]:
    """Constraints and indexes that a first migration adds after the table."""
    migration = MigrationLoader(None).get_migration(label, name)
    return [str(one.describe()) for one in migration.operations if isinstance(one, AddConstraint | AddIndex)]


FIRST = sorted(
    (label, name)
    for (label, name), migration in MigrationLoader(None).disk_migrations.items()
    if migration.initial and type(migration).__module__.startswith("melayani.") and (label, name) not in JOINED_LATER
)


def test_first_migrations_are_found() -> None:
    assert len(FIRST) > 15


@pytest.mark.parametrize(("label", "name"), FIRST)
def test_a_first_migration_creates_whole_tables(label: str, name: str) -> None:
    assert late(label, name) == [], f"python scripts/tables.py {label}"
