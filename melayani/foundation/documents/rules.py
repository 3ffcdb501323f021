"""What can stand on paper, and what a visitor may mean by a code."""

from __future__ import annotations

import re
from typing import Any

# Characters that the shipped fonts can draw and that read from left to right. Names in official Indonesian records are
# written in Latin letters; everything else (emoji, other scripts, control and direction marks, which could turn a line
# around) becomes a visible box, because PDF/A refuses a character without a picture.
_COVERED = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x2FF),
    (0x370, 0x377),
    (0x384, 0x38A),
    (0x38E, 0x3A1),
    (0x3A3, 0x482),
    (0x48A, 0x4FF),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x2040),
    (0x2070, 0x2071),
    (0x2074, 0x208E),
    (0x20A0, 0x20C0),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x25A0, 0x25FF),
)
BOX = "\u25a1"
LONGEST_WORD = 70  # characters that fit on a line; a longer run may be broken anywhere
LONGEST_CODE = 64
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{16,{LONGEST_CODE}}}")
_BREAK = "\u200b"
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LONG_RUN = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def printable(value: Any) -> Any:
    """Return `value` (texts, lists, dictionaries as JSON knows them) with texts that can be drawn on paper."""
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    return value


def read_secret(code: str) -> str | None:
    """Return the secret of a QR code when `code` has the shape of one, else None."""
    return code if _SECRET.fullmatch(code) else None


def _printable_text(text: str) -> str:
    plain = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    drawn = "".join(c if c == "\n" or _is_covered(ord(c)) else BOX for c in plain)
    return _LONG_RUN.sub(lambda run: run.group() + _BREAK, drawn)


def _is_covered(point: int) -> bool:
    return any(first <= point <= last for first, last in _COVERED)
