"""Numbers as a hand writes them in Indonesian: 7.912, 87,28, 0. Plain Python."""

from __future__ import annotations

import re
from decimal import Decimal

GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?")
SWAPPED = str.maketrans(",.", ".,")
PLAIN = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,2})?")


def read_number(typed: str) -> Decimal | None:
    """The number, or None for nothing typed (which is not zero). Raises ValueError for anything else."""
    text = "".join(typed.split())
    if not text:
        return None
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    raise ValueError(typed)


def write_number(value: Decimal | None) -> str:
    """7.912 or 87,28; empty for None."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    text = f"{value:,.0f}" if whole else f"{value:,.2f}"
    return text.translate(SWAPPED)
