"""System checks: a half-configured BigBlueButton is refused and told what is missing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from melayani.oversight.training.rooms.bigbluebutton import DIGESTS


@register("training")
def check_room_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """BBB_URL and BBB_SECRET come together; the address is one; the digest is one that the server knows."""
    if settings.BBB_URL and not settings.BBB_SECRET:
        return [Error("MELAYANI_BBB_URL is set but MELAYANI_BBB_SECRET is missing.", id="training.E001")]
    if settings.BBB_SECRET and not settings.BBB_URL:
        return [Error("MELAYANI_BBB_SECRET is set but MELAYANI_BBB_URL is missing.", id="training.E002")]
    if not settings.BBB_URL:
        return []
    parts = urlsplit(settings.BBB_URL)
    if parts.scheme not in ("https", "http") or not parts.netloc or not parts.path.endswith("/api"):
        text = "MELAYANI_BBB_URL cannot be used: it looks like https://host/bigbluebutton/api."
        return [Error(text, id="training.E003")]
    if settings.BBB_CHECKSUM not in DIGESTS:
        return [Error(f"MELAYANI_BBB_CHECKSUM must be one of {', '.join(DIGESTS)}.", id="training.E004")]
    return []
