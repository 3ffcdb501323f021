"""How a state reads; texts are Indonesian sources, so that the tables need no Django."""

from __future__ import annotations

from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue of translations and leave it as it is."""
    return text


@dataclass(frozen=True)
class Words:
    """How a state reads for the citizen and for the officer, what comes next for the citizen, and its sign."""

    citizen: str
    officer: str
    next: str
    tone: str  # good, note, warn, bad, off: never shown without the words
