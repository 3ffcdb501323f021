"""System check: the beginning of the morning reads as a time of day."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("office")
def check_morning(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """MORNING_AT is empty, or a time without zone before 22.00: the morning lasts two hours and ends on its day."""
    if not settings.MORNING_AT:
        return []
    try:
        begins = time.fromisoformat(settings.MORNING_AT)
    except ValueError:
        begins = None
    if begins is None or begins.tzinfo is not None or begins > time(22):
        return [Error("MELAYANI_MORNING_AT must read 07:00, not later than 22:00.", id="office.E001")]
    return []
