from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from melayani.voice.complaints import totals


class Command(BaseCommand):
    help = "Count the figures of complaints of some months anew from the cases"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="since", type=date.fromisoformat, required=True)
        parser.add_argument("--until", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        counted = totals.rebuild(since=options["since"], until=options["until"])
        self.stdout.write(f"{counted} bulan instansi dihitung ulang.")
