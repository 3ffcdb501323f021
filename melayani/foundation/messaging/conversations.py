"""Conversations: what somebody says on a channel, what is said back, and who answers just now, the menu or an officer.

Whoever may answer is decided by the door (`entrances/office/access.py`): this module knows no roles. All of these write
inside the transaction of their caller.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from melayani.foundation.attachments import actions as attachments
from melayani.foundation.audit import Actor, insert, insert_unless_known, record
from melayani.foundation.messaging.actions import keep_normalised, mark_verified
from melayani.foundation.messaging.models import (
    Contact,
    ContactKind,
    Conversation,
    Language,
    OutboxMessage,
    Turn,
    hash_of,
)
from melayani.foundation.messaging.outbox import queue
from melayani.foundation.messaging.rules import NotAContact, normalise_phone
from melayani.foundation.messaging.talks import TURN
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import Organisation

WINDOW = timedelta(hours=24)  # WhatsApp takes free words within a day of the citizen's last message
REPLY = "conversation.reply"
LOOKED_BACK = timedelta(minutes=10)
TURNS_LOOKED_AT = 60


class WindowClosed(Exception):
    """A day has passed since the citizen's last words: only an approved template may be sent now."""


class NotHandedOver(Exception):
    """The conversation is with the menu again: a colleague, or the citizen, was quicker."""


def begin(*, channel: str, phone: str, user_id: str, now: datetime) -> Conversation:
    """The conversation with whoever holds this number or, without one, this id of the provider; locked.

    The provider vouches for the number: the contact counts as proven. A number that comes with another id than before
    has changed hands: what was being asked is forgotten. Raises NotAContact when neither names anybody.
    """
    user_hash = hash_of(ContactKind.WHATSAPP, user_id) if user_id else ""
    contact = mark_verified(contact=_contact(channel, phone, user_id, user_hash, now), now=now)
    insert_unless_known(Conversation(contact=contact, channel=channel, user_hash=user_hash, updated_at=now))
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("contact", "organisation")
    row = rows.get(contact=contact, channel=channel)
    if user_hash and row.user_hash != user_hash:
        if row.user_hash:
            row.state, row.handed_over_at, row.waiting_since = "", None, None
        row.user_hash = user_hash
    row.updated_at = now
    row.save()
    return row


def _contact(channel: str, phone: str, user_id: str, user_hash: str, now: datetime) -> Contact:
    """The number first; an id alone leads to the number that it came with before, when there was one."""
    language = Language.INDONESIAN
    if phone:
        try:
            value = normalise_phone(phone)
        except NotAContact:
            if not user_id:
                raise
        else:
            return keep_normalised(kind=ContactKind.PHONE, value=value, language=language, now=now)
    if not user_id:
        raise NotAContact("neither a number nor an id")
    rows = Conversation.objects.filter(channel=channel, user_hash=user_hash).select_related("contact")
    known = rows.order_by("-updated_at", "-pk").first()
    return (
        known.contact
        if known
        else keep_normalised(kind=ContactKind.WHATSAPP, value=user_id, language=language, now=now)
    )


def hear(*, conversation: Conversation, text: str, at: datetime, now: datetime) -> Turn:
    """Write down what the citizen said at `at`; words to an officer begin to wait."""
    conversation.last_in_at = max(at, conversation.last_in_at or at)
    if conversation.handed_over_at and conversation.waiting_since is None:
        conversation.waiting_since = now
    conversation.updated_at = now
    conversation.save(update_fields=["last_in_at", "waiting_since", "updated_at"])
    return insert(Turn(conversation=conversation, inward=True, text=text[:4096], at=at))


def keep_file(*, turn: int, file: UUID, actor: Actor, now: datetime) -> None:
    """What the citizen sent with these words belongs to them: officers who read the one may open the other.

    Raises NotYours for a file that is not there or belongs to something already.
    """
    attachments.claim(ids=[file], owner=Reference(kind=TURN, number=str(turn)), actor=actor, now=now)


def say(
    *,
    conversation: Conversation,
    text: str,
    now: datetime,
    offers: Mapping[str, Any] | None = None,
    officer: str = "",
) -> OutboxMessage:
    """Answer in the open window: a row of the outbox for the channel of the conversation, and the turn it is."""
    message = insert(
        OutboxMessage(
            event=REPLY,
            contact=conversation.contact,
            channel=conversation.channel,
            address=conversation.contact.value,
            language=conversation.contact.language,
            body=text,
            offers=json.dumps(offers, ensure_ascii=False) if offers else "",
            urgent=True,  # who writes at night wants the answer at night
            reference_kind=conversation.reference.kind,
            reference_number=conversation.reference.number,
            organisation=conversation.organisation if conversation.handed_over_at else None,  # else nobody's but theirs
            next_attempt_at=now,
            expires_at=(conversation.last_in_at or now) + WINDOW,
            created_at=now,
        )
    )
    insert(Turn(conversation=conversation, inward=False, text=text, message=message, officer=officer, at=now))
    return message


