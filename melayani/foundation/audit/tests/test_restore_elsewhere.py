"""A backup taken on one machine comes up on another, by the commands alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from melayani.foundation.audit.tests.conftest import environment

FILE_ONE_EVENT = """
import django; django.setup()
from django.db import transaction; from django.utils import timezone
from melayani.foundation.audit import SYSTEM, record
from melayani.foundation.audit.seal import note_head, seal
from melayani.foundation.numbers.rules import Reference
with transaction.atomic():
    record("case.filed", actor=SYSTEM, subject=Reference("a", "1"), now=timezone.now(), personal={"name": "Siti"})
while seal(timezone.now()):
    note_head(timezone.now())
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {"MELAYANI_BACKUP_PASSPHRASE": "kata sandi cadangan", "DJANGO_SETTINGS_MODULE": "melayani.settings"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env={**environment(folder), **given}, capture_output=True, text=True)


def test_a_backup_comes_up_on_another_machine(installation: Path, tmp_path: Path) -> None:
    filed = run(installation, "-c", FILE_ONE_EVENT)
    assert filed.returncode == 0, filed.stderr
    before = run(installation, "-m", "melayani", "verify_audit")
    made = run(installation, "-m", "melayani", "backup", str(tmp_path / "backup"))
    assert made.returncode == 0, made.stderr
    brought = run(tmp_path / "new", "-m", "melayani", "restore", str(tmp_path / "backup"))
    assert brought.returncode == 0, brought.stderr
    assert "whole" in brought.stdout
    after = run(tmp_path / "new", "-m", "melayani", "verify_audit")
    assert (after.returncode, after.stdout) == (0, before.stdout)
    again = run(tmp_path / "new", "-m", "melayani", "restore", str(tmp_path / "backup"))
    assert again.returncode == 1
    assert "not empty" in again.stderr
