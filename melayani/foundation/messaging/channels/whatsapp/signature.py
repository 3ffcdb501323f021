"""Whether a call of the webhook comes from Meta: HMAC-SHA256 with the app's secret over the raw bytes."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

PREFIX = "sha256="


def is_signed(raw: bytes, header: str) -> bool:
    """Whether `header` (X-Hub-Signature-256) signs exactly these bytes; False without a secret, never an error."""
    secret = settings.WHATSAPP_APP_SECRET
    if not secret or not header.startswith(PREFIX):
        return False
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    # as bytes: compare_digest refuses texts beyond ASCII, which a stranger may send
    return hmac.compare_digest(expected.encode(), header.removeprefix(PREFIX).encode(errors="replace"))
