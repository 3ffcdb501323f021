"""Keys on disk: the signing secret and the keys for personal data, made once, readable by the owner only.

Plain Python without Django, because `settings` asks it for the signing secret.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


class KeyringMissing(Exception):
    """A key file is absent and may not be made anew, because data encrypted with it may exist."""


@dataclass(frozen=True)
class FieldKeys:
    """Keys for personal data. `current` names the key that encrypts; all of `keys` decrypt; `hash_key` compares."""

    current: str
    keys: dict[str, bytes]
    hash_key: bytes


def read_or_make_secret(path: Path) -> str:
    """Return the text in `path`; make a random one (64 bytes of randomness, mode 0600) when the file is absent."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64).encode())
    return path.read_text().strip()


def read_or_make_field_keys(path: Path) -> FieldKeys:
    """Return the field keys kept in the JSON file `path`; make a first set (mode 0600) when the file is absent."""
    if not path.exists():
        fresh = {"current": "k1", "keys": {"k1": _text(secrets.token_bytes(KEY_BYTES))}}
        write_private(path, json.dumps({**fresh, "hash_key": _text(secrets.token_bytes(KEY_BYTES))}).encode())
    raw = json.loads(path.read_text())
    keys = {name: base64.b64decode(value) for name, value in raw["keys"].items()}
    return FieldKeys(current=raw["current"], keys=keys, hash_key=base64.b64decode(raw["hash_key"]))


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to a new file `path` with mode 0600; an existing file is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
