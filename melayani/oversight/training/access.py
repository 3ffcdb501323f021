"""Who sees which event and registration, and who may do what. What is a stranger's does not exist: 404, never 403."""

from __future__ import annotations

import hmac
from typing import TypeVar

from django.db.models import Q
from django.http import Http404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet, at_or_below
from melayani.foundation.people import Officer, Role
from melayani.oversight.training.models import (
    Event,
    EventQuerySet,
    FollowUp,
    FollowUpQuerySet,
    Invitation,
    InvitationQuerySet,
    Material,
    Registration,
    RegistrationQuerySet,
    Session,
    secret_hash,
)
from melayani.oversight.training.rules import NotAllowed

OWN = frozenset({Role.HEAD, Role.BUREAU})  # organise for their place and below
ORGANISERS = OWN | {Role.MINISTRY}  # the ministry organises its own events; those of a region are the region's
DOOR = frozenset({Role.COUNTER, Role.PROCESSOR})  # take attendance, beside the organisers
SENDERS = frozenset({Role.HEAD, Role.BUREAU, Role.MALL_MANAGER})  # answer for a unit that is invited or has a task
DESK = ORGANISERS | DOOR
Row = TypeVar("Row")
NOT_YOURS = "Anda tidak berwenang melakukan ini pada acara ini."


def _organised(officer: Officer, prefix: str, *, door: bool = False) -> Q:
    roles = OWN | DOOR if door else OWN
    at_ministry = at_or_below(officer.reach(Role.MINISTRY), prefix) & Q(**{f"{prefix}kind": Kind.MINISTRY})
    return at_or_below(officer.reach(*roles), prefix) | at_ministry


def organised_by(officer: Officer) -> EventQuerySet:
    """The events that the officer organises."""
    return Event.objects.filter(_organised(officer, "organisation__"))


def at_door_of(officer: Officer) -> EventQuerySet:
    """The events at which the officer organises or takes attendance."""
    return Event.objects.filter(_organised(officer, "organisation__", door=True))


def organisers_of(officer: Officer) -> OrganisationQuerySet:
    """In whose name the officer may announce an event."""
    return Organisation.objects.get_queryset().filter(_organised(officer, ""))


def get_event(officer: Officer, slug: str) -> Event:
    """The event with its organiser, or Http404 when the officer does not organise it."""
    return _or_404(organised_by(officer).select_related("organisation").filter(slug=slug).first())


def get_event_at_door(officer: Officer, slug: str) -> Event:
    return _or_404(at_door_of(officer).select_related("organisation").filter(slug=slug).first())


def get_public_event(slug: str) -> Event:
    """An announced event; a draft does not exist."""
    return _or_404(Event.objects.public().select_related("organisation").filter(slug=slug).first())


def get_session(event: Event, number: int) -> Session:
    found = _or_404(Session.objects.filter(event=event, number=number).first())
    found.event = event
    return found


def get_registration(officer: Officer, key: str) -> Registration:
    """The registration of an event of the officer's, with what its page shows; else Http404."""
    rows = Registration.objects.filter(_organised(officer, "event__organisation__", door=True))
    related = ("event__organisation", "session", "contact", "region", "document", "organisation")
    return _or_404(rows.select_related(*related).filter(key=key).first())


def get_mine(secret: str) -> Registration:
    """The registration that the secret of the link opens, or Http404."""
    rows = Registration.objects.select_related("event__organisation", "session", "contact", "document__attachment")
    return _or_404(rows.filter(secret_hash=secret_hash(secret)).first())


def own_registrations(officer: Officer) -> RegistrationQuerySet:
    """Those that the officer made by the own account."""
    return Registration.objects.filter(officer=officer.person_id)


def opens(row: Registration | Invitation, secret: str) -> bool:
    """Whether `secret` is the secret of this row (compared in constant time)."""
    return bool(secret) and hmac.compare_digest(row.secret_hash, secret_hash(secret))


def invitations_for(officer: Officer) -> InvitationQuerySet:
    """Invitations of the officer's units and of those below them."""
    return Invitation.objects.for_units(officer.reach(*SENDERS)).filter(session__event__state__in=("open", "closed"))


def get_invitation(officer: Officer, pk: int) -> Invitation:
    rows = Invitation.objects.for_units(officer.reach(*SENDERS))
    return _or_404(rows.select_related("session__event__organisation", "organisation__region").filter(pk=pk).first())


def get_invitation_by_link(secret: str) -> Invitation:
    rows = Invitation.objects.select_related("session__event__organisation", "organisation__region")
    return _or_404(rows.filter(secret_hash=secret_hash(secret)).first())


def get_follow_up(officer: Officer, pk: int) -> FollowUp:
    """A task of the officer's unit, or of an event that the officer organises."""
    mine = at_or_below(officer.reach(*SENDERS), "organisation__") | _organised(officer, "event__organisation__")
    return _or_404(FollowUp.objects.filter(mine, pk=pk).select_related("event__organisation", "organisation").first())


def tasks_for(officer: Officer) -> FollowUpQuerySet:
    """Open tasks of the officer's units and of those below them."""
    return FollowUp.objects.open().for_units(officer.reach(*SENDERS))


def get_material(event: Event, pk: int) -> Material:
    return _or_404(Material.objects.filter(event=event, pk=pk).select_related("attachment").first())


def may_organise(actor: Actor, organisation: Organisation) -> bool:
    """Head and bureau of the place or above it; the ministry for itself."""
    if any(actor.holds(role, organisation) for role in OWN):
        return True
    return organisation.kind == Kind.MINISTRY and actor.holds(Role.MINISTRY, organisation)


def at_door(actor: Actor, organisation: Organisation) -> bool:
    return may_organise(actor, organisation) or any(actor.holds(role, organisation) for role in DOOR)


def may_send(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor answers for a unit."""
    return any(actor.holds(role, organisation) for role in SENDERS)


def demand_organiser(actor: Actor, organisation: Organisation) -> None:
    if actor.kind != "system" and not may_organise(actor, organisation):
        raise NotAllowed(NOT_YOURS)


def demand_door(actor: Actor, organisation: Organisation) -> None:
    if actor.kind != "system" and not at_door(actor, organisation):
        raise NotAllowed(NOT_YOURS)


def demand_own(actor: Actor, row: Registration, secret: str) -> None:
    """The participant's own verbs: with the secret of the link, or by the own account."""
    by_account = actor.kind == "officer" and row.officer_id is not None and row.officer_id == actor.person_id
    if not by_account and not opens(row, secret):
        raise NotAllowed(NOT_YOURS)


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
