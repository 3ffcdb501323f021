"""Public case numbers such as PMH-7K3Q9XBT-W, and the secrets that open a case.

A number is a kind, eight random characters of Crockford's alphabet (no I, L, O, U) and a check character
(Luhn mod 32), DESIGN.md section 4. It is read without regard to case, with O as 0, and I and L as 1.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KINDS = {
    "PMH": "application",
    "JNJ": "booking",
    "ATR": "ticket",
    "ADU": "complaint",
    "INF": "information_request",
    "KBR": "information_objection",
    "DOK": "document",
    "SRT": "certificate",
    "FKP": "consultation",
}
LENGTH = 8
SECRET_BYTES = 24  # 192 bits; the contract asks for 128 or more
PAPER_CODE_LENGTH = 10  # 50 bits, typed by hand, always throttled
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Reference:
    """A link to a case of any module as a value, where a foreign key would point upward or sideways."""

    kind: str
    number: str
    url: str = ""
    title: str = ""


def make_number(kind: str) -> str:
    """Return a fresh public number of `kind` (a key of KINDS); raise KeyError for an unknown kind."""
    if kind not in KINDS:
        raise KeyError(kind)
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{kind}-{body}-{check_character(body)}"


def read_number(typed: str) -> str | None:
    """Return the canonical number that a hand typed, or None when it is none: wrong kind, length or check."""
    folded = re.sub(r"[\s\-–—.]+", "", typed).upper()
    kind, rest = folded[:3], folded[3:].translate(_LOOKALIKES)
    if kind not in KINDS or len(rest) != LENGTH + 1 or any(c not in ALPHABET for c in rest):
        return None
    body, check = rest[:LENGTH], rest[LENGTH]
    return f"{kind}-{body}-{check}" if check_character(body) == check else None


def check_character(body: str) -> str:
    """Luhn mod 32 over the body: finds each single wrong character and nearly every pair that changed places."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character)
        doubled = value * 2 if place % 2 == 0 else value
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]


def make_secret() -> str:
    """Return a fresh secret for a link (192 bits, safe in a URL)."""
    return secrets.token_urlsafe(SECRET_BYTES)


def make_paper_code() -> str:
    """Return a fresh code for a citizen without a phone, ten characters in two groups: 7K3Q9-XBTM2."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(PAPER_CODE_LENGTH))
    return f"{body[:5]}-{body[5:]}"


def read_paper_code(typed: str) -> str | None:
    """Return the canonical paper code that a hand typed, or None when it cannot be one."""
    folded = re.sub(r"[\s\-–—.]+", "", typed).upper().translate(_LOOKALIKES)
    if len(folded) != PAPER_CODE_LENGTH or any(c not in ALPHABET for c in folded):
        return None
    return f"{folded[:5]}-{folded[5:]}"
