"""`MELAYANI_BACKUP_PASSPHRASE=… python -m melayani restore DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.audit.backup import Refused, passphrase_from_environment, restore


class Command(BaseCommand):
    help = "Bring a backup into this empty installation and check that it is whole; stop web and worker first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that `backup` wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["folder"], passphrase=passphrase_from_environment(), now=timezone.now())
        except (Refused, OSError) as error:
            raise CommandError(str(error), returncode=1) from error
        self.stdout.write(f"{done.rows} rows, {done.files} files, head {done.head}: whole")
        for name in done.missing:
            self.stdout.write(f"not in the backup: {name} (set it in the environment as before)")
