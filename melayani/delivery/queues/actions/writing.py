"""Free words of whoever holds a number, and the officer's word that they were read, with an answer or without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.queues import access, moving, rules, telling
from melayani.delivery.queues.models import Ticket
from melayani.foundation.audit import Actor
from melayani.foundation.messaging import correspondence


def write(
    *, actor: Actor, ticket: Ticket, text: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> Ticket:
    """Add a letter to the ticket; the counter reads it when the number is called, the information desk at once.

    The turn stays. Raises NotAllowed without the secret (or a role), ActionRefused for a letter that cannot be kept,
    and once the visit is over.
    """
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_own(actor, row, secret)
        if row.is_final:
            raise rules.ActionRefused(gettext("Nomor antrean ini sudah selesai, jadi tidak ada lagi yang ditambahkan."))
        with correspondence.refused_as(rules.ActionRefused):
            correspondence.write(actor=actor, reference=row.reference, text=text, files=files, now=now)
        moving.record_on(row, "ticket.letter_received", actor=actor, now=now)
    return row


def settle_letters(*, actor: Actor, ticket: Ticket, now: datetime, answer: str = "") -> Ticket:
    """An officer of the line or of the information desk has read what was written; an `answer` goes to its holder.

    Raises NotAllowed for strangers, ActionRefused when nothing waits and nothing is answered.
    """
    with transaction.atomic():
        row = moving.lock(ticket)
        access.demand_desk_or_information(actor, row.site, row.line.unit)
        with correspondence.refused_as(rules.ActionRefused):
            words = correspondence.settle(actor=actor, reference=row.reference, answer=answer, now=now)
        name = "ticket.letter_answered" if words else "ticket.letter_read"
        moving.record_on(row, name, actor=actor, now=now)
        if words:
            telling.tell(row, "letter_answered", now=now, text=words, again=now)
    return row
