"""The English catalogue: extract messages, compare, compile. Needs gettext (Debian: apt install gettext).

Usage: python scripts/messages.py --update | --extract FILE.pot | --compare FILE.pot FILE.po
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "melayani/locale/en/LC_MESSAGES/django.po"


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return the exit code."""
    if not shutil.which("msgfmt"):
        print("gettext is needed (msgfmt, xgettext): apt install gettext")
        return 1
    match arguments:
        case ["--update"]:
            return update()
        case ["--extract", target]:
            return extract(Path(target))
        case ["--compare", template, catalogue]:
            return compare(Path(template), Path(catalogue))
    print(__doc__)
    return 2


def update() -> int:
    """Bring the committed catalogue up to date with the code and compile it."""
    return extract(CATALOGUE) or compile_catalogue()


def compile_catalogue() -> int:
    """Write the .mo beside the .po, so that running needs no gettext."""
    target = CATALOGUE.with_suffix(".mo")
    return subprocess.run(["msgfmt", "--check", "-o", str(target), str(CATALOGUE)]).returncode


def extract(target: Path) -> int:
    """Write the messages that stand in the code now to `target`."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "melayani"
        shutil.copytree(ROOT / "melayani", copy, ignore=shutil.ignore_patterns("tests", "__pycache__", "*.mo"))
        (copy / "locale").mkdir(exist_ok=True)
        words = [sys.executable, "-m", "melayani", "makemessages", "-l", "en", "--no-wrap", "--no-location"]
        # the copy itself is the package, because Django writes below the package's own folder
        done = subprocess.run(words, cwd=copy, env=_environment(Path(folder)), capture_output=True, text=True)
        if done.returncode:
            print(done.stdout + done.stderr)
            return done.returncode
        shutil.copy(copy / "locale/en/LC_MESSAGES/django.po", target)
    return 0


def compare(template: Path, catalogue: Path) -> int:
    """Say which messages are missing, untranslated, unsure or not compiled; 1 when there are any."""
    fresh, committed = _read(template), _read(catalogue)
    known = {(m.id, m.context): m for m in committed if m.id}
    faults = [f"not extracted: {m.id!r}" for m in fresh if m.id and (m.id, m.context) not in known]
    for message in known.values():
        if not message.string or (not isinstance(message.string, str) and not all(message.string)):
            faults.append(f"no English: {message.id!r}")
        elif message.fuzzy:
            faults.append(f"unsure (fuzzy): {message.id!r}")
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = {(_plain(m.id), _plain(m.context)): _plain(m.string) for m in read_mo(file)}
    faults += [f"not compiled: {key[0]!r}" for key, m in known.items() if m.string and compiled.get(key) != m.string]
    if faults:
        print("\n".join(faults[:40]))
    return 1 if faults else 0


def _plain(value: Any) -> Any:
    # Babel reads plural forms of an .mo as lists and contexts as bytes
    return value.decode() if isinstance(value, bytes) else tuple(value) if isinstance(value, list) else value


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _environment(root: Path = ROOT) -> dict[str, str]:
    # the package must be found although makemessages runs inside it
    return {**os.environ, "PYTHONPATH": str(root), "MELAYANI_DATA": tempfile.gettempdir() + "/melayani-messages"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
