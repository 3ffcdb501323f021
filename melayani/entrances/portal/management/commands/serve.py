"""`python -m melayani serve`: the web process."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from granian import Granian
from granian.constants import Interfaces

from melayani.foundation.organisations.queries import is_demonstration

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Command(BaseCommand):
    help = "Serve the pages and the API with granian on MELAYANI_BIND and MELAYANI_PORT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
        parser.add_argument(
            "--show-demonstration-to-everybody",
            action="store_true",
            help="serve a demonstration database, with its public sign-ins, on an address that others can reach",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.BIND not in LOOPBACK and is_demonstration() and not options["show_demonstration_to_everybody"]:
            raise CommandError(
                f"This database is a demonstration with public sign-ins, and {settings.BIND} can be reached by others. "
                "Serve it on 127.0.0.1, or add --show-demonstration-to-everybody."
            )
        Granian(
            target="melayani.wsgi:application",
            address=settings.BIND,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            workers=options["workers"],
            blocking_threads=4,
            log_access=False,
            respawn_failed_workers=True,
            workers_kill_timeout=10,
        ).serve()
