"""Encryption of personal values (AES-256-GCM with a key id) and keyed hashes for equality (HMAC-SHA256).

A token reads `k1.<base64url of nonce and ciphertext>`; `purpose` is bound to it, so a value cannot be moved to another
column unnoticed. Keys come from the file `FIELD_KEYS_FILE`; a new current key encrypts, old ones still decrypt.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from melayani.foundation.audit.keyring import FieldKeys, read_or_make_field_keys

NONCE_BYTES = 12


class Undecipherable(Exception):
    """The value was changed, moved, or encrypted with a key that is not here."""


@lru_cache(maxsize=4)
def _keys(path: str) -> FieldKeys:
    return read_or_make_field_keys(Path(path))


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """Made once per key, because a case has a dozen sealed columns; a subject's own key soon leaves this again."""
    return AESGCM(key)


def field_keys() -> FieldKeys:
    return _keys(str(settings.FIELD_KEYS_FILE))


def forget_cached_keys() -> None:
    """Read the key file again at the next use (after a rotation or a restore)."""
    _keys.cache_clear()


def encrypt(value: str, *, purpose: str, key: bytes | None = None) -> str:
    """Return the token for `value`, bound to `purpose` (`model.field`); `key` replaces the current field key."""
    keys = field_keys()
    name = "s" if key else keys.current
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _cipher(key or keys.keys[keys.current]).encrypt(nonce, value.encode(), purpose.encode())
    return f"{name}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(token: str, *, purpose: str, key: bytes | None = None) -> str:
    """Return the value of `token`; raise Undecipherable when it, its purpose or the key is not the right one."""
    name, _, body = token.partition(".")
    try:
        raw = base64.urlsafe_b64decode(body)
        chosen = key or field_keys().keys[name]
        return _cipher(chosen).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode()).decode()
    except (InvalidTag, KeyError, ValueError) as error:
        raise Undecipherable(purpose) from error


def keyed_hash(value: str, *, purpose: str) -> str:
    """Return 64 hexadecimal digits that are equal for equal values and tell nothing without the key."""
    message = f"{purpose}\x00{value}".encode()
    return hmac.new(field_keys().hash_key, message, hashlib.sha256).hexdigest()
