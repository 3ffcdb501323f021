"""A contact proven by a one-time code before a form is sent: the same steps wherever a citizen sends something."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext

from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.people import actions
from melayani.foundation.people.codes import CodeRefused
from melayani.foundation.people.sessions import address_of
from melayani.foundation.people.throttling import TooMany

PATIENCE = (0.0, 0.1, 0.4)  # seconds; a wrong code costs this wait, five tries are all there are


def contact_typed(*, email: str, phone: str) -> Contact | None:
    """The row of an e-mail address, or else of a telephone number; None for what is neither."""
    language, now = get_language() or "id", timezone.now()
    try:
        if email:
            return keep_contact(email=email, language=language, now=now)
        return keep_contact(phone=phone, language=language, now=now) if phone else None
    except NotAContact:
        return None


def prove(
    request: HttpRequest, contact: Contact | None, *, purpose: str, typed: str, meanwhile: Callable[[], bool]
) -> str:
    """Check the code that was typed; return why it was refused, in the active language, or an empty text.

    The second of two clicks finds its code used up: when the first one proved the contact meanwhile, that counts.
    `meanwhile` looks whether it did; it may be a moment behind its used code.
    """
    if contact is None:
        return gettext("Isi e-mail atau nomor telepon yang benar lebih dahulu.")
    now = timezone.now()
    try:
        actions.check_code(contact=contact, purpose=purpose, typed=typed, address=address_of(request), now=now)
    except (CodeRefused, TooMany) as error:
        return "" if _within_patience(meanwhile) else str(error)
    return ""


def _within_patience(meanwhile: Callable[[], bool]) -> bool:
    for pause in PATIENCE:
        time.sleep(pause)
        if meanwhile():
            return True
    return False
