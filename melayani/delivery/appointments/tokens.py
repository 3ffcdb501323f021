"""Ids of slots for others: opaque, holding slot, service and start, and of no use when changed by hand."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass

from melayani.foundation.audit import keyed_hash

MAC_DIGITS = 16
LONGEST = 120


@dataclass(frozen=True)
class Token:
    """What an id says."""

    slot: int
    service: int
    start: int  # seconds since 1970: an id of a slot that was made for another time is of no use


def make(token: Token) -> str:
    body = f"{token.slot}.{token.service}.{token.start}"
    return base64.urlsafe_b64encode(f"{body}.{_mac(body)}".encode()).decode().rstrip("=")


def read(text: str) -> Token | None:
    """What the id says, or None for one that we did not make."""
    if not text.isascii() or len(text) > LONGEST:
        return None
    try:
        body, _, mac = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().rpartition(".")
        slot, service, start = (int(part) for part in body.split("."))
    except (binascii.Error, ValueError):
        return None
    return Token(slot, service, start) if hmac.compare_digest(mac, _mac(body)) else None


def _mac(body: str) -> str:
    return keyed_hash(body, purpose="appointments.slot")[:MAC_DIGITS]
