"""`python -m melayani migrate`: Django's own command, in a seventh of the time on a new database."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from melayani.foundation.audit.new_tables import new_tables_alone


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with new_tables_alone():
            super().handle(*args, **options)
