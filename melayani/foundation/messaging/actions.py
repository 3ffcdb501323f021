"""Contacts: keep, prove, language, announcements wanted or not; and a second try for a message that failed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import SYSTEM, Actor, insert_unless_known, record
from melayani.foundation.messaging.models import (
    Consent,
    Contact,
    ContactKind,
    Language,
    MessageState,
    OutboxMessage,
    hash_of,
)
from melayani.foundation.messaging.rules import NotAContact, normalise_email, normalise_phone
from melayani.foundation.numbers.rules import Reference

ANNOUNCEMENTS = "announcements"  # the purpose of a consent


def keep_contact(*, now: datetime, email: str = "", phone: str = "", language: str = Language.INDONESIAN) -> Contact:
    """Return the contact of this address or number (exactly one of them), made if it is new.

    A contact that is known already keeps its language. Raises NotAContact with a text for the form.
    """
    if bool(email) == bool(phone):
        raise NotAContact(gettext("Isi alamat surel atau nomor telepon, salah satu."))
    try:
        kind, value = (
            (ContactKind.EMAIL, normalise_email(email)) if email else (ContactKind.PHONE, normalise_phone(phone))
        )
    except NotAContact as problem:
        raise NotAContact(gettext(str(problem))) from problem
    return keep_normalised(kind=kind, value=value, language=language, now=now)


def keep_normalised(*, kind: str, value: str, language: str, now: datetime) -> Contact:
    """`keep_contact` for what `normalise_email` or `normalise_phone` has answered."""
    spoken = language if language in Language.values else Language.INDONESIAN
    contact = Contact(kind=kind, value=value, value_hash=hash_of(kind, value), language=spoken, created_at=now)
    if not insert_unless_known(contact):
        return Contact.objects.with_value(kind, value).get()
    return contact


def mark_verified(*, contact: Contact, now: datetime) -> Contact:
    """Note that the person holds this contact (a one-time code came back); the first proof's moment is kept."""
    if contact.verified_at is None:
        contact.verified_at = now
        contact.save(update_fields=["verified_at"])
    return contact


def set_language(*, contact: Contact, language: str) -> Contact:
    """Choose the language of future messages; raises ValueError for one we do not write."""
    if language not in Language.values:
        raise ValueError(language)
    contact.language = language
    contact.save(update_fields=["language"])
    return contact


def opt_out(*, contact: Contact, by: str, words: str, now: datetime, actor: Actor = SYSTEM) -> Contact:
    """No announcements any more. Messages about an own case still come: the citizen asked for the case.

    `by` is the door (web, email, whatsapp, sms, office, push), `words` what the person wrote or was shown. Saying it
    twice writes one proof.
    """
    return _consent(contact, False, by=by, words=words, now=now, actor=actor)


def opt_in(*, contact: Contact, by: str, words: str, now: datetime, actor: Actor = SYSTEM) -> Contact:
    """Announcements are welcome: the first time, or again. `by` and `words` as in `opt_out`."""
    return _consent(contact, True, by=by, words=words, now=now, actor=actor)


def _consent(contact: Contact, given: bool, *, by: str, words: str, now: datetime, actor: Actor) -> Contact:
    """Write wish, proof and event down together; the wish that stands already changes nothing."""
    with transaction.atomic():
        row = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
        last = Consent.objects.filter(contact=row, purpose=ANNOUNCEMENTS).order_by("-at", "-pk").first()
        if last is None or last.given != given or (row.opted_out_at is None) != given:
            row.opted_out_at = None if given else now
            row.save(update_fields=["opted_out_at"])
            Consent.objects.create(
                contact=row, purpose=ANNOUNCEMENTS, given=given, by=by[:16], words=words[:300], at=now
            )
            subject = Reference(kind="contact", number=str(row.pk))
            name = "contact.opted_in" if given else "contact.opted_out"
            record(name, actor=actor, subject=subject, now=now, data={"by": by[:16]})
    contact.opted_out_at = row.opted_out_at
    return contact


def send_again(*, actor: Actor, message: OutboxMessage, now: datetime) -> OutboxMessage:
    """Queue a message once more that failed or found no channel; anything else, or an emptied one, stays as it is."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
        if row.state in {MessageState.FAILED, MessageState.NO_CHANNEL} and row.body:
            again = {"channel": "", "tried": [], "attempts": 0, "channel_away": False, "opened_at": None}
            row.settle(state=MessageState.QUEUED, next_attempt_at=now, **again)
            subject = Reference(kind=row.reference_kind, number=row.reference_number)
            record("message.requeued", actor=actor, subject=subject, organisation=row.organisation, now=now)
    return row
