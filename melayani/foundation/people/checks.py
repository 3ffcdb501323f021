"""Refused at start, with what is missing: half-configured OpenID Connect, a reverse proxy we are not told of."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

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


@register("people")
def proxy_is_told(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`serve` speaks plain HTTP, so an https address means that a proxy stands in front: we must know of it.

    Without MELAYANI_TRUSTED_PROXIES everybody has the proxy's address, and one limit shuts all of them out. Without
    MELAYANI_PROXY_HEADER every request looks unencrypted and is redirected without end.
    """
    if not settings.HTTPS:
        return []
    found: list[CheckMessage] = []
    if settings.TRUSTED_PROXIES < 1:
        words = "MELAYANI_TRUSTED_PROXIES is 0 behind https: limits per address would count all citizens as one."
        found.append(Warning(words, hint="Set it to the number of proxies in front, usually 1.", id="people.W001"))
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) is None:
        words = "MELAYANI_PROXY_HEADER is missing behind https: every page would redirect to itself."
        found.append(Warning(words, hint="Usually X-Forwarded-Proto; the proxy must set it.", id="people.W002"))
    return found
