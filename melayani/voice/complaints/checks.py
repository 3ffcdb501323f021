"""Refused at start, with what is missing: a map server that is named by half."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from melayani.voice.complaints.tiles import PARTS


@register("complaints")
def map_server_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """MELAYANI_MAP_TILES is empty, or an https address with {z}, {x} and {y}, and its credit is set."""
    address = settings.MAP_TILES
    if not address:
        return []
    found: list[CheckMessage] = []
    if urlsplit(address).scheme != "https" or not urlsplit(address).netloc:
        found.append(Error("MELAYANI_MAP_TILES must begin with https://.", id="complaints.E001"))
    if missing := [part for part in PARTS if part not in address]:
        found.append(Error(f"MELAYANI_MAP_TILES lacks {', '.join(missing)}.", id="complaints.E002"))
    if not settings.MAP_CREDIT:
        words = "MELAYANI_MAP_CREDIT is missing: the map must say whose pictures it shows."
        found.append(Error(words, hint="Usually © OpenStreetMap.", id="complaints.E003"))
    return found
