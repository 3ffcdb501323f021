"""What a kiosk's scanner or a hand typed: the address in a QR of ours, or a number alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from melayani.foundation.numbers.rules import KINDS, read_number

TYPED_MAX = 500
_IN_ADDRESS = re.compile(r"([A-Za-z]{3}-[0-9A-Za-z]{8}-[0-9A-Za-z])/([A-Za-z0-9_-]{16,})")


@dataclass(frozen=True)
class Scanned:
    """A number of ours; `secret` is empty when only the number was given."""

    kind: str
    number: str
    secret: str = ""


def read_scanned(typed: str) -> Scanned | None:
    """The number in what was typed, with its secret when it was a whole address; None when there is none."""
    text = typed.strip()[:TYPED_MAX]
    address = _IN_ADDRESS.search(text)
    number = read_number(address.group(1) if address else text)
    if number is None:
        return None
    return Scanned(KINDS[number[:3]], number, address.group(2) if address else "")
