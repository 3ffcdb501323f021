"""Messages: guests, people who spoke, followers, and the officers who answer for a promise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from melayani.foundation.messaging import queue
from melayani.foundation.messaging.actions import keep_contact
from melayani.foundation.messaging.models import Contact
from melayani.foundation.messaging.rules import NotAContact
from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people.models import Membership
from melayani.voice.consultations.access import DECIDERS
from melayani.voice.consultations.models import KIND, Commitment, Consultation, Contribution, Follower, Invitation
from melayani.voice.consultations.rules import recording

OFFICERS_AT_MOST = 20


def invite(row: Invitation, *, now: datetime) -> None:
    """The invitation with its secret link, in the language of the contact; a guest invited by letter gets none."""
    if row.contact is None:
        return
    held = row.consultation
    _send("invited", row.contact, held, path=_path(row.contact, "invitation", row.token), now=now, dedupe=f"i{row.pk}")


def received(row: Contribution, held: Consultation, *, now: datetime) -> None:
    """To who contributed: it has come, an officer reads it before it shows; with the own link to see what follows."""
    _author("received", row, held, now=now, dedupe=f"c{row.pk}")


def hidden(row: Contribution, held: Consultation, *, now: datetime) -> None:
    """To who contributed: it does not show, and why."""
    _author("hidden", row, held, now=now, reason=row.hidden_reason)


def answered(row: Contribution, held: Consultation, *, now: datetime) -> None:
    """To who contributed: the result is there, and behind the own link what became of these words."""
    _author("answered", row, held, now=now, dedupe=f"a{row.pk}")


def welcome(row: Follower, held: Consultation, *, now: datetime) -> None:
    """To a new follower: news will come, and the link by which to leave."""
    _follower("following", row, held, now=now, dedupe=f"f{row.pk}")


def news(row: Follower, held: Consultation, what: str, *, event: int, now: datetime, **more: Any) -> None:
    """One change to one follower; `event` keeps it from being told twice."""
    _follower("news", row, held, now=now, dedupe=f"e{event}:{row.pk}", what=what, **more)


def called_off(row: Invitation, held: Consultation, *, now: datetime) -> None:
    """To a guest: the meeting will not be, and why."""
    if row.contact is not None:
        path = _path(row.contact, "page", held.number)
        reason = held.cancel_reason
        _send("called_off", row.contact, held, path=path, now=now, dedupe=f"x{row.pk}", reason=reason)


def overdue(row: Commitment, held: Consultation, *, now: datetime) -> None:
    """To those who decide at the unit, or at the nearest organisation above where somebody does."""
    with translation.override(settings.LANGUAGE_CODE):
        path = f"{reverse('consultations_office:commitments', args=[held.number])}#k-{row.entry}"
    promise = recording.commitment_number(held.number, row.entry)
    for email in _deciders(held, now):
        try:
            contact = keep_contact(email=email, now=now)
        except NotAContact:
            continue
        more = {"promise": promise, "action": row.action, "responsible": row.responsible, "due": row.due}
        _send("overdue", contact, held, path=path, now=now, language="id", dedupe=f"o{row.pk}:{contact.pk}", **more)


def _deciders(held: Consultation, now: datetime) -> list[str]:
    upwards = ancestors_and_self(held.organisation)
    duties = Membership.objects.current(now).filter(
        role__in=sorted(DECIDERS), organisation__in=upwards, person__is_active=True
    )
    by_place: dict[int, list[str]] = {}
    for duty in duties.select_related("person").order_by("person__name"):
        by_place.setdefault(duty.organisation_id, []).append(duty.person.email)
    return next((by_place[node.pk] for node in reversed(upwards) if node.pk in by_place), [])[:OFFICERS_AT_MOST]


def _author(
    template: str, row: Contribution, held: Consultation, *, now: datetime, dedupe: str = "", **more: Any
) -> None:
    contact = row.contact or (row.invitation.contact if row.invitation else None)
    if contact is None:
        return
    path = _path(contact, "own", row.token) if row.token else _path(contact, "page", held.number)
    _send(template, contact, held, path=path, now=now, dedupe=dedupe, entry=row.entry, **more)


def _follower(template: str, row: Follower, held: Consultation, *, now: datetime, dedupe: str, **more: Any) -> None:
    leave = settings.PUBLIC_URL + _path(row.contact, "leave", row.token)
    path = _path(row.contact, "page", held.number)
    _send(template, row.contact, held, path=path, now=now, dedupe=dedupe, leave=leave, **more)


def _path(contact: Contact, name: str, argument: str) -> str:
    with translation.override(contact.language):
        return reverse(f"consultations:{name}", args=[argument])


def _send(
    template: str,
    contact: Contact,
    held: Consultation,
    *,
    path: str,
    now: datetime,
    dedupe: str = "",
    language: str = "",
    **more: Any,
) -> None:
    facts = {
        "title": held.title,
        "office": held.organisation.name,
        "zone": held.organisation.time_zone,
        "starts_at": held.starts_at,
        "place": held.place,
        "meeting": held.link,
        "closes_on": held.closes_on,
        "support": held.support,
    }
    queue(
        f"{KIND}.{template}",
        to=contact,
        template=f"consultations/{template}",
        context={**facts, **more},
        reference=Reference(KIND, held.number, url=path),
        now=now,
        organisation=held.organisation,
        language=language,
        dedupe_key=f"{KIND}:{held.number}:{template}:{dedupe}" if dedupe else None,
    )
