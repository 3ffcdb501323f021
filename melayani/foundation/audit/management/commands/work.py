"""`python -m melayani work`: the one background process."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from melayani.foundation.audit.worker import work_once


class Command(BaseCommand):
    help = "Take news, send messages and do due work until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due and stop")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds to wait when nothing was due")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{work_once(timezone.now())}")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            if not self._work(stop):
                stop.wait(options["pause"])

    def _work(self, stop: threading.Event) -> int:
        close_old_connections()
        try:
            return work_once(timezone.now(), clock=timezone.now, stopping=stop.is_set)
        except Error as error:  # the database is away or read-only: the rows wait, and so do we
            self.stderr.write(f"database: {error}")
            connection.close()
            return 0
