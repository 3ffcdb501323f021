"""News on a device: a browser is told by push about a case, a queue number, or announcements (topics.py).

Who holds the link on the page of a case may switch it on; that is proven by the mark in the link. What goes to the
holder of a case is copied by the worker; what has no holder (a number from a kiosk) asks `devices_of` itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from melayani.foundation.audit import Actor, record, tick
from melayani.foundation.messaging.actions import keep_normalised
from melayani.foundation.messaging.channels.chat.sender import Chat
from melayani.foundation.messaging.channels.push.sender import Push
from melayani.foundation.messaging.channels.push.subscription import BadSubscription as BadSubscription
from melayani.foundation.messaging.channels.push.subscription import given
from melayani.foundation.messaging.channels.push.vapid import public_key as public_key
from melayani.foundation.messaging.models import Consent, Contact, ContactKind, MessageKind, OutboxMessage
from melayani.foundation.messaging.topics import Topic as Topic
from melayani.foundation.messaging.topics import followed_by_consent as followed_by_consent
from melayani.foundation.messaging.topics import offer as offer
from melayani.foundation.messaging.topics import purpose_of, read_tag, tag_of
from melayani.foundation.numbers.rules import Reference, read_number

BACK = timedelta(minutes=10)  # messages this old are still copied, when the worker stood still
COPIES = 500  # messages looked at in one tick
CHAT_WORDS = {True: "Kabari saya di Telegram", False: "Berhenti di Telegram"}
COPIED_TO = (ContactKind.PUSH, ContactKind.CHAT)
CASE = "case"


class Over(Exception):
    """Nothing will come of this topic any more: a queue number that has ended."""


def is_on() -> bool:
    """Whether news can go to devices at all."""
    return Push().is_on()


def can_chat() -> bool:
    """Whether officers can be alerted in a chat."""
    return Chat().is_on()


def device_url(number: str, contact_id: int | None, language: str) -> str:
    """The page on which a browser asks for news of the case; "" while push is off, or nobody is told of the case."""
    if contact_id is None or read_number(number) is None:
        return ""
    return topic_url(CASE, f"{number}:{contact_id}", language)


def topic_url(kind: str, key: str, language: str) -> str:
    """The page on which a browser asks for news of a topic; "" while push is off."""
    if not is_on():
        return ""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('portal:device', args=[tag_of(kind, key)])}"


def topic_of(tag: str) -> Topic | None:
    """What a link was made for, in words of the active language; None for an invented one, or what is gone."""
    read = read_tag(tag)
    return read[0].find(read[1]) if read else None


@followed_by_consent(CASE)
def _case(key: str) -> Topic | None:
    return Topic(
        name=key.partition(":")[0],
        promise=gettext("Kabar tentang urusan ini juga muncul di layar gawai ini, walaupun halaman ini tertutup."),
        otherwise=gettext("Kabar tetap kami kirim ke kontak Anda."),
    )


def follow(*, actor: Actor, tag: str, told: object, on: bool, language: str, now: datetime) -> bool:
    """Begin or end news of the topic behind `tag` for the subscription that a browser told; whether it gets them now.

    Saying it twice writes one proof. Raises BadSubscription, ValueError for an invented tag, Over for what has ended.
    """
    read, topic = read_tag(tag), topic_of(tag)
    if read is None or topic is None:
        raise ValueError(tag)
    if on and topic.is_over:
        raise Over(topic.name)
    kind, key = read
    subscription = given(told)
    contact = keep_normalised(kind=ContactKind.PUSH, value=subscription.value, language=language, now=now)
    with transaction.atomic():
        row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        if kind.is_kept(key, row) != on:
            words = topic.promise if on else gettext("Berhenti di gawai ini")
            kind.keep(key, row, on, actor=actor, words=words, now=now)
    return on


def follows(*, tag: str, told: object) -> bool:
    """Whether the subscription that a browser told gets news of the topic behind `tag`. Raises as `follow` does."""
    read = read_tag(tag)
    if read is None:
        raise ValueError(tag)
    contact = Contact.objects.with_value(ContactKind.PUSH, given(told).value).first()
    return contact is not None and read[0].is_kept(read[1], contact)


def devices_of(kind: str, keys: Iterable[str]) -> dict[str, list[Contact]]:
    """The devices that follow these topics of a kind that consent alone keeps, by key; one query, none while off."""
    found: dict[str, list[Contact]] = {}
    if not is_on():
        return found
    known = {purpose_of(kind, key): key for key in keys}
    for purpose, contact in _followers(known) if known else []:
        if contact.kind == ContactKind.PUSH:
            found.setdefault(known[purpose], []).append(contact)
    return found


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
        if read_number(message.reference_number):
            for told in {message.contact_id, message.instead_id} - {None}:  # two ways to one person are one holder
                about.setdefault(_purpose(message.reference_number, told), []).append(message)
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
        rank=message.rank,
        reference_kind=message.reference_kind,
        reference_number=message.reference_number,
        organisation=message.organisation,
        next_attempt_at=now,
        expires_at=message.expires_at,
        dedupe_key=key,
        created_at=now,
    )
    return 1


def _purpose(number: str, contact_id: int | None) -> str:
    return purpose_of(CASE, f"{number}:{contact_id}")


def _alerts(contact_id: int | None) -> str:
    return f"alerts:{contact_id}"
