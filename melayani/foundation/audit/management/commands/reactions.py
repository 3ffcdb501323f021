"""`python -m melayani reactions`: who hears which news."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from melayani.foundation.audit.news import reactions, ticks


class Command(BaseCommand):
    help = "Print each consumer of events with what it hears, and each piece of regular work with its interval."

    def handle(self, *args: Any, **options: Any) -> None:
        for consumer, names in reactions():
            self.stdout.write(f"{consumer} <- {', '.join(sorted(names))}")
        for name, (every, _) in sorted(ticks().items()):
            self.stdout.write(f"{name} every {every}")
