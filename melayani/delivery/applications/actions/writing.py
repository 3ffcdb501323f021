"""Free words of the citizen on a case, and the officer's word that they were read, with an answer or without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.applications import access, case, rules
from melayani.delivery.applications.models import Application
from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import correspondence


def write(
    *, actor: Actor, application: Application, text: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> Application:
    """Add a letter of the citizen to the case; the officer who holds it is told. It changes nothing else: what the
    office asked to be completed stays asked, and the clock stands where it stood.

    Raises NotAllowed without the secret (or a role at the unit), ActionRefused for a letter that cannot be kept, and
    once the case is over.
    """
    with transaction.atomic():
        row = case.lock(application)
        access.demand(actor, access.WRITE, row, secret=secret)
        if row.is_final:
            raise rules.ActionRefused(gettext("Permohonan ini sudah selesai, jadi tidak ada lagi yang ditambahkan."))
        with correspondence.refused_as(rules.ActionRefused):
            letter = correspondence.write(actor=actor, reference=row.reference, text=text, files=files, now=now)
        record(
            "application.letter_received", actor=actor, subject=row.reference, organisation=row.organisation, now=now
        )
        case.tell_officer(row, "officer_letter", by=actor, dedupe=str(letter.pk), now=now)
    return row


def settle_letters(*, actor: Actor, application: Application, now: datetime, answer: str = "") -> Application:
    """An officer has read what the citizen wrote; an `answer` goes to the citizen, also when the case is over.

    Raises NotAllowed for strangers, ActionRefused when nothing waits and nothing is answered.
    """
    with transaction.atomic():
        row = case.lock(application)
        access.demand(actor, access.SETTLE_LETTERS, row)
        with correspondence.refused_as(rules.ActionRefused):
            words = correspondence.settle(actor=actor, reference=row.reference, answer=answer, now=now)
        name = "application.letter_answered" if words else "application.letter_read"
        record(name, actor=actor, subject=row.reference, organisation=row.organisation, now=now)
        if words:
            case.tell(row, "letter_answered", now=now, text=words)
    return row
