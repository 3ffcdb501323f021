"""System check: the antivirus address can be read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from melayani.foundation.attachments.scanner import BadAddress, split_address


@register("attachments")
def check_scanner_address(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """CLAMD is empty, host:port, or the path of a socket."""
    if not settings.CLAMD_ADDRESS:
        return []
    try:
        split_address(settings.CLAMD_ADDRESS)
    except BadAddress as error:
        text = f"MELAYANI_CLAMD must be host:port or the path of a socket, not {str(error)!r}."
        return [Error(text, id="attachments.E001")]
    return []
