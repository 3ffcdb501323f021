"""System checks: a half-configured mail channel is refused and told what is missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from melayani.foundation.messaging.channels.email.provider import BadProvider, read_provider
from melayani.foundation.messaging.channels.email.server import BadServerAddress, Server, read_server

NEAR = {"localhost", "127.0.0.1", "::1"}


@register("messaging")
def check_mail_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One way out and EMAIL_FROM come together; the way can be read; a password does not travel unencrypted."""
    if settings.MAIL_PROVIDER:
        return _check_provider()
    if settings.SMTP_URL and not settings.EMAIL_FROM:
        return [Error("MELAYANI_SMTP_URL is set but MELAYANI_EMAIL_FROM is missing.", id="messaging.E001")]
    if settings.EMAIL_FROM and not settings.SMTP_URL:
        return [Error("MELAYANI_EMAIL_FROM is set but MELAYANI_SMTP_URL is missing.", id="messaging.E002")]
    if not settings.SMTP_URL:
        return []
    try:
        server = read_server(settings.SMTP_URL)
    except BadServerAddress as error:
        return [Error(f"MELAYANI_SMTP_URL cannot be used: {error}.", id="messaging.E003")]
    return _check_password(server)


def _check_provider() -> list[CheckMessage]:
    if settings.SMTP_URL:
        return [Error("Set MELAYANI_SMTP_URL or MELAYANI_MAIL_PROVIDER, not both.", id="messaging.E004")]
    if not settings.EMAIL_FROM:
        return [Error("MELAYANI_MAIL_PROVIDER is set but MELAYANI_EMAIL_FROM is missing.", id="messaging.E005")]
    try:
        read_provider(settings.MAIL_PROVIDER)
    except BadProvider as error:
        return [Error(f"MELAYANI_MAIL_PROVIDER cannot be used: {error}.", id="messaging.E006")]
    return []


def _check_password(server: Server) -> list[CheckMessage]:
    if server.password and server.tls == "none" and server.host not in NEAR:
        text = "MELAYANI_SMTP_URL would send the password unencrypted; add ?tls=starttls or ?tls=implicit."
        return [Warning(text, id="messaging.W001")]
    return []
