"""Addresses that a message carries: where announcements are ended by one press, and where wishes are kept."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.audit import keyed_hash
from melayani.foundation.messaging.models import Contact

MARK = 32  # hexadecimal digits: 128 bits


def unsubscribe_url(contact_id: int, language: str) -> str:
    """The page that ends announcements to this contact by one press; whoever holds a message may press (RFC 8058)."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('portal:unsubscribe', args=[_token(contact_id)])}"


def preferences_url(language: str) -> str:
    """The page on which a contact, once proven, says how it is to be reached."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('portal:preferences')}"


def contact_of(token: str) -> Contact | None:
    """The contact that a link was made for; None for a made-up one."""
    pk, _, _ = token.partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18) or not hmac.compare_digest(_token(int(pk)), token):
        return None
    return Contact.objects.filter(pk=int(pk)).first()


def _token(contact_id: int) -> str:
    return f"{contact_id}-{keyed_hash(str(contact_id), purpose='messaging.unsubscribe')[:MARK]}"
