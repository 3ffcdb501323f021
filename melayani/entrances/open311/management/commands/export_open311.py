"""Write the OpenAPI document of the Open311 door: `export_open311 [FILE]`, on standard output without a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from melayani.entrances.open311.description import document


def text_of_document() -> str:
    """The document as it is committed: indented, with a line feed at the end."""
    return json.dumps(document(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


class Command(BaseCommand):
    help = "Tulis dokumen OpenAPI dari pintu Open311."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        text = text_of_document()
        if options["file"]:
            options["file"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")
