"""`MELAYANI_BACKUP_PASSPHRASE=… python -m melayani backup DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.audit.backup import Refused, back_up, passphrase_from_environment


class Command(BaseCommand):
    help = "Write database, files and wrapped keys into a new folder; web and worker may go on meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = back_up(options["folder"], passphrase=passphrase_from_environment(), now=timezone.now())
        except (Refused, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"{done.rows} rows, {done.files} files, head {done.head}")
        for name in done.missing:
            self.stdout.write(f"not in the backup: {name} (it comes from the environment; keep it apart)")
