"""Encrypt a push message so that only the browser reads it: RFC 8291 with the content coding aes128gcm of RFC 8188."""

from __future__ import annotations

import secrets
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096  # bytes of one record; push services take no more (RFC 8030, 7.2)
CURVE = ec.SECP256R1()


def seal(
    plain: bytes, *, browser: bytes, auth: bytes, key: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """The body to post. `browser` is the subscription's p256dh (65 bytes), `auth` its secret (16 bytes).

    `key` and `salt` are drawn anew for each message; they are given by tests only. Raises ValueError for a point that
    is not on the curve.
    """
    own = key or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser)
    shared = own.exchange(ec.ECDH(), theirs)
    public = point(own.public_key())
    secret = _derive(shared, salt=auth, info=b"WebPush: info\x00" + browser + public, length=32)
    content_key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    sealed = AESGCM(content_key).encrypt(nonce, plain + b"\x02", None)  # 2: the last record
    return salt + struct.pack("!IB", RECORD, len(public)) + public + sealed


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """The uncompressed point, 65 bytes."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
