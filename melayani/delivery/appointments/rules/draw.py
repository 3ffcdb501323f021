"""A draw that anyone can repeat: the order of SHA-256 digests under a published seed.

Before the registration opens, the SHA-256 of a secret is published. After it closes, secret and the sorted list of
numbers make the seed, so that neither who keeps the secret nor who registers can choose the outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

METHOD = (
    "benih = SHA-256(rahasia + baris baru + nomor-nomor terurut, satu per baris); "
    "urutan = nomor menurut SHA-256(benih + ':' + nomor), dari yang terkecil"
)


def commitment(secret: str) -> str:
    """What is published of the secret before anybody registers."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seed_of(secret: str, numbers: Iterable[str]) -> str:
    """The seed of a draw, from what was promised and who registered."""
    return hashlib.sha256("\n".join([secret, *sorted(numbers)]).encode()).hexdigest()


def digest_of(seed: str, number: str) -> str:
    """By what one number is placed; the smallest comes first."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw_order(seed: str, numbers: Iterable[str]) -> list[str]:
    """The numbers in the order of the draw, the first one served first."""
    return sorted(set(numbers), key=lambda number: (digest_of(seed, number), number))
