"""Who sees which booking, and who may do what. A stranger's booking does not exist: 404, never 403."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.http import Http404

from melayani.delivery.appointments import states
from melayani.delivery.appointments.models import (
    Booking,
    BookingQuerySet,
    ReleasePlan,
    SessionTemplate,
    Shift,
    WaitingEntry,
    secret_hash,
)
from melayani.delivery.appointments.rules import NotAllowed
from melayani.delivery.catalogue.models import Service
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet, Tenancy, at_or_below
from melayani.foundation.people import ApiClient, Officer, Role

DESK = frozenset({Role.COUNTER, Role.PROCESSOR, Role.HEAD})
FRONT = frozenset({Role.COUNTER, Role.PROCESSOR})
PLANNERS = frozenset({Role.HEAD, Role.MALL_MANAGER})
OFFICE = DESK | PLANNERS
ERASERS = frozenset({Role.HEAD})  # whoever answers for the unit: it cannot be undone
API_SCOPE = "bookings:write"
NOT_YOURS = "Anda tidak berwenang melakukan ini pada janji temu unit ini."


def visible_to(officer: Officer) -> BookingQuerySet:
    """The bookings of the officer's units and of everything below them; a mall's manager sees none."""
    return Booking.objects.within(officer.reach(*DESK)).made()


def get_for_officer(officer: Officer, number: str) -> Booking:
    """The booking with unit and service loaded; raises Http404 when it is not the officer's."""
    rows = visible_to(officer).select_related("organisation", "service", "contact")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def get_for_citizen(number: str, secret: str) -> Booking:
    """The booking that `secret` opens; raises Http404 for any other secret or number."""
    rows = Booking.objects.select_related("organisation", "service", "contact")
    found = rows.filter(number=read_number(number) or "").first()
    if found is None or not opens(found, secret):
        raise Http404
    return found


def of_contact(contact_id: int) -> BookingQuerySet:
    """The visits that lie ahead of whoever holds this contact; only for somebody who has proven it."""
    rows = Booking.objects.filter(contact=contact_id, state__in=states.COMING)
    return rows.select_related("organisation", "service", "contact").order_by("starts_at", "pk")


def get_for_contact(number: str, contact_id: int) -> Booking | None:
    """The booking of this number when it is of this proven contact, else None."""
    rows = Booking.objects.made().filter(number=number, contact=contact_id)
    return rows.select_related("organisation", "service", "contact").first()


def get_by_proof(number: str, proves: Callable[[int, str], bool]) -> Booking | None:
    """The booking of this number when `proves` accepts its visitor's contact (its id and the e-mail address
    of the case); None for any other.

    For doors at which no secret is shown: a letter proves by what it answers to that its sender was written to.
    """
    rows = Booking.objects.made().select_related("organisation", "service", "contact")
    found = rows.filter(number=read_number(number) or "").first()
    return found if found and found.contact_id is not None and proves(found.contact_id, found.email) else None


def opens(booking: Booking | WaitingEntry, secret: str) -> bool:
    """Whether `secret` is the secret of this row (compared in constant time)."""
    return bool(secret) and hmac.compare_digest(booking.secret_hash, secret_hash(secret))


def get_waiting(secret: str) -> WaitingEntry:
    """The entry of the waiting list that `secret` opens, or Http404."""
    rows = WaitingEntry.objects.select_related("organisation", "service", "offer", "contact", "replaces")
    found = rows.filter(secret_hash=secret_hash(secret)).first()
    if found is None:
        raise Http404
    return found


def get_release(slug: str) -> ReleasePlan:
    """A release plan is public: everybody may check a draw."""
    found = ReleasePlan.objects.select_related("organisation").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def units_of(officer: Officer, day: date) -> OrganisationQuerySet:
    """The units whose visits the officer plans or works on: the own ones and below, and the tenants of an own mall."""
    own = at_or_below(officer.reach(*OFFICE))
    malls = Organisation.objects.at_or_below(officer.reach(Role.MALL_MANAGER)).order_by().values("pk")
    tenants = Tenancy.objects.current(day).filter(mall__in=malls).values("unit")
    return Organisation.objects.get_queryset().filter(own | Q(pk__in=tenants))


def get_unit(officer: Officer, slug: str, day: date) -> Organisation:
    """The unit, or Http404 when its visits are not the officer's."""
    found = units_of(officer, day).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def template_of(organisation: Organisation, pk: int) -> SessionTemplate:
    found = SessionTemplate.objects.filter(organisation=organisation, pk=pk).first()
    if found is None:
        raise Http404
    return found


def shift_of(organisation: Organisation, pk: int) -> Shift:
    found = Shift.objects.filter(organisation=organisation, pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_erase(actor: Actor, organisation: Organisation) -> bool:
    return any(actor.holds(role, organisation) for role in ERASERS)


def may_plan(actor: Actor, organisation: Organisation, day: date) -> bool:
    """The head of the unit, or the manager of the mall in which the unit stands on `day`."""
    if any(actor.holds(role, organisation) for role in PLANNERS):
        return True
    tenancies = Tenancy.objects.current(day).filter(unit=organisation).select_related("mall")
    return actor.kind == "officer" and any(actor.holds(Role.MALL_MANAGER, row.mall) for row in tenancies)


def works_at(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor serves visitors there and sees who comes."""
    return any(actor.holds(role, organisation) for role in DESK)


def malls_of(officer: Officer) -> OrganisationQuerySet:
    """The malls that the officer manages."""
    return Organisation.objects.at_or_below(officer.reach(Role.MALL_MANAGER)).filter(kind=Kind.MALL)


def get_mall(officer: Officer, slug: str) -> Organisation:
    """A mall that the officer manages, or Http404."""
    found = malls_of(officer).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def units_in_mall(mall: Organisation, day: date) -> OrganisationQuerySet:
    """The mall with what stands below it, and the units that stand in it on `day`."""
    tenants = Tenancy.objects.current(day).filter(mall=mall).values("unit")
    return Organisation.objects.get_queryset().filter(at_or_below([mall.path]) | Q(pk__in=tenants))


def demand_mall(actor: Actor, mall: Organisation) -> None:
    """Only the mall's manager closes all that stand in it."""
    if not actor.holds(Role.MALL_MANAGER, mall):
        raise NotAllowed(NOT_YOURS)


def demand_plan(actor: Actor, organisation: Organisation, day: date) -> None:
    if actor.kind != "system" and not may_plan(actor, organisation, day):
        raise NotAllowed(NOT_YOURS)


def demand_desk(actor: Actor, organisation: Organisation) -> None:
    if actor.kind != "system" and not works_at(actor, organisation):
        raise NotAllowed(NOT_YOURS)


def demand_own(actor: Actor, booking: Booking, secret: str) -> None:
    """The citizen's own verbs: with the secret of the booking, or by an officer who stands in at the counter."""
    own = actor.kind == "citizen" and opens(booking, secret)
    if not own and actor.kind != "system" and not works_at(actor, booking.organisation):
        raise NotAllowed(NOT_YOURS)


def demand_key(key: ApiClient, organisation: Organisation) -> None:
    """A key books with its scope, at its own organisation and below it."""
    if not key.has_scope(API_SCOPE):
        raise NotAllowed("Kunci API ini tidak memiliki hak bookings:write.")
    if not organisation.path.startswith(key.organisation.path):
        raise NotAllowed("Kunci API ini hanya untuk unit instansinya sendiri dan unit di bawahnya.")


def service_at(organisation: Organisation, pk: int) -> Service:
    found = Service.objects.filter(pk=pk, agency__path__startswith=organisation.path).first()
    if found is None:
        raise Http404
    return found
