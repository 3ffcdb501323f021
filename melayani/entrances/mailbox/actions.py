"""What an operator does with a letter that was put aside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.entrances.mailbox import access
from melayani.foundation.audit import record
from melayani.foundation.messaging.models import InboundPayload, InboundState
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.people import Officer

KIND = "letter"


def read_again(*, actor: Officer, payload: InboundPayload, now: datetime) -> InboundPayload:
    """Have the worker read the letter once more, after something was mended or the sender calmed down.

    Raises Http404 for who may not read it, or when somebody else did it already.
    """
    with transaction.atomic():
        row = access.put_aside(actor).select_for_update(of=("self",)).filter(pk=payload.pk).first()
        row = row or access.get_aside(actor, payload.pk)
        row.state, row.attempts, row.next_attempt_at, row.handled_at = InboundState.NEW, 0, now, None
        row.save(update_fields=["state", "attempts", "next_attempt_at", "handled_at"])
        subject = Reference(kind=KIND, number=str(row.pk))
        record("letter.read_again", actor=actor, subject=subject, data={"why": row.problem[:80]}, now=now)
    return row
