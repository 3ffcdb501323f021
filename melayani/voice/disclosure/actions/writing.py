"""Free words of the requester on a request, and the information officer's word that they were read, with an answer or
without."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import correspondence
from melayani.foundation.people.rules import Role
from melayani.voice.disclosure import access, case, desks, rules
from melayani.voice.disclosure.models import InformationRequest


def write(
    *, actor: Actor, request: InformationRequest, text: str, now: datetime, secret: str = "", files: Sequence[UUID] = ()
) -> InformationRequest:
    """Add a letter of the requester to the request; its information officers are told. Clock and state stay, and it is
    no objection: that has its own form.

    Raises NotAllowed without the secret (or a role at the body), ActionRefused for a letter that cannot be kept, and
    once the request is over.
    """
    with transaction.atomic():
        row = case.lock(request)
        access.demand(actor, access.WRITE, row, secret=secret)
        if row.is_final:
            raise rules.ActionRefused(gettext("Permintaan ini sudah selesai, jadi tidak ada lagi yang ditambahkan."))
        with correspondence.refused_as(rules.ActionRefused):
            written = correspondence.write(actor=actor, reference=row.reference, text=text, files=files, now=now)
        _note("letter_received", row, actor, now)
        _tell_office(row, dedupe=str(written.pk), now=now)
    return row


def settle_letters(*, actor: Actor, request: InformationRequest, now: datetime, answer: str = "") -> InformationRequest:
    """An officer has read what the requester wrote; an `answer` goes to the requester, also when the request is over.

    It is no written notice. Raises NotAllowed for strangers, ActionRefused when nothing waits and nothing is answered.
    """
    with transaction.atomic():
        row = case.lock(request)
        access.demand(actor, access.SETTLE_LETTERS, row)
        with correspondence.refused_as(rules.ActionRefused):
            words = correspondence.settle(actor=actor, reference=row.reference, answer=answer, now=now)
        _note("letter_answered" if words else "letter_read", row, actor, now)
        if words:
            case.tell(row, "letter_answered", now=now, text=words)
    return row


def _note(what: str, row: InformationRequest, actor: Actor, now: datetime) -> None:
    record(f"information_request.{what}", actor=actor, subject=row.reference, organisation=row.organisation, now=now)


def _tell_office(row: InformationRequest, *, dedupe: str, now: datetime) -> None:
    """The officer who works on it, else all information officers of the desk; never what was written."""
    mine = [row.assigned_to] if row.assigned_to is not None and row.assigned_to.is_active else []
    desks.tell(
        mine or desks.holders(row.desk, Role.INFORMATION, now),
        "officer_letter",
        reference=row.reference,
        path=desks.office_path("case", row.number),
        desk=row.desk,
        now=now,
        context={"office": row.organisation.name},
        dedupe=dedupe,
    )