def remember(*, conversation: Conversation, state: Mapping[str, Any] | None, now: datetime) -> None:
    """Keep what the door is asking; None forgets it."""
    conversation.state = json.dumps(state, ensure_ascii=False) if state else ""
    conversation.updated_at = now
    conversation.save(update_fields=["state", "updated_at"])


def lately_said(conversation: Conversation, now: datetime) -> list[str]:
    """What the citizen said in the last minutes, newest first; one query, at most TURNS_LOOKED_AT."""
    rows = Turn.objects.filter(conversation=conversation, inward=True, at__gt=now - LOOKED_BACK)
    return list(rows.order_by("-pk").values_list("text", flat=True)[:TURNS_LOOKED_AT])


def window_is_open(conversation: Conversation, now: datetime) -> bool:
    """Whether free words may still be sent."""
    return conversation.last_in_at is not None and now < conversation.last_in_at + WINDOW


# --- an officer -------------------------------------------------------------------------------------------------------
def hand_over(
    *, actor: Actor, conversation: Conversation, organisation: Organisation, now: datetime, since: int = 0
) -> None:
    """From now on officers of `organisation` answer, and the menu is silent.

    They read what is said from here on; with `since` (a turn in which the citizen already asked them) from there on.
    """
    with transaction.atomic():
        last = Turn.objects.filter(conversation=conversation).order_by("-pk").values_list("pk", flat=True).first()
        conversation.organisation, conversation.handed_over_after = organisation, since - 1 if since else last or 0
        conversation.handed_over_at = conversation.waiting_since = conversation.updated_at = now
        changed = ["organisation", "handed_over_after", "handed_over_at", "waiting_since", "updated_at"]
        conversation.save(update_fields=changed)
        _record("conversation.handed_over", conversation, actor, now)


def answer(*, actor: Actor, conversation: Conversation, text: str, now: datetime) -> OutboxMessage:
    """An officer's words. Raises WindowClosed, and NotHandedOver when the conversation is no longer an officer's."""
    with transaction.atomic():
        row = _locked(conversation)
        if not window_is_open(row, now):
            raise WindowClosed
        row.waiting_since, row.updated_at = None, now
        row.save(update_fields=["waiting_since", "updated_at"])
        message = say(conversation=row, text=text, now=now, officer=actor.id)
        _record("conversation.answered", row, actor, now)
    return message


def give_back(*, actor: Actor, conversation: Conversation, farewell: str, now: datetime) -> None:
    """The menu answers again; the citizen reads `farewell` when words may still be sent. Raises NotHandedOver."""
    with transaction.atomic():
        row = _locked(conversation)
        row.state, row.handed_over_at, row.waiting_since, row.updated_at = "", None, None, now
        row.save(update_fields=["state", "handed_over_at", "waiting_since", "updated_at"])
        if farewell and window_is_open(row, now):
            say(conversation=row, text=farewell, now=now, officer=actor.id)
        _record("conversation.given_back", row, actor, now)


def call_back(*, actor: Actor, conversation: Conversation, now: datetime) -> bool:
    """When the window is closed: an approved template asks the citizen to write again; False when it did today."""
    with transaction.atomic():
        row = _locked(conversation)
        place = row.organisation
        today = now.astimezone(place.zone).date() if place else now.date()
        message = queue(
            "conversation.call_back",
            to=row.contact,
            template="messaging/call_back",
            context={"unit": place.name if place else ""},
            reference=row.reference,
            organisation=place,
            dedupe_key=f"conversation:{row.pk}:call_back:{today.isoformat()}",
            now=now,
        )
        _record("conversation.called_back", row, actor, now)
    return message is not None


def _locked(conversation: Conversation) -> Conversation:
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("contact", "organisation")
    row = rows.get(pk=conversation.pk)
    if row.handed_over_at is None:
        raise NotHandedOver
    return row


def _record(name: str, conversation: Conversation, actor: Actor, now: datetime) -> None:
    subject: Reference = conversation.reference
    data = {"channel": conversation.channel}
    record(name, actor=actor, subject=subject, organisation=conversation.organisation, data=data, now=now)
