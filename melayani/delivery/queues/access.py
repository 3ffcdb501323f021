"""Who sees which ticket, who works at which counter, who plans a place. A stranger's ticket does not exist: 404."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from melayani.delivery.appointments.models import Booking
from melayani.delivery.queues import states
from melayani.delivery.queues.models import (
    Counter,
    Device,
    Line,
    Site,
    Ticket,
    TicketQuerySet,
    Zone,
    secret_hash,
    token_hash,
)
from melayani.delivery.queues.rules import NotAllowed
from melayani.foundation.audit import Actor
from melayani.foundation.numbers.rules import read_number
from melayani.foundation.organisations.models import Organisation, at_or_below
from melayani.foundation.people import Officer, Role

DESK = frozenset({Role.COUNTER, Role.PROCESSOR, Role.HEAD})
PLANNERS = frozenset({Role.HEAD, Role.MALL_MANAGER})
OFFICE = DESK | PLANNERS
LOADED = (
    "site__organisation",
    "line__unit",
    "line__service",
    "taken_in",
    "counter",
    "only_counter",
    "booking",
    "contact",
)
NOT_YOURS = "Anda tidak berwenang melakukan ini pada antrean ini."


@dataclass(frozen=True)
class Machine:
    """A kiosk as an actor: it gives numbers of its own place and holds no role."""

    device: Device
    kind: str = "machine"
    person_id: int | None = None

    @property
    def id(self) -> str:
        return f"device-{self.device.pk}"

    def holds(self, role: str, organisation: Any) -> bool:
        return False


def visible_to(officer: Officer) -> TicketQuerySet:
    """Tickets of lines that the officer's units serve, and all of a place whose information desk is the officer's."""
    paths = officer.reach(*DESK)
    return Ticket.objects.filter(at_or_below(paths, "line__unit__") | at_or_below(paths, "site__organisation__"))


def get_for_officer(officer: Officer, number: str) -> Ticket:
    """The ticket with everything a page shows; raises Http404 when it is not the officer's."""
    found = visible_to(officer).select_related(*LOADED).filter(number=read_number(number) or "").first()
    if found is None:
        raise Http404
    return found


def get_for_citizen(number: str, secret: str) -> Ticket:
    """The ticket that `secret` opens; raises Http404 for any other secret or number."""
    found = Ticket.objects.select_related(*LOADED).filter(number=read_number(number) or "").first()
    if found is None or not opens(found, secret):
        raise Http404
    return found


def get_by_proof(number: str, proves: Callable[[int, str], bool]) -> Ticket | None:
    """The ticket of this number when `proves` accepts its holder's contact (its id and the e-mail address
    of the case); None for any other.

    For doors at which no secret is shown: a letter proves by what it answers to that its sender was written to.
    """
    found = Ticket.objects.select_related(*LOADED).filter(number=read_number(number) or "").first()
    if found is None or found.contact_id is None:
        return None
    return found if proves(found.contact_id, found.booking.email if found.booking else "") else None


def of_contact(contact_id: int) -> TicketQuerySet:
    """The numbers that wait or are called, of whoever holds this contact; only for somebody who has proven it."""
    rows = Ticket.objects.filter(contact=contact_id).exclude(state__in=states.FINAL)
    return rows.select_related(*LOADED).order_by("-pk")


def served_of_contact(contact_id: int) -> TicketQuerySet:
    """The numbers of this proven contact that were served, newest first."""
    rows = Ticket.objects.filter(contact=contact_id, state=states.DONE)
    return rows.select_related(*LOADED).order_by("-pk")


def opens(ticket: Ticket, secret: str) -> bool:
    """Whether `secret` is the secret of this ticket (compared in constant time)."""
    return bool(secret) and hmac.compare_digest(ticket.secret_hash, secret_hash(secret))


def get_device(token: str, kind: str) -> Device:
    """The screen or kiosk with this address, or Http404; one query."""
    rows = Device.objects.select_related("site__organisation").filter(is_open=True, site__is_open=True)
    found = rows.filter(token_hash=token_hash(token), kind=kind).first()
    if found is None:
        raise Http404
    return found


def ticket_at(device: Device, number: str) -> Ticket:
    """A ticket of the device's own place, for printing again; Http404 for any other."""
    rows = Ticket.objects.select_related(*LOADED).filter(site=device.site_id)
    found = rows.filter(number=read_number(number) or "").first()
    if found is None:
        raise Http404
    return found


def booking_at(device: Device, number: str) -> Booking | None:
    """A booking that a line of the device's own place serves, or None."""
    rows = Booking.objects.select_related("organisation", "service", "contact").made()
    found = rows.filter(number=read_number(number) or "").first()
    if found is None:
        return None
    here = Line.objects.filter(site=device.site_id, is_open=True, service=found.service_id, unit=found.organisation_id)
    return found if here.exists() else None


