"""System check: the token reads like one."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("messaging")
def check_chat_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """TELEGRAM_TOKEN is 123456:letters, as the father of bots gives it; it travels by https only."""
    if not settings.TELEGRAM_TOKEN:
        return []
    if not re.fullmatch(r"\d{3,20}:[\w-]{20,80}", settings.TELEGRAM_TOKEN):
        return [Error("MELAYANI_TELEGRAM_TOKEN must read 123456:ABC…", id="messaging.E041")]
    if not settings.TELEGRAM_URL.startswith("https://"):
        return [Error("MELAYANI_TELEGRAM_URL must begin with https://.", id="messaging.E042")]
    return []
