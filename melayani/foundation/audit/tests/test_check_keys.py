"""At the start: the keys for personal data are there and open what the database holds."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from melayani.foundation.audit import encrypt
from melayani.foundation.audit.checks import keys_fit_the_database
from melayani.foundation.audit.encryption import field_keys, forget_cached_keys
from melayani.foundation.audit.keyring import add_field_key
from melayani.foundation.audit.tests.conftest import environment


@pytest.fixture
def own_keys(tmp_path: Path, settings: Any) -> Any:
    settings.FIELD_KEYS_FILE = tmp_path / "field_keys.json"
    forget_cached_keys()
    yield settings.FIELD_KEYS_FILE
    forget_cached_keys()


@pytest.fixture
def in_use(own_keys: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one encrypted value, written with the first key."""
    from melayani.foundation.audit import checks
    from melayani.foundation.audit.fields import EncryptedField

    field = EncryptedField()
    monkeypatch.setattr(EncryptedField, "purpose", lambda self: "messaging.contact.value")
    token = encrypt("sari@contoh.id", purpose="messaging.contact.value")
    monkeypatch.setattr(checks, "_samples", lambda: iter([(field, token)]))
    return own_keys


def said() -> list[str]:
    return [str(message.id) for message in keys_fit_the_database(None)]


@pytest.mark.django_db
def test_an_empty_database_needs_no_keys_and_gets_none(own_keys: Path) -> None:
    assert said() == []
    assert not own_keys.exists()


@pytest.mark.django_db
def test_the_right_keys_are_quiet_also_after_a_rotation(in_use: Path) -> None:
    assert said() == []
    add_field_key(in_use)
    forget_cached_keys()
    assert said() == []


@pytest.mark.django_db
def test_missing_keys_are_refused_and_none_are_made(in_use: Path) -> None:
    in_use.unlink()
    forget_cached_keys()
    assert said() == ["audit.E001"]
    assert not in_use.exists()


@pytest.mark.django_db
def test_keys_of_another_installation_are_refused_with_the_column(in_use: Path) -> None:
    in_use.unlink()
    forget_cached_keys()
    field_keys()  # somebody started without looking: a new file stands there
    (message,) = keys_fit_the_database(None)
    assert message.id == "audit.E002"
    assert "messaging.contact.value" in message.msg


KEEP_ONE = """
import django
django.setup()
from django.utils import timezone
from melayani.foundation.messaging.actions import keep_contact
keep_contact(email="sari@contoh.id", now=timezone.now())
"""


def test_an_installation_that_lost_its_keys_does_not_start(installation: Path, now: datetime) -> None:
    around = {**environment(installation), "DJANGO_SETTINGS_MODULE": "melayani.settings"}
    subprocess.run([sys.executable, "-c", KEEP_ONE], env=around, check=True)

    def worker() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "melayani", "work", "--once"]
        return subprocess.run(command, env=around, capture_output=True, text=True, timeout=60)

    assert worker().returncode == 0
    keys = installation / "keys" / "field_keys.json"
    aside = keys.rename(keys.with_name("aside"))
    refused = worker()
    assert (refused.returncode, "audit.E001" in refused.stderr, keys.exists()) == (1, True, False)
    aside.rename(keys)
    assert worker().returncode == 0