def get_site(slug: str) -> Site:
    """The open queue of an organisation: public; Http404 when there is none."""
    found = Site.objects.select_related("organisation").filter(organisation__slug=slug, is_open=True).first()
    if found is None:
        raise Http404
    return found


def site_by_door(slug: str, token: str) -> Site:
    """The place whose door shows `token`, or Http404."""
    site = get_site(slug)
    if not hmac.compare_digest(site.door_token, token):
        raise Http404
    return site


def line_at(site: Site, pk: int) -> Line:
    """A line of the place, open or not, or Http404."""
    found = (
        Line.objects.select_related("unit", "service", "site__organisation", "zone").filter(site=site, pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def zone_at(site: Site, pk: int) -> Zone:
    """A waiting area of the place, or Http404."""
    found = Zone.objects.filter(site=site, pk=pk).first()
    if found is None:
        raise Http404
    return found


def device_at(site: Site, pk: int) -> Device:
    """A screen or kiosk of the place, or Http404."""
    found = Device.objects.select_related("site__organisation").filter(site=site, pk=pk).first()
    if found is None:
        raise Http404
    return found


def counter_at(site: Site, pk: int) -> Counter:
    """A counter of the place, or Http404."""
    found = Counter.objects.select_related("unit", "zone", "site__organisation").filter(site=site, pk=pk).first()
    if found is None:
        raise Http404
    return found


def counters_of(officer: Officer) -> QuerySet[Counter]:
    """The counters at which the officer may sit."""
    rows = Counter.objects.select_related("unit", "zone", "site__organisation")
    return rows.filter(at_or_below(officer.reach(*DESK), "unit__"), is_open=True, site__is_open=True)


def get_counter(officer: Officer, pk: int) -> Counter:
    """A counter at which the officer may sit, or Http404."""
    found = counters_of(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sites_of(officer: Officer, day: date) -> QuerySet[Site]:
    """Places at which the officer works, whose desk or plan is the officer's, or at which an own unit serves."""
    own = at_or_below(officer.reach(*OFFICE), "organisation__")
    serving = Line.objects.filter(at_or_below(officer.reach(*OFFICE), "unit__")).order_by().values("site")
    standing = Counter.objects.filter(at_or_below(officer.reach(*OFFICE), "unit__")).order_by().values("site")
    rows = Site.objects.select_related("organisation").filter(is_open=True)
    return rows.filter(own | Q(pk__in=serving) | Q(pk__in=standing)).order_by("organisation__name", "pk")


def get_office_site(officer: Officer, slug: str, day: date) -> Site:
    """One of `sites_of`, or Http404."""
    found = sites_of(officer, day).filter(organisation__slug=slug).first()
    if found is None:
        raise Http404
    return found


def works_at(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor serves people there and may know who they are."""
    return any(actor.holds(role, organisation) for role in DESK)


def may_plan(actor: Actor, site: Site) -> bool:
    """The head of the unit or the manager of the mall that the place is."""
    return any(actor.holds(role, site.organisation) for role in PLANNERS)


def may_plan_for(actor: Actor, site: Site, unit: Organisation) -> bool:
    """Lines and counters of a tenant: its head, or who plans the place."""
    return may_plan(actor, site) or actor.holds(Role.HEAD, unit)


def demand_desk(actor: Actor, organisation: Organisation) -> None:
    if actor.kind != "system" and not works_at(actor, organisation):
        raise NotAllowed(NOT_YOURS)


def demand_desk_or_information(actor: Actor, site: Site, organisation: Organisation) -> None:
    """Who serves the line, or the information desk of the place in which it stands."""
    if actor.kind != "system" and not (works_at(actor, organisation) or works_at(actor, site.organisation)):
        raise NotAllowed(NOT_YOURS)


def demand_plan(actor: Actor, site: Site) -> None:
    if actor.kind != "system" and not may_plan(actor, site):
        raise NotAllowed(NOT_YOURS)


def demand_plan_for(actor: Actor, site: Site, unit: Organisation) -> None:
    if actor.kind != "system" and not may_plan_for(actor, site, unit):
        raise NotAllowed(NOT_YOURS)


def demand_own(actor: Actor, ticket: Ticket, secret: str) -> None:
    """The citizen's own verbs: with the secret of the ticket, or by an officer of the line or the information desk."""
    if actor.kind == "citizen" and opens(ticket, secret):
        return
    demand_desk_or_information(actor, ticket.site, ticket.line.unit)
