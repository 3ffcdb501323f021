"""Free words of the visitor on a booking, and the desk's word that they were read, with an answer or without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.appointments import access, rules, visit
from melayani.delivery.appointments.models import Booking
from melayani.foundation.audit import Actor
from melayani.foundation.messaging import correspondence


def write(
    *, actor: Actor, booking: Booking, text: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> Booking:
    """Add a letter of the visitor to the booking; the officers of the unit read it at the visit. Time and place stay.

    Raises NotAllowed without the secret (or a role at the unit), ActionRefused for a letter that cannot be kept, and
    once the visit is over.
    """
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_own(actor, row, secret)
        if row.is_final:
            raise rules.ActionRefused(gettext("Janji temu ini sudah selesai, jadi tidak ada lagi yang ditambahkan."))
        with correspondence.refused_as(rules.ActionRefused):
            correspondence.write(actor=actor, reference=row.reference, text=text, files=files, now=now)
        visit.record_on(row, "booking.letter_received", actor=actor, now=now)
    return row


def settle_letters(*, actor: Actor, booking: Booking, now: datetime, answer: str = "") -> Booking:
    """An officer has read what the visitor wrote; an `answer` goes to the visitor, also when the visit is over.

    Raises NotAllowed for strangers, ActionRefused when nothing waits and nothing is answered.
    """
    with transaction.atomic():
        row = visit.lock(booking)
        access.demand_desk(actor, row.organisation)
        with correspondence.refused_as(rules.ActionRefused):
            words = correspondence.settle(actor=actor, reference=row.reference, answer=answer, now=now)
        name = "booking.letter_answered" if words else "booking.letter_read"
        visit.record_on(row, name, actor=actor, now=now)
        if words:
            visit.tell(row, "letter_answered", now=now, text=words)
    return row
