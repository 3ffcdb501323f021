"""The values of a message as texts, for channels that fill the provider's own forms instead of sending our words."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.messaging.rules import MessageText
from melayani.foundation.messaging.texts import absolute
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.ui.format import format_day, format_moment

LONGEST = 1024  # of one place in a form of WhatsApp
WITH_FORMS = {ContactKind.PHONE, ContactKind.WHATSAPP}
PLAIN = (str, Promise, int, Decimal, date)  # datetime is a date, bool an int


def values_for_forms(
    to: Contact,
    instead: Contact | None,
    context: dict[str, Any],
    reference: Reference,
    text: MessageText,
    language: str,
) -> str:
    """The values as a JSON object of texts; "" where no channel with forms is on or reaches either contact."""
    if not (settings.WHATSAPP_NUMBER_ID and settings.WHATSAPP_TOKEN):
        return ""
    if not any(contact and contact.kind in WITH_FORMS for contact in (to, instead)):
        return ""
    values = {"number": reference.number, "link": absolute(reference.url), "subject": text.subject}
    with translation.override(language):
        zone = context.get("zone")
        values |= {name: in_words(value, zone) for name, value in context.items() if isinstance(value, PLAIN)}
    return json.dumps(values, ensure_ascii=False)


def in_words(value: object, zone: object = None) -> str:
    """One value on one line; days and moments as our own texts say them, by the clock of `zone`."""
    if isinstance(value, datetime):
        return format_moment(value, zone)
    if isinstance(value, date):
        return format_day(value)
    # a form of WhatsApp refuses new lines and long rows of blanks
    return " ".join(str(value).split())[:LONGEST]
