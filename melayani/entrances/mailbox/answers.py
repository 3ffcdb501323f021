"""What the sender of a letter is told. Never more than a few answers a day: two machines must not talk for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.messaging import queue
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people.actions import TooMany, throttle

A_DAY = timedelta(days=1)
ANSWERS_A_DAY = 5
ONCE_A_DAY = frozenset({"held", "too_large"})
KIND = "letter"
PAGES = {"complain": "complaints:index", "ask": "disclosure:index", "track": "portal:track"}


def answer(
    contact: Contact, what: str, *, now: datetime, organisation: Organisation | None = None, **context: Any
) -> None:
    """Queue the message `what`, with the pages where one can go on; silence when enough was said today.

    Call it outside a transaction.
    """
    once = what in ONCE_A_DAY
    scope, most = (f"mailbox.{what}", 1) if once else ("mailbox.answer", ANSWERS_A_DAY)
    try:
        throttle(scope=scope, key=str(contact.pk), limit=most, window=A_DAY, now=now)
    except TooMany:
        return
    with translation.override(contact.language):
        links = {name: f"{settings.PUBLIC_URL}{reverse(page)}" for name, page in PAGES.items()}
    queue(
        f"mailbox.{what}",
        to=contact,
        template=f"mailbox/{what}",
        context={**links, "organisation": organisation, **context},
        reference=Reference(kind=KIND, number=str(contact.pk), url=links["complain"]),
        now=now,
        organisation=organisation,
    )
