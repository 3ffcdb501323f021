"""System checks: a half-configured WhatsApp channel is refused and told what is missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

NEEDED = ("WHATSAPP_NUMBER_ID", "WHATSAPP_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN")


@register("messaging")
def check_whatsapp_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The four settings come together; the address is https; the limits are numbers above zero."""
    missing = [name for name in NEEDED if not getattr(settings, name)]
    if len(missing) == len(NEEDED):
        return []
    if missing:
        named = ", ".join(f"MELAYANI_{name}" for name in missing)
        return [Error(f"WhatsApp is half configured: {named} missing.", id="messaging.E011")]
    found: list[CheckMessage] = []
    if settings.WHATSAPP_PER_SECOND < 1 or settings.WHATSAPP_PER_DAY < 0:
        found.append(Error("MELAYANI_WHATSAPP_PER_SECOND and _PER_DAY are whole numbers.", id="messaging.E012"))
    if not settings.WHATSAPP_URL.startswith("https://"):
        found.append(Warning("MELAYANI_WHATSAPP_URL would send the token unencrypted.", id="messaging.W011"))
    return found
