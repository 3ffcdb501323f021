"""System checks: a half-configured mailbox is refused and told what is missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from melayani.entrances.mailbox.imap import BadMailboxAddress, read_address
from melayani.foundation.messaging.rules import NotAContact, normalise_email

NEAR = {"localhost", "127.0.0.1", "::1"}
SHORTEST_SECRET = 32


@register("mailbox")
def check_mailbox_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An address and a way in come together; each can be used; no password travels unencrypted."""
    if not settings.MAIL_ADDRESS:
        names = [name for name in ("IMAP_URL", "MAIL_SECRET") if getattr(settings, name)]
        return [
            Error(f"MELAYANI_{name} is set but MELAYANI_MAIL_ADDRESS is missing.", id="mailbox.E001") for name in names
        ]
    if not settings.IMAP_URL and not settings.MAIL_SECRET:
        text = "MELAYANI_MAIL_ADDRESS is set, but no letter can come: set MELAYANI_IMAP_URL or MELAYANI_MAIL_SECRET."
        return [Error(text, id="mailbox.E002")]
    return [*_address_problems(), *_imap_problems(), *_secret_problems()]


def _address_problems() -> list[CheckMessage]:
    try:
        normalise_email(settings.MAIL_ADDRESS)
    except NotAContact:
        return [Error("MELAYANI_MAIL_ADDRESS is no e-mail address.", id="mailbox.E003")]
    if "+" in settings.MAIL_ADDRESS:
        return [Error("MELAYANI_MAIL_ADDRESS must not hold a plus: what stands behind it is ours.", id="mailbox.E003")]
    return []


def _imap_problems() -> list[CheckMessage]:
    if not settings.IMAP_URL:
        return []
    try:
        box = read_address(settings.IMAP_URL)
    except BadMailboxAddress as error:
        return [Error(f"MELAYANI_IMAP_URL cannot be used: {error}.", id="mailbox.E004")]
    if not box.encrypted and box.host not in NEAR:
        return [Warning("MELAYANI_IMAP_URL would send the password unencrypted; use imaps://.", id="mailbox.W001")]
    return []


def _secret_problems() -> list[CheckMessage]:
    if settings.MAIL_SECRET and len(settings.MAIL_SECRET) < SHORTEST_SECRET:
        return [Error(f"MELAYANI_MAIL_SECRET needs at least {SHORTEST_SECRET} characters.", id="mailbox.E005")]
    return []
