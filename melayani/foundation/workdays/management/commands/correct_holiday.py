"""`python -m melayani correct_holiday 2026-08-18 --name … --source …`: what a decree says and the package does not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.foundation.audit import SYSTEM
from melayani.foundation.workdays.actions import Refused, correct_holiday


class Command(BaseCommand):
    help = "Write or strike out a national holiday by hand; later imports leave it alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("day", help="YYYY-MM-DD")
        parser.add_argument("--name", required=True)
        parser.add_argument("--source", required=True, help="the decree")
        parser.add_argument("--leave", action="store_true", help="collective leave instead of a public holiday")
        parser.add_argument("--withdraw", action="store_true", help="the day counts as a working day after all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            holiday = correct_holiday(
                day=date.fromisoformat(options["day"]),
                category="collective_leave" if options["leave"] else "public",
                name=options["name"],
                source=options["source"],
                withdraw=options["withdraw"],
                actor=SYSTEM,
                now=timezone.now(),
            )
        except (ValueError, Refused) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(str(holiday))
