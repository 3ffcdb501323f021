"""Keys wrapped with a passphrase (scrypt, AES-256-GCM), so that a backup never holds them in clear."""

from __future__ import annotations

import base64
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

WORK = 2**16  # 64 MB and about a fifth of a second per guess
MOST_WORK = 2**20
SHORTEST_PASSPHRASE = 12


class WrongPassphrase(Exception):
    """The passphrase is not the one that wrapped these keys, or what they are bound to was changed."""


def wrap(keys: dict[str, bytes], *, passphrase: str, bound_to: bytes) -> bytes:
    """Return `keys` (name to content) as a JSON text that only `passphrase` opens, and only beside `bound_to`."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    plain = json.dumps({name: _text(content) for name, content in sorted(keys.items())}).encode()
    sealed = AESGCM(_derive(passphrase, salt, WORK)).encrypt(nonce, plain, bound_to)
    parts = {"kdf": "scrypt", "n": WORK, "salt": _text(salt), "nonce": _text(nonce), "keys": _text(sealed)}
    return json.dumps(parts, indent=1).encode()


def unwrap(wrapped: bytes, *, passphrase: str, bound_to: bytes) -> dict[str, bytes]:
    """Return the keys; raise WrongPassphrase when passphrase, `bound_to` or the text itself is not the right one."""
    try:
        parts = json.loads(wrapped)
        work = int(parts["n"])
        if not 1 < work <= MOST_WORK:
            raise ValueError(work)
        key = _derive(passphrase, base64.b64decode(parts["salt"]), work)
        plain = AESGCM(key).decrypt(base64.b64decode(parts["nonce"]), base64.b64decode(parts["keys"]), bound_to)
    except (InvalidTag, KeyError, TypeError, ValueError) as error:
        raise WrongPassphrase from error
    return {name: base64.b64decode(content) for name, content in json.loads(plain).items()}


def _derive(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=work, r=8, p=1).derive(passphrase.encode())


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
