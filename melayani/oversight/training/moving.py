"""What every action on a registration does: lock, ask the table, move it, write the event, tell the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from melayani.foundation.audit import Actor, record
from melayani.foundation.messaging import queue
from melayani.foundation.numbers.rules import Reference
from melayani.oversight.training import rules, states
from melayani.oversight.training.models import Event, Registration


def lock(registration: Registration) -> Registration:
    """The row under a lock, with its event, session and contact."""
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("event__organisation", "session", "contact", "document").get(pk=registration.pk)


def advance(row: Registration, action: str, **changes: Any) -> None:
    """Move the row along the table by `action`, with other `changes`. Raises ActionRefused when the table says no."""
    target = states.next_state(row.state, action)
    if target is None:
        text = gettext("Pendaftaran ini berstatus “{state}”, jadi tindakan ini tidak mungkin lagi.")
        raise rules.ActionRefused(text.format(state=gettext(row.words.citizen)))
    row.state = target
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])


def record_on(row: Registration, name: str, *, actor: Actor, now: datetime, **data: Any) -> None:
    """Write the event `name` of a registration: no personal data."""
    data = {"event": row.event.slug, "session": row.session.number, **data}
    record(name, actor=actor, subject=row.reference, organisation=row.event.organisation, data=data, now=now)


def record_event(event: Event, name: str, *, actor: Actor, now: datetime, **data: Any) -> None:
    """Write the event `name` of a training."""
    record(name, actor=actor, subject=event.reference, organisation=event.organisation, data=data, now=now)


def tell(row: Registration, what: str, *, now: datetime, dedupe: str = "", **context: Any) -> bool:
    """Queue the message `what` with the link to the registration; False when told before or nobody is reached."""
    if row.contact is None:
        return False
    event, session = row.event, row.session
    message = queue(
        f"training.{what}",
        to=row.contact,
        template=f"training/{what}",
        context={
            "event": event.title,
            "organiser": event.organisation.name,
            "starts_at": session.starts_at,
            "zone": event.organisation.time_zone,
            "place": session.place,
            "has_room": session.has_room,
            "state": row.words.citizen,
            "next": row.words.next,
            "reason": row.reason,
            **context,
        },
        reference=Reference(
            kind=row.reference.kind, number=row.key, url=path_of(row, row.contact.language), title=event.title
        ),
        now=now,
        organisation=event.organisation,
        dedupe_key=f"training:{row.key}:{what}:{dedupe}" if dedupe else None,
    )
    return message is not None


def path_of(row: Registration, language: str = settings.LANGUAGE_CODE, page: str = "mine") -> str:
    """The path of a participant's page, in the language's own place."""
    with translation.override(language):
        return reverse(f"training:{page}", args=[row.secret])
