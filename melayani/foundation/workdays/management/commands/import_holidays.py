"""`python -m melayani import_holidays --from 2018 --until 2028`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.workdays.actions import Refused, import_holidays


class Command(BaseCommand):
    help = "Import national holidays and collective leave; rows made by hand stay. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=int, default=2018, help="first year (2018)")
        parser.add_argument("--until", dest="last", type=int, default=2028, help="last year (2028)")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options["first"], options["last"]
        if last < first:
            raise CommandError("--until lies before --from")
        for year in range(first, last + 1):
            try:
                result = import_holidays(year=year, now=timezone.now())
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            added, removed, kept = len(result.added), len(result.removed), len(result.kept)
            self.stdout.write(f"{year}: {added} added, {removed} removed, {kept} kept as edited by hand")
            for warning in result.warnings:
                self.stderr.write(warning)
