"""The worker as a process: it stops when told, and a killed one loses nothing."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

Start = Callable[..., "subprocess.Popen[str]"]

KILLED_IN_THE_MIDDLE = """
import os, signal
import django
from datetime import UTC, datetime
os.environ["DJANGO_SETTINGS_MODULE"] = "melayani.settings"
django.setup()
from django.db import transaction
from melayani.foundation.audit import SYSTEM, on_event, record
from melayani.foundation.audit.worker import react_to_news
from melayani.foundation.numbers.rules import Reference

case, now = Reference("application", "PMH-1"), datetime.now(UTC)

@on_event("case.issued", consumer="killed")
def react(event, now):
    record("survey.invited", actor=SYSTEM, subject=case, now=now)
    os.kill(os.getpid(), signal.SIGKILL)

with transaction.atomic():
    record("case.issued", actor=SYSTEM, subject=case, now=now)
react_to_news(now)
"""


def rows(installation: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(installation / "melayani.sqlite3")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def test_a_worker_told_to_stop_stops(start: Start, installation: Path) -> None:
    for word in (signal.SIGTERM, signal.SIGINT):
        worker = start("-m", "melayani", "work", "--pause", "30")
        _wait_for_a_heartbeat(installation, worker, before=_heartbeats(installation))
        worker.send_signal(word)
        out, err = worker.communicate(timeout=20)
        assert (worker.returncode, err) == (0, "")


def test_once_does_what_is_due_and_stops(start: Start, installation: Path) -> None:
    worker = start("-m", "melayani", "work", "--once")
    out, err = worker.communicate(timeout=30)
    assert worker.returncode == 0, err
    assert out.strip().isdecimal()


def test_a_killed_worker_loses_nothing_and_leaves_no_half(start: Start, installation: Path) -> None:
    killed = start("-c", KILLED_IN_THE_MIDDLE)
    killed.communicate(timeout=30)
    assert killed.returncode == -signal.SIGKILL
    pending = "SELECT attempts FROM audit_pendingreaction WHERE consumer = 'killed'"
    assert rows(installation, pending) == [(0,)]
    assert rows(installation, "SELECT 1 FROM audit_event WHERE name = 'survey.invited'") == []


def _heartbeats(installation: Path) -> list[tuple[object, ...]]:
    return rows(installation, "SELECT at FROM audit_heartbeat WHERE name = 'worker'")


def _wait_for_a_heartbeat(
    installation: Path, worker: subprocess.Popen[str], *, before: list[tuple[object, ...]]
) -> None:
    for _ in range(300):
        assert worker.poll() is None, worker.communicate()
        if _heartbeats(installation) != before:
            return
        time.sleep(0.1)
    worker.kill()
    raise AssertionError("the worker did not start")
