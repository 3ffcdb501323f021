"""Write one event in the transaction of the change it tells of."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from melayani.foundation.audit.actor import Actor
from melayani.foundation.audit.encryption import Undecipherable, decrypt, encrypt
from melayani.foundation.audit.models import Event, EventPersonal, PendingReaction, SubjectKey
from melayani.foundation.audit.news import consumers_of
from melayani.foundation.audit.rows import insert, insert_all
from melayani.foundation.numbers.rules import Reference

WRAP = "audit.subjectkey.wrapped"
PERSONAL = "audit.eventpersonal.ciphertext"


class OutsideTransaction(Exception):
    """`record` was called outside `atomic`: the event could stand without its change."""


def record(
    name: str,
    *,
    actor: Actor,
    subject: Reference,
    now: datetime,
    organisation: Any = None,
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
) -> Event:
    """Write the event `name` about `subject`, and one pending row for each consumer of that name.

    `data` holds what is not personal and is shown as it stands; `personal` is encrypted with the subject's own key, and
    not kept at all once that key was destroyed. Raises OutsideTransaction when no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(name)
    key, sealed = _seal_personal(subject, personal or {})
    event = Event(
        name=name,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        person_id=actor.person_id,
        organisation=organisation,
        subject_kind=subject.kind,
        subject_number=subject.number,
        data=data or {},
        personal_digest=hashlib.sha256(sealed.encode()).hexdigest() if sealed else "",
    )
    insert(event)
    if key and sealed:
        insert(EventPersonal(event=event, subject_key=key, ciphertext=sealed))
    insert_all([PendingReaction(event=event, consumer=one, next_attempt_at=now) for one in consumers_of(name)])
    return event


def read_personal(event: Event) -> dict[str, Any]:
    """Return the personal values of `event`; empty when there are none or the subject's key was destroyed."""
    return open_personal(EventPersonal.objects.select_related("subject_key").filter(event=event).first())


def open_personal(row: EventPersonal | None) -> dict[str, Any]:
    """The same for the side row of an event, loaded with its key; no query."""
    if row is None or row.subject_key.destroyed_at:
        return {}
    try:
        values: dict[str, Any] = json.loads(decrypt(row.ciphertext, purpose=PERSONAL, key=_unwrap(row.subject_key)))
    except Undecipherable:
        return {}
    return values


def erase_subject(subject: Reference, *, now: datetime) -> None:
    """Destroy the subject's key: its personal values in events can never be read again; the chain stays whole."""
    SubjectKey.objects.destroy(_subject_name(subject), now=now)


def _seal_personal(subject: Reference, personal: dict[str, Any]) -> tuple[SubjectKey | None, str]:
    if not personal:
        return None, ""
    fresh = encrypt(secrets.token_bytes(32).hex(), purpose=WRAP)
    key, _ = SubjectKey.objects.get_or_create(subject=_subject_name(subject), defaults={"wrapped": fresh})
    if key.destroyed_at:
        return None, ""
    text = json.dumps(personal, sort_keys=True)  # plain ASCII: a lone surrogate from a client must not stop us
    return key, encrypt(text, purpose=PERSONAL, key=_unwrap(key))


def _unwrap(key: SubjectKey) -> bytes:
    return bytes.fromhex(decrypt(key.wrapped, purpose=WRAP))


def _subject_name(subject: Reference) -> str:
    return f"{subject.kind}:{subject.number}"
