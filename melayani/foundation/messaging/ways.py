"""Two ways to one person: a case that names a telephone number and an e-mail address tries one after the other."""

from __future__ import annotations

from datetime import datetime

from melayani.foundation.messaging.actions import keep_normalised
from melayani.foundation.messaging.channels import channels_on
from melayani.foundation.messaging.models import Contact, ContactKind


def two_ways(
    contact: Contact, *, phone: str, email: str, vouched: bool, now: datetime
) -> tuple[Contact, Contact | None]:
    """The contact to try first, and the one to turn to when it cannot be reached; None without a second.

    `contact` is the one that the case proved; `phone` and `email` are the normalised values of the case. The other one
    counts only when its holder proved it before, or when an officer or a key's holder vouches for it (`vouched`): a
    letter typed wrong must not hand a stranger the link of a case. The telephone comes first where a channel reaches
    it: people read WhatsApp before they read e-mail. No query unless both are there.
    """
    if not (phone and email):
        return contact, None
    kind, value = (ContactKind.PHONE, phone) if contact.kind == ContactKind.EMAIL else (ContactKind.EMAIL, email)
    other = _trusted(kind, value, language=contact.language, vouched=vouched, now=now)
    if other is None or other.pk == contact.pk:
        return contact, None
    if other.kind == ContactKind.PHONE and _reaches_phones():
        return other, contact
    return contact, other


def _trusted(kind: str, value: str, *, language: str, vouched: bool, now: datetime) -> Contact | None:
    if vouched:
        return keep_normalised(kind=kind, value=value, language=language, now=now)
    return Contact.objects.with_value(kind, value).filter(verified_at__isnull=False).first()


def _reaches_phones() -> bool:
    somebody = Contact(kind=ContactKind.PHONE)
    return any(one.accepts(somebody) for one in channels_on() if one.kind != "demonstration")
