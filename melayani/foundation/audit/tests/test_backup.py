"""Backup and restore: everything comes back, nothing that was changed or does not fit is taken."""

from __future__ import annotations

import json
import stat
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from melayani.foundation.audit import database_copy, decrypt, encrypt, vault
from melayani.foundation.audit.backup import Refused, back_up, restore
from melayani.foundation.audit.encryption import forget_cached_keys
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.recording import read_personal
from melayani.foundation.audit.seal import head, note_head, seal, verify
from melayani.foundation.audit.tests.factories import MONDAY, happened, happened_with_name

pytestmark = pytest.mark.django_db(transaction=True)
PASSPHRASE = "kata sandi cadangan"
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Any:
    """Folders and keys for this test only, with two files and three sealed events."""
    settings.KEYS_DIR, settings.FIELD_KEYS_FILE = tmp_path / "keys", tmp_path / "keys" / "field_keys.json"
    settings.FILES_DIR, settings.SEAL_NOTES_DIR = tmp_path / "files", tmp_path / "seals"
    forget_cached_keys()
    (tmp_path / "files" / "a1").mkdir(parents=True)
    (tmp_path / "files" / "a1" / "scan").write_bytes(b"\x00\xff scan")
    (tmp_path / "files" / "empty").write_bytes(b"")
    happened(data={"reason": 'tab\t, newline\n, \\N and "é"'})
    happened_with_name("Siti Aminah")
    happened("case.approved")
    seal(MONDAY)
    note_head(MONDAY)
    yield tmp_path
    forget_cached_keys()


@pytest.fixture
def kept(place: Path) -> Path:
    """A backup of it."""
    back_up(place / "backup", passphrase=PASSPHRASE, now=MONDAY)
    return place / "backup"


