"""Free text of respondents: which element it speaks of, and personal data masked. Plain Python.

Grouping is by word beginnings of `data/comment-words.json` (our own list): a help for reading, not a measurement.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
MASK = "•••"
_PERSONAL = re.compile(
    r"""
    [\w.+-]+@[\w-]+(\.[\w-]+)+            # e-mail
    | https?://\S+ | www\.\S+             # addresses
    | \b[A-Z]{3}-[0-9A-Z]{8}-[0-9A-Z]\b    # a case number of ours
    | @\w{3,}                              # a name in social media
    | \+?\d(?:[\s.()-]?\d){5,}            # telephone, NIK, account: six digits or more, also in groups
    | \b[A-Z]{1,2}\s?\d{1,4}\s?[A-Z]{1,3}\b # number plate
    """,
    re.VERBOSE,
)
# who is spoken of by title and name: Pak Contoh, Ibu Contoh Ani, Sdr. Contoh
_TITLED = re.compile(
    r"\b((?:[Bb]apak|[Pp]ak|[Ii]bu|[Bb]u|[Mm]bak|[Mm]as|[Ss]audar[ai]|[Ss]dri?\.?|[Aa]tas nama|[Aa]\.n\.|[Nn]ama saya))"
    r"\s+[A-Z][\w'.-]*(?:\s+[A-Z][\w'.-]*){0,3}"
)


def masked(text: str) -> str:
    """The text with e-mail addresses, links, numbers of six digits or more and names after a title made dots."""
    return _TITLED.sub(rf"\1 {MASK}", _PERSONAL.sub(MASK, text))


def elements_of(text: str) -> tuple[str, ...]:
    """Keys of the elements whose words the text holds, in the order of the form."""
    spoken = re.findall(r"[a-z]+", text.lower())
    return tuple(key for key, stems in _stems().items() if any(word.startswith(stems) for word in spoken))


@lru_cache(maxsize=1)
def _stems() -> dict[str, tuple[str, ...]]:
    raw = json.loads((DATA / "comment-words.json").read_text(encoding="utf-8"))
    return {key: tuple(stems) for key, stems in raw["words"].items()}
