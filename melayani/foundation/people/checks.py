"""Half-configured sign-in through an agency's OpenID Connect is refused at start, with what is missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

OIDC = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


@register("people")
def oidc_is_whole(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """All three values of MELAYANI_OIDC_… are set, or none; the issuer is reached by https."""
    missing = [f"MELAYANI_{name}" for name in OIDC if not getattr(settings, name)]
    if len(missing) == len(OIDC):
        return []
    if missing:
        words = f"Sign-in by OpenID Connect is configured by half: {', '.join(missing)} missing."
        return [Error(words, hint="Set all of MELAYANI_OIDC_… or none.", id="people.E001")]
    if not settings.OIDC_ISSUER.startswith("https://"):
        return [Error("MELAYANI_OIDC_ISSUER must begin with https://.", id="people.E002")]
    return []