@pytest.fixture(autouse=True)
def numbers_go_on(transactional_db: None) -> Iterator[None]:
    """A restored database counts on from its own rows; the tests that follow count on from what was."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        before = cursor.fetchall()
    yield
    with connection.cursor() as cursor:
        for name, value in before:
            cursor.execute("SELECT setval(%s::regclass, %s)", [connection.ops.quote_name(name), value])


def lose_everything(place: Path) -> None:
    """The machine burns: an empty database, no files, no keys, no notes."""
    call_command("flush", interactive=False, verbosity=0)
    for folder in ("files", "keys", "seals"):
        (place / folder).rename(place / f"lost-{folder}")
    forget_cached_keys()


def refused(folder: Path, passphrase: str = PASSPHRASE) -> str:
    with pytest.raises(Refused) as stopped:
        restore(folder, passphrase=passphrase, now=MONDAY)
    return str(stopped.value)


def test_everything_comes_back(place: Path, kept: Path) -> None:
    before = list(Event.objects.order_by("id").values())
    last, token = head(), encrypt("6474010101900001", purpose="a.b")
    lose_everything(place)
    assert not Event.objects.exists()
    done = restore(kept, passphrase=PASSPHRASE, now=MONDAY)
    assert list(Event.objects.order_by("id").values()) == before
    assert read_personal(Event.objects.get(pk=before[1]["id"])) == {"name": "Siti Aminah"}
    assert decrypt(token, purpose="a.b") == "6474010101900001"
    assert (place / "files" / "a1" / "scan").read_bytes() == b"\x00\xff scan"
    assert (place / "files" / "empty").read_bytes() == b""
    assert head() == last == done.head
    assert verify() == []
    assert done.files == 2


def test_the_restored_database_goes_on(place: Path, kept: Path) -> None:
    highest = Event.objects.order_by("-id")[0].pk
    lose_everything(place)
    restore(kept, passphrase=PASSPHRASE, now=MONDAY)
    assert happened("case.issued").pk > highest
    seal(MONDAY)
    assert verify() == []
    assert head().position == 4


def test_an_event_after_the_backup_does_not_make_the_restored_chain_look_cut(place: Path, kept: Path) -> None:
    happened()
    seal(MONDAY)
    note_head(MONDAY + timedelta(hours=1))
    back_up(place / "second", passphrase=PASSPHRASE, now=MONDAY)
    lose_everything(place)
    restore(kept, passphrase=PASSPHRASE, now=MONDAY)
    call_command("verify_audit")


def test_nothing_secret_stands_in_clear(place: Path, kept: Path) -> None:
    secret = json.loads((place / "keys" / "field_keys.json").read_text())["keys"]["k1"].encode()
    for path in kept.rglob("*"):
        assert path.is_dir() or not {secret, b"Siti"} & {
            part for part in (secret, b"Siti") if part in path.read_bytes()
        }
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700


def test_restored_keys_are_for_the_owner_only(place: Path, kept: Path) -> None:
    lose_everything(place)
    restore(kept, passphrase=PASSPHRASE, now=MONDAY)
    assert stat.S_IMODE((place / "keys" / "field_keys.json").stat().st_mode) == 0o600


def test_keys_that_were_there_are_kept_aside(place: Path, kept: Path) -> None:
    lose_everything(place)
    encrypt("x", purpose="a.b")
    there = (place / "keys" / "field_keys.json").read_bytes()
    restore(kept, passphrase=PASSPHRASE, now=MONDAY)
    assert (place / "keys" / ".before-restore-field_keys.json").read_bytes() == there


def test_the_manifest_tells_counts_hashes_head_and_versions(kept: Path) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["tables"]["audit_event"]["rows"] == 3
    assert manifest["head"] == str(head())
    assert manifest["database"] == connection.vendor
    assert manifest["migrations"] == database_copy.known_migrations()
    assert manifest["keys"] == ["field_keys.json"]
    assert "files.sha256" in manifest["sha256"]


def test_a_wrong_passphrase_is_refused(place: Path, kept: Path) -> None:
    lose_everything(place)
    assert "passphrase is wrong" in refused(kept, "kata sandi lain sekali")
    assert not (place / "keys").exists()


@pytest.mark.parametrize("passphrase", ["", "pendek"])
def test_no_passphrase_no_backup(place: Path, passphrase: str) -> None:
    with pytest.raises(Refused, match="MELAYANI_BACKUP_PASSPHRASE"):
        back_up(place / "backup", passphrase=passphrase, now=MONDAY)
    assert not (place / "backup").exists()


def test_a_database_in_use_is_refused(place: Path, kept: Path) -> None:
    assert "not empty" in refused(kept)
    assert Event.objects.count() == 3


def test_other_files_in_place_are_refused(place: Path, kept: Path) -> None:
    lose_everything(place)
    (place / "files" / "a1").mkdir(parents=True)
    (place / "files" / "a1" / "scan").write_bytes(b"another")
    assert "files/a1/scan is there already" in refused(kept)
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["files/a1/scan", "files.sha256", "noted-heads.txt"])
def test_a_changed_file_is_refused(place: Path, kept: Path, name: str) -> None:
    lose_everything(place)
    path = kept / name
    path.write_bytes(path.read_bytes() + b"x")
    assert f"{name} was changed" in refused(kept)
    assert not Event.objects.exists()


def test_a_changed_database_is_refused(place: Path, kept: Path) -> None:
    lose_everything(place)
    path = next(part for part in (kept / "database").iterdir() if part.stat().st_size > 100)
    content = bytearray(path.read_bytes())
    content[50] ^= 1
    path.write_bytes(content)
    assert f"database/{path.name} was changed" in refused(kept)


def test_a_manifest_changed_to_fit_a_changed_file_is_refused(place: Path, kept: Path) -> None:
    lose_everything(place)
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["tables"]["audit_event"]["rows"] = 2
    (kept / "manifest.json").write_text(json.dumps(manifest, indent=1))
    assert "manifest.json" in refused(kept)


@pytest.mark.parametrize("name", ["manifest.json", "keys.wrapped", "files/a1/scan", "files.sha256"])
def test_what_is_missing_is_named(place: Path, kept: Path, name: str) -> None:
    lose_everything(place)
    (kept / name).unlink()
    words = refused(kept)
    assert name in words
    assert "missing" in words


def test_a_backup_of_a_later_version_is_refused(place: Path) -> None:
    MigrationRecorder(connection).record_applied("audit", "0009_later")
    back_up(place / "later", passphrase=PASSPHRASE, now=MONDAY)
    MigrationRecorder(connection).record_unapplied("audit", "0009_later")
    lose_everything(place)
    assert "only in the backup: audit.0009_later" in refused(place / "later")


@pytest.mark.parametrize(("key", "value", "words"), [("database", "oracle", "is of oracle"), ("format", 9, "format 9")])
def test_a_backup_that_does_not_fit_is_refused(place: Path, kept: Path, key: str, value: Any, words: str) -> None:
    text = (kept / "manifest.json").read_bytes()
    keys = vault.unwrap((kept / "keys.wrapped").read_bytes(), passphrase=PASSPHRASE, bound_to=text)
    other = json.dumps({**json.loads(text), key: value}).encode()
    (kept / "manifest.json").write_bytes(other)
    (kept / "keys.wrapped").write_bytes(vault.wrap(keys, passphrase=PASSPHRASE, bound_to=other))
    lose_everything(place)
    assert words in refused(kept)


def test_a_folder_with_something_in_it_is_not_written_to(kept: Path) -> None:
    with pytest.raises(Refused, match="not empty"):
        back_up(kept, passphrase=PASSPHRASE, now=MONDAY)


def test_the_commands_say_what_they_did(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "phrase").write_text(f"{PASSPHRASE}\n")
    monkeypatch.setenv("MELAYANI_BACKUP_PASSPHRASE_FILE", str(place / "phrase"))
    call_command("backup", str(place / "backup"))
    assert "2 files" in capsys.readouterr().out
    lose_everything(place)
    call_command("restore", str(place / "backup"))
    printed = capsys.readouterr().out
    assert f"head {head()}: whole" in printed
    assert "not in the backup: secret_key" in printed


def test_the_commands_exit_1_when_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MELAYANI_BACKUP_PASSPHRASE", raising=False)
    for command in ("backup", "restore"):
        with pytest.raises(CommandError, match="PASSPHRASE") as stopped:
            call_command(command, str(place / "backup"))
        assert stopped.value.returncode == 1


def test_wrapped_keys_open_only_with_their_passphrase_beside_their_manifest() -> None:
    wrapped = vault.wrap({"k": b"\x00secret"}, passphrase=PASSPHRASE, bound_to=b"manifest")
    assert vault.unwrap(wrapped, passphrase=PASSPHRASE, bound_to=b"manifest") == {"k": b"\x00secret"}
    for words, beside in ((PASSPHRASE + "x", b"manifest"), (PASSPHRASE, b"other")):
        with pytest.raises(vault.WrongPassphrase):
            vault.unwrap(wrapped, passphrase=words, bound_to=beside)
    for broken in (b"", b"{}", b'{"n": 1099511627776}', wrapped.replace(b'"n": 65536', b'"n": 4294967296')):
        with pytest.raises(vault.WrongPassphrase):
            vault.unwrap(broken, passphrase=PASSPHRASE, bound_to=b"manifest")
