"""How the shipped readings (data/*.json) apply to a record: variants, aliases, channels."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from melayani.delivery.catalogue.rules import fold

DATA = Path(__file__).resolve().parent / "data"
DEFAULT_CHANNELS = ("online", "counter")


@cache
def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text())


def shipped_standards() -> dict[str, Any]:
    """The published standards that come with the platform (data/NOTICE.md)."""
    content: dict[str, Any] = json.loads((DATA / "services.json").read_text())
    return content


def variants_of(source_id: str | None) -> dict[str, Any]:
    """How to read the requirement lines of a record where the general rule would misread them."""
    found: dict[str, Any] = _read("variants.json").get(source_id or "", {})
    return found


def aliases_of(texts: Iterable[str]) -> list[str]:
    """Old, short and English names under which people look for a service with these title and product."""
    words = set(fold(" ".join(texts)).split())
    return list(
        dict.fromkeys(
            alias for entry in _read("aliases.json") if words.issuperset(entry["words"]) for alias in entry["aliases"]
        )
    )


def channels_of(source_id: str | None) -> tuple[list[str], dict[str, str]]:
    """Ways to apply (online here, counter, village, partner, external) with the names that the standard gives."""
    entry = _read("channels.json").get(source_id or "", {})
    return list(entry.get("channels", DEFAULT_CHANNELS)), dict(entry.get("notes", {}))
