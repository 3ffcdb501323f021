"""What all verbs of a standard share: the right to it, one step of the life cycle, one event."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from melayani.delivery.catalogue import access, states
from melayani.delivery.catalogue.models import Service, Standard
from melayani.foundation.attachments.actions import claim
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.audit import Actor, record
from melayani.foundation.numbers.rules import Reference

EVENTS = {
    "consult": "standard.consultation_opened",
    "redraft": "standard.redrafted",
    "agree": "standard.agreed",
    "decree": "standard.decreed",
    "publish": "standard.published",
    "review": "standard.review_started",
    "keep": "standard.kept",
    "supersede": "standard.superseded",
}


class NotPossible(Exception):
    """The actor may not do this, or the version's state does not allow it; the text says which, for the reader."""


def record_step(standard: Standard, action: str, actor: Actor, now: datetime, **fields: Any) -> Standard:
    """Carry the version one step on and set `fields` with it; raises NotPossible."""
    demand(access.may_change_standards(actor, standard.service.agency))
    with transaction.atomic():
        row = locked(standard)
        after = states.next_state(row.state, action)
        if after is None:
            raise NotPossible(f"Tidak bisa: standar ini {states.LABELS[row.state].lower()}.")
        for name, value in {"state": after, **fields}.items():
            setattr(standard, name, value)
        standard.save(update_fields=["state", *fields])
        record_change(EVENTS[action], standard, actor, now)
    return standard


def locked(standard: Standard) -> Standard:
    """The row as it stands now, held until the transaction ends."""
    row: Standard = Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
    return row


def record_change(name: str, standard: Standard, actor: Actor, now: datetime, /, **data: Any) -> None:
    """One event about the version, under its service."""
    data = {"version": standard.version, "service": standard.service_id, "standard": standard.pk, **data}
    record_of_service(name, standard.service, actor, now, **data)


def record_of_service(name: str, service: Service, actor: Actor, now: datetime, /, **data: Any) -> None:
    """One event about the service."""
    subject = Reference(kind="service", number=service.slug, title=service.title)
    record(name, actor=actor, subject=subject, organisation=service.agency, data=data, now=now)


def demand(allowed: bool) -> None:
    """Raise NotPossible unless the actor may change the standards of the agency."""
    if not allowed:
        raise NotPossible("Anda tidak berwenang mengubah standar instansi ini.")


def evidence(file: UUID | None, standard: Standard, actor: Actor, now: datetime) -> Attachment | None:
    """The actor's upload as part of the version; raises NotPossible when it is not the actor's."""
    if file is None:
        return None
    try:
        (row,) = claim(ids=[file], owner=Reference(kind="standard", number=str(standard.pk)), actor=actor, now=now)
    except NotYours as refused:
        raise NotPossible(str(refused)) from refused
    return row
