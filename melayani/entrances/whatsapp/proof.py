"""Who may call the webhook: Meta, by the app's secret; in a demonstration its telephone, by one made here."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings

from melayani.foundation.audit import keyed_hash
from melayani.foundation.messaging.channels.whatsapp import signature
from melayani.foundation.organisations.queries import is_demonstration


def is_open() -> bool:
    """Whether the channel takes anything in: its secret is set, or this is a demonstration."""
    return bool(settings.WHATSAPP_APP_SECRET) or is_demonstration()


def is_signed(raw: bytes, header: str) -> bool:
    """Whether the call is Meta's, or the demonstration's own; compared in constant time."""
    if signature.is_signed(raw, header):
        return True
    if not is_demonstration():
        return False
    return hmac.compare_digest(sign_as_demonstration(raw).encode(), header.encode(errors="replace"))


def sign_as_demonstration(raw: bytes) -> str:
    """The header with which the demonstration's telephone calls; the secret follows from this installation's key."""
    secret = keyed_hash("webhook", purpose="whatsapp.demonstration")
    return signature.PREFIX + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
