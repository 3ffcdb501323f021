"""System check: what is meant for a trial is refused where citizens are served."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("webhooks")
def check_reach(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With private addresses allowed, a webhook could ask the machines of the own network."""
    if settings.WEBHOOKS_ANYWHERE and settings.HTTPS:
        text = "MELAYANI_WEBHOOKS_ANYWHERE lets webhooks call private addresses; it is for a trial without https only."
        return [Error(text, id="webhooks.E001")]
    return []
