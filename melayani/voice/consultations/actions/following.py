"""Following a consultation with a proven contact, and leaving it by the own link."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.foundation.audit import Actor, insert_unless_known
from melayani.foundation.messaging.models import Contact
from melayani.foundation.numbers.rules import make_secret
from melayani.voice.consultations import states, telling
from melayani.voice.consultations.case import lock, record_event, refusal
from melayani.voice.consultations.models import Consultation, Follower, token_hash


def follow(*, actor: Actor, consultation: Consultation, contact: Contact, now: datetime) -> Follower:
    """Send news of each change to this proven contact; a second time finds the first. Raises ActionRefused."""
    with transaction.atomic():
        row = lock(consultation)
        if row.state in states.OVER:
            raise refusal("Konsultasi ini sudah selesai; tidak ada kabar lagi yang akan dikirim.")
        token = make_secret()
        found = Follower(consultation=row, contact=contact, token=token, token_hash=token_hash(token), since=now)
        if not insert_unless_known(found):
            return Follower.objects.get(consultation=row, contact=contact)
        record_event("followed", actor=actor, row=row, now=now)
        telling.welcome(found, row, now=now)
    return found


def leave(*, actor: Actor, follower: Follower, now: datetime) -> None:
    """No more news for this contact; twice does no harm."""
    with transaction.atomic():
        row = lock(follower.consultation)
        if row.followers.filter(pk=follower.pk).delete()[0]:
            record_event("left", actor=actor, row=row, now=now)
