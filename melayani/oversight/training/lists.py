"""What `data/training.json` lists: kinds of events, topics, kinds of offices, questions of the feedback, limits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "training.json"


@dataclass(frozen=True)
class Named:
    """One row of a list: the key that is stored, and its words in both languages."""

    key: str
    id: str
    en: str

    def words(self, language: str) -> str:
        """The words in Indonesian, or in English for an English page."""
        return self.en if language.startswith("en") else self.id


@lru_cache(maxsize=1)
def _raw() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=8)
def rows(name: str) -> tuple[Named, ...]:
    """The rows of a list (kinds, topics, offices, feedback) in their order."""
    return tuple(Named(row["key"], row["id"], row["en"]) for row in _raw()[name])


def keys(name: str) -> frozenset[str]:
    return frozenset(row.key for row in rows(name))


def words(name: str, key: str, language: str = "id") -> str:
    """The words of one row; the key itself for a row that is no longer listed."""
    return next((row.words(language) for row in rows(name) if row.key == key), key)


def choices(name: str, language: str = "id") -> list[tuple[str, str]]:
    """Key and words of each row, for a form."""
    return [(row.key, row.words(language)) for row in rows(name)]


def limit(name: str) -> int:
    """A number of the list of limits: percent, seconds, days or answers, as its name says."""
    return int(_raw()["limits"][name])
