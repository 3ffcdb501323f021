"""Keys on disk: the signing secret and the keys for personal data, made once, readable by the owner only.

Plain Python without Django, because `settings` asks it for the signing secret.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


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
        fresh, hash_key = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
        write_private(path, _json(FieldKeys(current="k1", keys={"k1": fresh}, hash_key=hash_key)))
    raw = json.loads(path.read_text())
    keys = {name: base64.b64decode(value) for name, value in raw["keys"].items()}
    return FieldKeys(current=raw["current"], keys=keys, hash_key=base64.b64decode(raw["hash_key"]))


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to a new file `path` with mode 0600; an existing file is never overwritten.

    The file appears whole or not at all: web and worker start at the same moment and must read the same keys.
    """
    whole = _write_beside(path, content)
    with suppress(FileExistsError):
        os.link(whole, path)
    whole.unlink()


def add_field_key(path: Path) -> str:
    """Make a new field key and let it encrypt from now on; the old ones still decrypt. Return its name.

    Processes that run keep their keys until they start again, so start web and worker anew afterwards.
    """
    kept = read_or_make_field_keys(path)
    name = f"k{1 + max(int(known[1:]) for known in kept.keys)}"
    keys = {**kept.keys, name: secrets.token_bytes(KEY_BYTES)}
    _write_beside(path, _json(FieldKeys(current=name, keys=keys, hash_key=kept.hash_key))).replace(path)
    return name


def _write_beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _json(keys: FieldKeys) -> bytes:
    named = {name: _text(value) for name, value in keys.keys.items()}
    return json.dumps({"current": keys.current, "keys": named, "hash_key": _text(keys.hash_key)}).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
