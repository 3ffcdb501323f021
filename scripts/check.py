"""Format, lint, types, import contracts, migrations, translations, templates, style sheet, lock, deployment."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STYLE_SHEET = ROOT / "melayani/foundation/ui/static/ui/melayani.css"
STYLE_SHEET_BUDGET = 25_000  # bytes, gzipped (STACK: everything together)
DEPLOYED = {
    "MELAYANI_PUBLIC_URL": "https://melayani.example",
    "MELAYANI_BIND": "127.0.0.1",
    "MELAYANI_TRUSTED_PROXIES": "1",
    "MELAYANI_PROXY_HEADER": "X-Forwarded-Proto",
}


def main() -> int:
    """Run every check, print one line each, and return 1 when any failed."""
    os.chdir(ROOT)
    checks: list[tuple[str, Callable[[], str]]] = [
        ("format", lambda: _run(BIN / "ruff", "format", "--check", ".")),
        ("lint", lambda: _run(BIN / "ruff", "check", ".")),
        ("types", lambda: _run(BIN / "mypy")),
        ("import contracts", lambda: _run(BIN / "lint-imports")),
        ("migrations", lambda: _manage("makemigrations", "--check", "--dry-run")),
        ("translations", translations),
        ("templates", lambda: _run(sys.executable, "-m", "pytest", "-q", "tests/house_rules/test_templates.py")),
        ("style sheet", style_sheet),
        ("locked packages", locked_packages),
        ("deployment settings", lambda: _manage("check", "--deploy", "--fail-level", "WARNING")),
    ]
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # each check is a program of its own
        for (name, _), fault in zip(checks, threads.map(lambda one: one[1](), checks), strict=True):
            print(f"{'ok  ' if not fault else 'FAIL'} {name}", flush=True)
            if fault:
                failed += 1
                print(fault.rstrip(), flush=True)
    return 1 if failed else 0


def translations() -> str:
    """Each message extracted and translated into English; the compiled catalogue current; `%` places kept by msgfmt."""
    catalogue = ROOT / "melayani/locale/en/LC_MESSAGES/django.po"
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "django.pot"
        fault = _run(sys.executable, "scripts/messages.py", "--extract", str(template))
        if fault:
            return fault
        return _run(sys.executable, "scripts/messages.py", "--compare", str(template), str(catalogue))


def style_sheet() -> str:
    """The one style sheet within its budget."""
    size = len(gzip.compress(STYLE_SHEET.read_bytes(), 9))
    return "" if size <= STYLE_SHEET_BUDGET else f"{size} bytes gzipped; the budget is {STYLE_SHEET_BUDGET}"


def locked_packages() -> str:
    """Each package named in pyproject.toml stands in the lock with a hash."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    faults = [_missing("requirements.txt", project["project"]["dependencies"])]
    faults.append(_missing("requirements-dev.txt", project["dependency-groups"]["dev"]))
    extras = project["project"]["optional-dependencies"]
    faults.append(_missing("requirements-extras.txt", [one for wanted in extras.values() for one in wanted]))
    return "\n".join(fault for fault in faults if fault)


def _missing(file: str, wanted: list[str]) -> str:
    from packaging.requirements import Requirement

    locked = dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", (ROOT / file).read_text(), re.M))
    names = {name.lower().replace("_", "-"): version for name, version in locked.items()}
    faults = []
    for text in wanted:
        need = Requirement(text)
        version = names.get(need.name.lower().replace("_", "-"))
        if version is None or not need.specifier.contains(version):
            faults.append(f"{file}: {text} is locked at {version}; run `make lock`")
    return "\n".join(faults)


def _manage(*words: str) -> str:
    with tempfile.TemporaryDirectory() as data:
        return _run(sys.executable, "-m", "melayani", *words, MELAYANI_DATA=data, **DEPLOYED)


def _run(*words: str | Path, **environment: str) -> str:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, env={**os.environ, **environment}
    )
    return (done.stdout + done.stderr or f"exit {done.returncode}") if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
