"""Say who sends: a signed token in each request to a push service (VAPID, RFC 8292), by our own key."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

from melayani.foundation.messaging.channels.push.encryption import CURVE, point

LIFE = timedelta(hours=12)  # RFC 8292 allows 24
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def authorization(endpoint: str, *, now: datetime) -> str:
    """The Authorization header for a request to `endpoint`."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + LIFE).timestamp()),
        "sub": settings.PUSH_CONTACT,
    }
    signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(_key().sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"vapid t={signed}.{text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key()}"


def public_key() -> str:
    """The public key, as browsers take it when they subscribe (applicationServerKey)."""
    return text(point(_key().public_key()))


def text(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _key() -> ec.EllipticCurvePrivateKey:
    """The key of this installation, drawn from a secret that is made once; a new one ends all subscriptions."""
    number = int.from_bytes(hashlib.sha512(settings.PUSH_KEY.encode()).digest(), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def _json(value: dict[str, object]) -> str:
    return text(json.dumps(value, separators=(",", ":")).encode())
