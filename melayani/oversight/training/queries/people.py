"""Participants, invitations and tasks as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from melayani.foundation.messaging.models import Contact
from melayani.foundation.organisations.models import Organisation
from melayani.oversight.training import states
from melayani.oversight.training.models import Event, FollowUp, Invitation, Registration, Session, person_hash

ROWS = 50
UNITS = 100


def participants(session: Session, *, state: str = "", page: str = "1") -> Page[Any]:
    """Those of a session by office, then in order of arrival; three queries."""
    rows = Registration.objects.filter(session=session).select_related("region").annotate(marked=Count("attendances"))
    if state:
        rows = rows.filter(state=state)
    return Paginator(rows.order_by("region__code", "office", "agency_key", "made_at", "pk"), ROWS).get_page(page)


def everybody(event: Event, *, limit: int = 5_000) -> list[Registration]:
    """All registrations of an event for its workbook; one query."""
    rows = Registration.objects.filter(event=event).select_related("session", "region")
    return list(rows.order_by("session__number", "region__code", "office", "made_at", "pk")[:limit])


def counts_by_state(session: Session) -> dict[str, int]:
    rows = Registration.objects.filter(session=session).order_by().values_list("state").annotate(n=Count("pk"))
    return {str(state): n for state, n in rows}


def place_in_line(registration: Registration) -> int:
    """Which one the person is in the waiting list, from 1; 0 for who does not wait."""
    if registration.state != states.WAITING:
        return 0
    before = Q(made_at__lt=registration.made_at) | Q(made_at=registration.made_at, pk__lt=registration.pk)
    return Registration.objects.filter(before, session=registration.session_id, state=states.WAITING).count() + 1


def invitations_of(session: Session, page: str = "1") -> Page[Any]:
    """The units that were invited, with how many people each has sent; two queries."""
    sent = Count("registrations", filter=Q(registrations__state__in=states.ALIVE))
    rows = Invitation.objects.filter(session=session).select_related("organisation").annotate(sent=sent)
    return Paginator(rows.order_by("organisation__path"), ROWS).get_page(page)


def sent_by(invitation: Invitation) -> list[Registration]:
    """Whom a unit has registered by this invitation; one query."""
    rows = Registration.objects.filter(invitation=invitation).order_by("made_at", "pk")
    return list(rows[:ROWS])


def units_found(typed: str, *, kind: str, session: Session) -> list[Organisation]:
    """Units that match, to invite: not yet invited to the session; at most a hundred; one query."""
    rows = Organisation.objects.get_queryset().filter(closed_on__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if typed:
        rows = rows.filter(Q(name__icontains=typed) | Q(short_name__icontains=typed))
    invited = Invitation.objects.filter(session=session).values("organisation")
    return list(rows.exclude(pk__in=invited).select_related("region")[:UNITS])


def units_by_id(ids: Sequence[str]) -> list[Organisation]:
    wanted = [int(one) for one in ids if one.isdigit()][:UNITS]
    rows = Organisation.objects.get_queryset().filter(pk__in=wanted, closed_on__isnull=True)
    return list(rows.select_related("region"))


def unit_by_slug(slug: str) -> Organisation | None:
    return Organisation.objects.get_queryset().filter(slug=slug).first()


def tasks_of(event: Event, page: str = "1") -> Page[Any]:
    rows = FollowUp.objects.filter(event=event).select_related("organisation", "done_by")
    return Paginator(rows.order_by("due_on", "pk"), ROWS).get_page(page)


def registration_of(event: Event, contact: Contact) -> Registration | None:
    """The living registration of a person for an event, None when there is none; one query."""
    rows = Registration.objects.filter(event=event, state__in=states.ALIVE)
    return rows.filter(person_hash=person_hash(contact.kind, contact.value)).first()
