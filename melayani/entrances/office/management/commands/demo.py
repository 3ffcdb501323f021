"""`python -m melayani demo`: fill a fresh database with the demonstration, or print its sign-ins.

`--size national` adds a made-up unit with two years of reports in every regency and city.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from melayani.entrances.office import demonstration
from melayani.entrances.office.demonstration.people import SHARED_WORD
from melayani.foundation.organisations.models import Installation, Organisation
from melayani.foundation.organisations.queries import is_demonstration


class Command(BaseCommand):
    help = "Load the demonstration into an empty database; it is marked as such and can never become a real one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when the database holds something")
        parser.add_argument(
            "--size", choices=["small", "national"], default="small", help="small, or the whole country"
        )
        parser.add_argument("--sign-ins", action="store_true", help="print the address and the sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self._print_sign_ins()
            return
        if Installation.objects.exists() or Organisation.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("This database is not empty. The demonstration needs a fresh one.")
        now = timezone.now()
        demonstration.load(now=now, say=self.stdout.write)
        if options["size"] == "national":
            demonstration.load_nation(now=now, say=self.stdout.write)

    def _print_sign_ins(self) -> None:
        self.stdout.write(f"\nMelayani: {settings.PUBLIC_URL}/")
        if is_demonstration():
            self.stdout.write(f"Kantor:   {settings.PUBLIC_URL}/kantor/   kata sandi semua akun contoh: {SHARED_WORD}")
            for one in demonstration.sign_ins():
                self.stdout.write(f"  {one.email:<38} {one.what_for}")
            for name, path in demonstration.machines():
                self.stdout.write(f"  {name:<38} {settings.PUBLIC_URL}{path}")
            self.stdout.write(f"Pesan keluar dapat dibaca di {settings.PUBLIC_URL}/demo/pesan/")
        self.stdout.write("Ctrl-C menghentikan web dan pekerja bersama-sama.\n")
