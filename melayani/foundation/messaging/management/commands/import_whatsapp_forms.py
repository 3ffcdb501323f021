"""`python -m melayani import_whatsapp_forms FILE.json`: forms that Meta approved, and the text each stands for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.messaging.channels.whatsapp.forms import BadForms, bring_in


class Command(BaseCommand):
    help = "Take WhatsApp forms from a JSON list: name, language, category, template, parameters, state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = json.loads(options["file"].read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        if not isinstance(rows, list):
            raise CommandError("the file must hold a list of forms")
        try:
            count = bring_in(rows, now=timezone.now())
        except BadForms as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{count} forms")
