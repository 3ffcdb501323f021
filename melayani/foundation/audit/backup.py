"""A backup is a folder: the database, the files, the notes of the chain's head, the keys wrapped, and a manifest.

The manifest holds the hash of everything; the wrapped keys are bound to the manifest, so a folder in which anything was
changed is refused even when the manifest was changed with it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from melayani.foundation.audit import database_copy, vault
from melayani.foundation.audit.encryption import field_keys, forget_cached_keys
from melayani.foundation.audit.seal import Head, noted_heads, verify

FORMAT = 1
MANIFEST, KEYS, FILE_LIST, NOTES = "manifest.json", "keys.wrapped", "files.sha256", "noted-heads.txt"
CHUNK = 1 << 20


class Refused(Exception):
    """The backup or restore cannot be done; each line of the text says what is wrong or missing."""


@dataclass(frozen=True)
class Summary:
    """What was backed up or restored, for the operator."""

    rows: int
    files: int
    head: Head
    missing: list[str]


def passphrase_from_environment() -> str:
    """MELAYANI_BACKUP_PASSPHRASE, or the content of the file that MELAYANI_BACKUP_PASSPHRASE_FILE names."""
    file = os.environ.get("MELAYANI_BACKUP_PASSPHRASE_FILE")
    return Path(file).read_text().strip() if file else os.environ.get("MELAYANI_BACKUP_PASSPHRASE", "")


def back_up(folder: Path, *, passphrase: str, now: datetime) -> Summary:
    """Write everything into the new or empty `folder`; raise Refused without doing anything when that cannot be.

    Web and worker may go on. Files are copied after the database, so each row of the copy finds its file.
    """
    _demand_passphrase(passphrase)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: give a new folder")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    field_keys()  # made now if nobody needed them yet, so that no backup is without
    copy = database_copy.dump(folder / "database")
    files = _copy_tree(Path(settings.FILES_DIR), folder / "files")
    (folder / FILE_LIST).write_text("".join(f"{digest}  files/{name}\n" for name, digest in files))
    kept = [link for link in [*noted_heads(), copy.head] if 0 < link.position <= copy.head.position]
    (folder / NOTES).write_text("".join(f"{link}\n" for link in dict.fromkeys(kept)))
    keys = _read_keys()
    manifest = {
        "format": FORMAT,
        "created_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": database_copy.applied_migrations(),
        "tables": {name: asdict(table) for name, table in copy.tables.items()},
        "files": len(files),
        "keys": sorted(keys),
        "head": str(copy.head),
        "sha256": {name: _digest(folder / name) for name in _parts(folder)},
    }
    text = json.dumps(manifest, indent=1).encode()
    (folder / KEYS).write_bytes(vault.wrap(keys, passphrase=passphrase, bound_to=text))
    (folder / MANIFEST).write_bytes(text)  # last: without it the folder is no backup
    rows = sum(table.rows for table in copy.tables.values())
    missing = sorted(_expected_keys() - keys.keys())
    return Summary(rows=rows, files=len(files), head=copy.head, missing=missing)


def restore(folder: Path, *, passphrase: str, now: datetime) -> Summary:
    """Bring the backup in `folder` into this empty installation; raise Refused and touch nothing when it is not sound.

    Keys come first and the database last, so that what was broken off can be started again.
    """
    _demand_passphrase(passphrase)
    manifest, keys = _open(folder, passphrase)
    _demand_unchanged(folder, manifest)
    _demand_fitting(manifest)
    _demand_room(folder)
    _write_keys(keys)
    _copy_tree(folder / "files", Path(settings.FILES_DIR))
    _write_notes(folder, now)
    tables = {name: database_copy.Table(**table) for name, table in manifest["tables"].items()}
    database_copy.load(folder / "database", tables)
    _demand_whole(manifest, tables)
    rows = sum(table.rows for table in tables.values())
    missing = sorted(_expected_keys() - keys.keys())
    return Summary(rows=rows, files=manifest["files"], head=Head.parse(manifest["head"]), missing=missing)


def _demand_passphrase(passphrase: str) -> None:
    if len(passphrase) < vault.SHORTEST_PASSPHRASE:
        shortest = vault.SHORTEST_PASSPHRASE
        raise Refused(f"set MELAYANI_BACKUP_PASSPHRASE to at least {shortest} characters and keep it apart")


def _open(folder: Path, passphrase: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    absent = [name for name in (MANIFEST, KEYS) if not (folder / name).is_file()]
    if absent:
        raise Refused(f"{folder} is no complete backup: {', '.join(absent)} missing")
    text = (folder / MANIFEST).read_bytes()
    try:
        keys = vault.unwrap((folder / KEYS).read_bytes(), passphrase=passphrase, bound_to=text)
    except vault.WrongPassphrase as error:
        raise Refused(f"the passphrase is wrong, or {MANIFEST} or {KEYS} was changed") from error
    manifest: dict[str, Any] = json.loads(text)
    if manifest["format"] != FORMAT:
        raise Refused(f"this backup has format {manifest['format']}, this version reads {FORMAT}")
    return manifest, keys


def _demand_unchanged(folder: Path, manifest: dict[str, Any]) -> None:
    expected = {**manifest["sha256"], **_listed(folder)}
    faults = [fault for name, digest in expected.items() if (fault := _fault(folder / name, name, digest))]
    if faults:
        raise Refused("\n".join(faults))


def _fault(path: Path, name: str, digest: str) -> str:
    if not path.is_file():
        return f"{name} is missing"
    return "" if _digest(path) == digest else f"{name} was changed"


def _listed(folder: Path) -> dict[str, str]:
    path = folder / FILE_LIST
    lines = path.read_text().splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _demand_fitting(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise Refused(f"the backup is of {manifest['database']}, this installation uses {connection.vendor}")
    theirs, ours = set(manifest["migrations"]), set(database_copy.known_migrations())
    if theirs != ours:
        only = {"only in the backup": theirs - ours, "only here": ours - theirs}
        words = "; ".join(f"{where}: {', '.join(sorted(names)[:5])}" for where, names in only.items() if names)
        raise Refused(f"install the version that made the backup, restore, then upgrade. Migrations {words}")


def _demand_room(folder: Path) -> None:
    if not database_copy.is_empty():
        raise Refused("the database is not empty: restore into a new one")
    there = Path(settings.FILES_DIR)
    other = [name for name, digest in _listed(folder).items() if _differs(there / name.removeprefix("files/"), digest)]
    if other:
        raise Refused("\n".join(f"{name} is there already with other content" for name in other[:20]))


def _differs(path: Path, digest: str) -> bool:
    return path.exists() and _digest(path) != digest


def _demand_whole(manifest: dict[str, Any], tables: dict[str, database_copy.Table]) -> None:
    counted = database_copy.count_rows(list(tables))
    faults = [
        f"{name}: {counted[name]} rows instead of {table.rows}"
        for name, table in tables.items()
        if counted[name] != table.rows
    ]
    known = [*noted_heads(), Head.parse(manifest["head"])]
    faults += [f"position {finding.position}: {finding.what}" for finding in verify(known)]
    if faults:
        raise Refused("\n".join(["restored, but not whole:", *faults]))


def _expected_keys() -> set[str]:
    return {"secret_key", Path(settings.FIELD_KEYS_FILE).name}


def _read_keys() -> dict[str, bytes]:
    folder = Path(settings.KEYS_DIR)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


def _write_keys(keys: dict[str, bytes]) -> None:
    """Put the keys in place; a key that is there already and differs is kept aside, never lost."""
    folder = Path(settings.KEYS_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in keys.items():
        path = folder / Path(name).name
        if path.exists() and path.read_bytes() != content:
            path.replace(path.with_name(f".before-restore-{path.name}"))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    forget_cached_keys()


def _write_notes(folder: Path, now: datetime) -> None:
    notes = Path(settings.SEAL_NOTES_DIR)
    notes.mkdir(parents=True, exist_ok=True, mode=0o700)
    (notes / f"restored-{now:%Y%m%dT%H%M%S}.txt").write_text((folder / NOTES).read_text())


def _parts(folder: Path) -> list[str]:
    database = sorted(path.relative_to(folder).as_posix() for path in (folder / "database").iterdir())
    return [*database, FILE_LIST, NOTES]


def _copy_tree(source: Path, target: Path) -> list[tuple[str, str]]:
    """Copy every file below `source`; return relative names with hashes, in order."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    copied = []
    for name in sorted(_names(source)):
        with suppress(FileNotFoundError):  # swept or removed a moment ago
            copied.append((name, _copy_file(source / name, target / name)))
    return copied


def _names(folder: Path) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield (Path(parent) / name).relative_to(folder).as_posix()


def _copy_file(source: Path, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with source.open("rb") as original, target.open("wb") as copy:
        while part := original.read(CHUNK):
            digest.update(part)
            copy.write(part)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
