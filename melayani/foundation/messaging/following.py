"""News of a case on a device: a browser is told by push whatever its case's holder is told.

Who holds the link on the page of the case may switch it on; that is proven by the mark in the link. Nothing is added to
the actions of cases: the worker copies messages that were queued for the holder.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from melayani.foundation.audit import Actor, keyed_hash, record, tick
from melayani.foundation.messaging.actions import keep_normalised
from melayani.foundation.messaging.channels.chat.sender import Chat
from melayani.foundation.messaging.channels.push.sender import Push
from melayani.foundation.messaging.channels.push.subscription import BadSubscription as BadSubscription
from melayani.foundation.messaging.channels.push.subscription import given
from melayani.foundation.messaging.channels.push.vapid import public_key as public_key
from melayani.foundation.messaging.models import Consent, Contact, ContactKind, MessageKind, OutboxMessage
from melayani.foundation.numbers.rules import Reference, read_number

MARK = 24  # hexadecimal digits: 96 bits
BACK = timedelta(minutes=10)  # messages this old are still copied, when the worker stood still
COPIES = 500  # messages looked at in one tick
WORDS = {True: "Kabari saya di gawai ini", False: "Berhenti di gawai ini"}
CHAT_WORDS = {True: "Kabari saya di Telegram", False: "Berhenti di Telegram"}
COPIED_TO = (ContactKind.PUSH, ContactKind.CHAT)


def is_on() -> bool:
    """Whether news can go to devices at all."""
    return Push().is_on()


def can_chat() -> bool:
    """Whether officers can be alerted in a chat."""
    return Chat().is_on()


def device_url(number: str, contact_id: int | None, language: str) -> str:
    """The page on which a browser asks for news of the case; "" while push is off, or nobody is told of the case."""
    if not is_on() or contact_id is None or read_number(number) is None:
        return ""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('portal:device', args=[_tag(number, contact_id)])}"


def case_of(tag: str) -> tuple[str, int] | None:
    """Number and contact that a link was made for; None for an invented one."""
    number, _, rest = tag[:14], tag[14:15], tag[15:]
    contact, _, mark = rest.partition("-")
    if read_number(number) != number or not (contact.isascii() and contact.isdigit() and len(contact) < 18):
        return None
    right = hmac.compare_digest(mark.encode(), _mark(number, int(contact)).encode())
    return (number, int(contact)) if right else None


def follow(*, actor: Actor, tag: str, told: object, on: bool, language: str, now: datetime) -> bool:
    """Begin or end news of the case behind `tag` for the subscription that a browser told; whether it gets them now.

    Saying it twice writes one proof. Raises BadSubscription, ValueError for an invented tag.
    """
    case = case_of(tag)
    if case is None:
        raise ValueError(tag)
    subscription = given(told)
    contact = keep_normalised(kind=ContactKind.PUSH, value=subscription.value, language=language, now=now)
    name = "contact.follows_case" if on else "contact.leaves_case"
    return _note(contact, _purpose(*case), on, by="push", words=WORDS[on], event=name, actor=actor, now=now)


def alert(*, actor: Actor, mail: Contact, chat: Contact, on: bool, now: datetime) -> bool:
    """Begin or end alerts in an officer's chat: what comes to `mail` about cases comes there too. Both are proven."""
    name = "contact.alerted" if on else "contact.not_alerted"
    return _note(chat, _alerts(mail.pk), on, by="web", words=CHAT_WORDS[on], event=name, actor=actor, now=now)


def chat_of(mail: Contact) -> Contact | None:
    """The chat in which the officer of this address is alerted; the newest one that was not ended."""
    found = _followers([_alerts(mail.pk)])
    return found[-1][1] if found else None


def _note(
    contact: Contact, purpose: str, on: bool, *, by: str, words: str, event: str, actor: Actor, now: datetime
) -> bool:
    with transaction.atomic():
        Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        last = Consent.objects.filter(contact=contact, purpose=purpose).order_by("-at", "-pk").first()
        if (last.given if last else False) != on:
            Consent.objects.create(contact=contact, purpose=purpose, given=on, by=by, words=words, at=now)
            record(event, actor=actor, subject=Reference(kind="contact", number=str(contact.pk)), now=now)
    return on


@tick("messaging.devices", every=timedelta(seconds=3))
def copy_for_devices(now: datetime) -> int:
    """Queue for devices and chats what was queued for the person behind them, once; return how many."""
    if not is_on() and not Chat().is_on():
        return 0
    rows = OutboxMessage.objects.filter(created_at__gt=now - BACK, kind=MessageKind.CASE, contact__isnull=False)
    fresh = list(rows.exclude(contact__kind__in=COPIED_TO).select_related("organisation").order_by("-pk")[:COPIES])
    about: dict[str, list[OutboxMessage]] = {}
    for message in fresh:
        if read_number(message.reference_number) and message.contact_id:
            about.setdefault(_purpose(message.reference_number, message.contact_id), []).append(message)
            about.setdefault(_alerts(message.contact_id), []).append(message)
    followers = _followers(about)
    known = _copied(f"push:{message.pk}:{contact.pk}" for purpose, contact in followers for message in about[purpose])
    return sum(_copy(message, contact, known, now) for purpose, contact in followers for message in about[purpose])


def _followers(purposes: Iterable[str]) -> list[tuple[str, Contact]]:
    """Devices and chats whose last word about one of these purposes was yes, from when on; one query."""
    rows = Consent.objects.filter(contact__kind__in=COPIED_TO, purpose__in=list(purposes)).select_related("contact")
    last = {(one.purpose, one.contact_id): one for one in rows.order_by("at", "pk")}
    return [(one.purpose, one.contact) for one in last.values() if one.given]


def _copied(keys: Iterable[str]) -> set[str | None]:
    rows = OutboxMessage.objects.filter(dedupe_key__in=list(keys))
    return set(rows.values_list("dedupe_key", flat=True).order_by())


def _copy(message: OutboxMessage, contact: Contact, known: set[str | None], now: datetime) -> int:
    key = f"push:{message.pk}:{contact.pk}"
    if key in known or not message.body:
        return 0
    OutboxMessage.objects.create(
        event=message.event,
        contact=contact,
        address=contact.value,
        language=message.language,
        subject=message.subject,
        body=message.body,
        urgent=message.urgent,
        reference_kind=message.reference_kind,
        reference_number=message.reference_number,
        organisation=message.organisation,
        next_attempt_at=now,
        expires_at=message.expires_at,
        dedupe_key=key,
        created_at=now,
    )
    return 1


def _purpose(number: str, contact_id: int) -> str:
    return f"case:{number}:{contact_id}"


def _alerts(contact_id: int) -> str:
    return f"alerts:{contact_id}"


def _tag(number: str, contact_id: int) -> str:
    return f"{number}-{contact_id}-{_mark(number, contact_id)}"


def _mark(number: str, contact_id: int) -> str:
    return keyed_hash(f"{number}\x00{contact_id}", purpose="messaging.device")[:MARK]
