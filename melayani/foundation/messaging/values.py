"""The values of a message as texts, for channels that fill the provider's own forms instead of sending our words."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.functional import Promise

from melayani.foundation.messaging.models import Contact, ContactKind
from melayani.foundation.messaging.rules import MessageText
from melayani.foundation.messaging.texts import absolute
from melayani.foundation.numbers.rules import Reference

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
        values |= {name: in_words(value) for name, value in context.items() if isinstance(value, PLAIN)}
    return json.dumps(values, ensure_ascii=False)


def in_words(value: object) -> str:
    """One value on one line, dates in the words of the language that is active."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return str(formats.date_format(value, "DATETIME_FORMAT"))
    if isinstance(value, date):
        return str(formats.date_format(value, "DATE_FORMAT"))
    # a form of WhatsApp refuses new lines and long rows of blanks
    return " ".join(str(value).split())[:LONGEST]
