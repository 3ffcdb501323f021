"""What in a text may point at a person, so that whoever moderates it looks there first. It finds hints, not all."""

from __future__ import annotations

import re
from dataclasses import dataclass

HINTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("NIK atau nomor panjang", re.compile(r"(?<!\d)\d{10,}(?!\d)")),
    ("nomor telepon", re.compile(r"(?<!\d)(?:\+62|62|0)[ -]?8(?:[ -]?\d){7,11}(?!\d)")),
    ("surel", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("nomor kendaraan", re.compile(r"\b[A-Z]{1,2} ?\d{1,4} ?[A-Z]{1,3}\b")),
    (
        "nama orang",
        re.compile(r"\b(?:[Pp]ak|[Bb]apak|[Bb]u|[Ii]bu|[Ss]audara|[Ss]audari|[Ss]dr\.?|[Ss]dri\.?) [A-Z]\w+"),
    ),
    (
        "alamat",
        re.compile(r"\b(?:[Jj]alan|[Jj]l\.?|[Gg]ang|[Gg]g\.?) [A-Z]\w*(?: [A-Z]\w*)*(?: [Nn]o(?:mor|\.)? ?\d+)?"),
    ),
    ("alamat", re.compile(r"\b(?:RT|RW)\.? ?\d+")),
)
AT_MOST = 20


@dataclass(frozen=True)
class Hint:
    """A piece of the text that may point at somebody, and as what."""

    kind: str
    found: str


def hints_in(text: str, names: tuple[str, ...] = ()) -> list[Hint]:
    """Pieces of `text` that may point at somebody, each once, with every one of `names` that stands in it."""
    found = {match.group(0).strip(): kind for kind, shape in HINTS for match in shape.finditer(text)}
    for name in names:
        for word in (part for part in name.split() if len(part) > 2):
            if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
                found.setdefault(word, "nama pelapor")
    return [Hint(kind, piece) for piece, kind in found.items()][:AT_MOST]
