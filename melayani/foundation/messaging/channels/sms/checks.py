"""System check: an SMS gateway that cannot be used is refused and told why."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from melayani.foundation.messaging.channels.sms.gateway import BadGateway, read_gateway


@register("messaging")
def check_sms_gateway(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SMS_GATEWAY can be read; keys and texts do not travel unencrypted."""
    if not settings.SMS_GATEWAY:
        return []
    try:
        gateway = read_gateway(settings.SMS_GATEWAY)
    except BadGateway as error:
        return [Error(f"MELAYANI_SMS_GATEWAY cannot be used: {error}.", id="messaging.E021")]
    if not gateway.url.startswith("https://"):
        text = "MELAYANI_SMS_GATEWAY would send numbers and texts unencrypted; use https."
        return [Warning(text, id="messaging.W021")]
    return []
