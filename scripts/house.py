"""What `make` calls: set-up, run, test, check, bench. Only the standard library, so a fresh machine can start here.

Usage: python3 scripts/house.py setup|run|test|check|bench|lock [arguments]
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SUPPORTED = ((3, 11), (3, 13))
START_LIMIT_S, STOP_LIMIT_S = 60, 15


def main(arguments: list[str]) -> int:
    """Do what the first argument names; return the exit code."""
    wishes = {"setup": setup, "run": run, "test": test, "check": check, "bench": bench, "lock": lock}
    if not arguments or arguments[0] not in wishes:
        print(__doc__)
        return 2
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # each program started below would compile everything again
    return wishes[arguments[0]](arguments[1:])


def setup(arguments: list[str]) -> int:
    """Make the virtual environment and install the hash-locked packages; nothing to do when they are there."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        print(f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 …")
        return 1
    locked = ROOT / ("requirements-dev.txt" if "--dev" in arguments else "requirements.txt")
    stamp = VENV / f".{locked.stem}"
    print_of = hashlib.sha256(locked.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == print_of:
        return 0
    if not PYTHON.exists():
        print("Making .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print(f"Installing the packages locked in {locked.name} …", flush=True)
    # compiled when first imported: most modules of the packages never are, and compiling all of them takes longer
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input", "--no-compile"]
    done = subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(locked)])
    if done.returncode:
        return done.returncode
    stamp.write_text(print_of)
    return 0


def run(arguments: list[str]) -> int:
    """Set everything up, start web and worker, say where, and stop both cleanly on Ctrl-C."""
    port = int(os.environ.get("MELAYANI_PORT", "8000"))
    if _port_is_taken(port):
        print(f"Port {port} is taken by another program. Stop it, or choose another: MELAYANI_PORT=8001 make run")
        return 1
    if setup([]):
        return 1
    if _install():
        return 1
    children = [_child("serve", alone=True), _child("work", alone=True)]
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _ask_to_stop(children))
    if not _wait_until_ready(port, children):
        _ask_to_stop(children)
        return _wait_for_end(children) or 1
    subprocess.run([str(PYTHON), "-m", "melayani", "demo", "--sign-ins"])
    return _wait_for_end(children)


def _install() -> int:
    """Tables and gathered files side by side, then the demonstration; the exit code of what failed, else 0."""
    gathering = _child("collectstatic", "--noinput", "-v0")
    made = _child("migrate", "-v0").wait()
    return gathering.wait() or made or _child("demo", "--if-empty").wait()


def test(arguments: list[str]) -> int:
    """Set up and pass all tests, on SQLite and on PostgreSQL; arguments go to scripts/test.py."""
    return setup(["--dev"]) or subprocess.run([str(PYTHON), "scripts/test.py", *arguments]).returncode


def check(arguments: list[str]) -> int:
    """Format, lint, types, import contracts, migrations, translations, templates, style-sheet budget."""
    return setup(["--dev"]) or subprocess.run([str(PYTHON), "scripts/check.py", *arguments]).returncode


def bench(arguments: list[str]) -> int:
    """The benchmarks; exit 1 when a ratio misses its budget."""
    return setup(["--dev"]) or subprocess.run([str(PYTHON), "-m", "bench", *arguments]).returncode


def lock(arguments: list[str]) -> int:
    """Write the files of requirements from pyproject.toml (maintainers; needs uv)."""
    uv = shutil.which("uv")
    if not uv:
        print("uv is needed to lock: pip install uv in an environment of your own")
        return 1
    words = [uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes"]
    words += ["--no-emit-index-url", "--no-header", "--no-annotate", "-q", *arguments]
    words = [*words, "-o"]
    same = ["-c", "requirements.txt"]
    files = (
        ["requirements.txt"],
        ["requirements-extras.txt", "--all-extras", *same],
        ["requirements-dev.txt", "--group", "dev", *same],
    )
    return next((code for file in files if (code := subprocess.run([*words, *file]).returncode)), 0)


def _child(*command: str, alone: bool = False) -> subprocess.Popen[bytes]:
    # alone, in a session of its own: Ctrl-C reaches this script only, which then stops web and worker in order
    return subprocess.Popen([str(PYTHON), "-m", "melayani", *command], start_new_session=alone)


def _port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _wait_until_ready(port: int, children: list[subprocess.Popen[bytes]]) -> bool:
    end = time.monotonic() + START_LIMIT_S
    while time.monotonic() < end and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    return False


def _ask_to_stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()


def _wait_for_end(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until one ends, stop the other, and return 0 when both ended as asked."""
    while all(child.poll() is None for child in children):
        time.sleep(0.2)
    _ask_to_stop(children)
    for child in children:
        try:
            child.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            child.kill()
    asked = {0, -signal.SIGTERM, -signal.SIGINT, 128 + signal.SIGTERM, 128 + signal.SIGINT}
    return 0 if all(child.wait() in asked for child in children) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
