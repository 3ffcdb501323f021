"""How somebody wants to be reached, and what they said about announcements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging.channels import channels_on
from melayani.foundation.messaging.models import Consent, Contact, Language
from melayani.foundation.numbers.rules import Reference

CONSENTS_SHOWN = 20


@dataclass(frozen=True)
class Wishes:
    """The language, the channels in order of choice, and the hours in which nothing comes (both or none)."""

    language: str
    channels: Sequence[str] = ()
    quiet_from: time | None = None
    quiet_until: time | None = None


def contact_by_id(pk: int | None) -> Contact | None:
    return Contact.objects.filter(pk=pk).first() if pk is not None else None


def consents_of(contact: Contact) -> list[Consent]:
    """What the contact said about announcements, newest first; one query."""
    return list(Consent.objects.filter(contact=contact).order_by("-at", "-pk")[:CONSENTS_SHOWN])


def channels_for(contact: Contact) -> list[str]:
    """The channels that are on and reach this contact, in the order in which they are tried now."""
    on = [channel.kind for channel in channels_on() if channel.accepts(contact)]
    return sorted(on, key=lambda kind: contact.channels.index(kind) if kind in contact.channels else len(on))


def keep_wishes(*, actor: Actor, contact: Contact, wishes: Wishes, now: datetime) -> Contact:
    """Write down how the contact wants to be reached; the caller has proven it. Raises ValueError for half of quiet
    hours or a language that we do not write."""
    if wishes.language not in Language.values or (wishes.quiet_from is None) != (wishes.quiet_until is None):
        raise ValueError(wishes)
    with transaction.atomic():
        row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        row.language, row.channels = wishes.language, [kind[:16] for kind in wishes.channels][:10]
        row.quiet_from, row.quiet_until = wishes.quiet_from, wishes.quiet_until
        row.save(update_fields=["language", "channels", "quiet_from", "quiet_until"])
        record("contact.wishes_kept", actor=actor, subject=Reference(kind="contact", number=str(row.pk)), now=now)
    return row
