"""Personal values at rest: bound to their column, equal by keyed hash, readable after a change of keys."""

from __future__ import annotations

import json
import stat
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.audit import EncryptedField, decrypt, encrypt, keyed_hash
from melayani.foundation.audit.encryption import Undecipherable, field_keys, forget_cached_keys
from melayani.foundation.audit.keyring import add_field_key, read_or_make_field_keys, read_or_make_secret

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.fixture
def own_keys(tmp_path: Path, settings: Any) -> Any:
    """A fresh key file for this test only."""
    settings.FIELD_KEYS_FILE = tmp_path / "keys" / "field_keys.json"
    forget_cached_keys()
    yield settings.FIELD_KEYS_FILE
    forget_cached_keys()


@given(TEXTS)
def test_gives_back_what_it_took(text: str) -> None:
    token = encrypt(text, purpose="person.nik")
    assert decrypt(token, purpose="person.nik") == text


def test_a_value_cannot_move_to_another_column() -> None:
    token = encrypt("6474010101900001", purpose="person.nik")
    with pytest.raises(Undecipherable):
        decrypt(token, purpose="person.phone")


def test_a_changed_value_is_refused_at_every_place() -> None:
    token = encrypt("6474010101900001", purpose="person.nik")
    body = token.partition(".")[2]
    for place in range(0, len(body) - 4, 5):
        other = "A" if body[place] != "A" else "B"
        with pytest.raises(Undecipherable):
            decrypt(f"k1.{body[:place]}{other}{body[place + 1 :]}", purpose="person.nik")


@pytest.mark.parametrize("token", ["", "k1.", "k9.AAAA", "k1.AAAA", "tanpa titik", "k1.é"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Undecipherable):
        decrypt(token, purpose="person.nik")


def test_equal_values_have_equal_hashes_only_for_the_same_purpose() -> None:
    assert keyed_hash("6474", purpose="nik") == keyed_hash("6474", purpose="nik")
    assert keyed_hash("6474", purpose="nik") != keyed_hash("6474", purpose="kk")
    assert keyed_hash("6474", purpose="nik") != keyed_hash("6475", purpose="nik")


def test_old_values_and_hashes_survive_a_new_key(own_keys: Path) -> None:
    old, digest = encrypt("Siti", purpose="a.b"), keyed_hash("Siti", purpose="a")
    call_command("add_field_key", stdout=StringIO())
    fresh = encrypt("Siti", purpose="a.b")
    assert (old[:3], fresh[:3]) == ("k1.", "k2.")
    assert decrypt(old, purpose="a.b") == decrypt(fresh, purpose="a.b") == "Siti"
    assert keyed_hash("Siti", purpose="a") == digest


def test_a_lost_key_makes_values_unreadable(own_keys: Path) -> None:
    token = encrypt("Siti", purpose="a.b")
    own_keys.unlink()
    forget_cached_keys()
    with pytest.raises(Undecipherable):
        decrypt(token, purpose="a.b")


def test_keys_are_for_the_owner_only(own_keys: Path) -> None:
    field_keys()
    add_field_key(own_keys)
    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_keys.parent.stat().st_mode) == 0o700
    assert sorted(json.loads(own_keys.read_text())["keys"]) == ["k1", "k2"]
    assert [path.name for path in own_keys.parent.iterdir()] == ["field_keys.json"]


def test_web_and_worker_that_start_together_make_one_key(tmp_path: Path) -> None:
    secrets: list[str] = []
    keys: list[bytes] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        secrets.append(read_or_make_secret(tmp_path / "secret_key"))
        keys.append(read_or_make_field_keys(tmp_path / "field_keys.json").hash_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(secrets)) == len(set(keys)) == 1
    assert len(secrets[0]) > 60


def test_an_encrypted_column_cannot_be_searched() -> None:
    field: Any = EncryptedField(name="nik")
    field.set_attributes_from_name("nik")
    with pytest.raises(TypeError, match="keyed hash"):
        field.get_lookup("exact")
    assert field.get_lookup("isnull") is not None
