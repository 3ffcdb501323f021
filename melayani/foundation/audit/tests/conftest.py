"""An installation of its own in a folder, for tests that start and kill real processes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from melayani.foundation.audit import news

DATABASE = "melayani.sqlite3"
Python = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def no_reactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """No module hears any news and nothing is due: the test registers what it needs."""
    monkeypatch.setattr(news, "_reactions", {})
    monkeypatch.setattr(news, "_ticks", {})
    monkeypatch.setattr(news, "_prompt", set())


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path | None) -> Path:
    """A migrated SQLite installation in a folder."""
    folder = tmp_path_factory.mktemp("installation")
    if migrated_file is not None:
        with closing(sqlite3.connect(migrated_file)) as given, closing(sqlite3.connect(folder / DATABASE)) as taken:
            given.backup(taken)
        return folder
    command = [sys.executable, "-m", "melayani", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment(folder), check=True)
    return folder


@pytest.fixture
def start(installation: Path) -> Python:
    """Start `python …` in the installation; what is still running at the end is killed by the test itself."""

    def begin(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=environment(installation),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return begin


def environment(folder: Path) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("MELAYANI_")}
    secret = "a-secret-for-tests-only-" + "x" * 40
    return {**inherited, "MELAYANI_DATA": str(folder), "MELAYANI_SECRET_KEY": secret}
