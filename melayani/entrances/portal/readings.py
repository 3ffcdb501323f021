"""The door's shipped texts: what home offers first, and why each personal value is asked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DATA = Path(__file__).resolve().parent / "data"


@cache
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text())
    return content


def home() -> dict[str, Any]:
    """Which services stand on home (source ids), and what people may try in the search field."""
    return _read("home.json")


def privacy() -> dict[str, Any]:
    """Each personal field with where it is asked, why, on what legal basis, how it is kept and who sees it.

    In the active language: Indonesian, or English.
    """
    return _read("privacy.en.json" if (get_language() or "").startswith("en") else "privacy.json")
