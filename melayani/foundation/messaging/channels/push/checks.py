"""System check: whom a push service may write to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("messaging")
def check_push_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """PUSH_CONTACT is mailto: or https: (RFC 8292, 2.1); browsers give subscriptions to https sites only."""
    if not settings.PUSH_CONTACT:
        return []
    if not settings.PUSH_CONTACT.startswith(("mailto:", "https:")):
        return [Error("MELAYANI_PUSH_CONTACT must be mailto:… or https:…", id="messaging.E031")]
    if not settings.HTTPS:
        return [Error("MELAYANI_PUSH_CONTACT needs a MELAYANI_PUBLIC_URL with https.", id="messaging.E032")]
    return []
