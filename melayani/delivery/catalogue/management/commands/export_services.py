"""`python -m melayani export_services [FILE]`: the standards in force, in the shape of the shipped services.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from melayani.delivery.catalogue.exporting import export_services


class Command(BaseCommand):
    help = "Export the standards in force as JSON (standard output, or FILE)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(export_services(), ensure_ascii=False, indent=1)
        if options["file"]:
            options["file"].write_text(f"{text}\n")
        else:
            self.stdout.write(text)
