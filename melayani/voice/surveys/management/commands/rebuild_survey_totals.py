"""Recount the daily totals of the survey from the answers: `rebuild_survey_totals --since D --until D`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from melayani.voice.surveys.actions import rebuild_totals


class Command(BaseCommand):
    help = "Hitung ulang jumlah harian survei dari jawaban."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, default=date(2004, 1, 1))
        parser.add_argument("--until", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"] or timezone.localdate()
        rows = rebuild_totals(since=options["since"], until=until)
        self.stdout.write(f"{rows} jumlah harian dihitung ulang.")
