"""What the planning page of a place shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.queries import services_of
from melayani.delivery.queues import access
from melayani.delivery.queues.models import Counter, Device, Line, Site, Zone
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.organisations.queries import tenants_of
from melayani.foundation.people import Officer

MOST = 200


@dataclass(frozen=True)
class Plan:
    """Everything that stands at a place; lines and counters only of units that are the officer's to plan."""

    site: Site
    zones: list[Zone]
    lines: list[Line]
    counters: list[Counter]
    devices: list[Device]
    units: list[Organisation]
    services: list[Service]


def plan_of(officer: Officer, site: Site, day: date) -> Plan:
    """The plan of a place; a constant number of queries for each unit that stands there."""
    units = [unit for unit in units_at(site, day) if access.may_plan_for(officer, site, unit)]
    keys = [unit.pk for unit in units]
    lines = Line.objects.filter(site=site, unit__in=keys).select_related("unit", "service", "zone").order_by("prefix")
    counters = Counter.objects.filter(site=site, unit__in=keys).select_related("unit", "zone").order_by("number")
    whole = access.may_plan(officer, site)
    return Plan(
        site=site,
        zones=list(Zone.objects.filter(site=site).order_by("position", "name")[:MOST]),
        lines=list(lines[:MOST]),
        counters=list(counters.prefetch_related("lines")[:MOST]),
        devices=list(Device.objects.filter(site=site).order_by("-is_open", "kind", "name")[:MOST]) if whole else [],
        units=units,
        services=_services(units, day),
    )


def units_at(site: Site, day: date) -> list[Organisation]:
    """The place itself and, in a mall, its tenants; one query."""
    return [site.organisation, *(tenancy.unit for tenancy in tenants_of(site.organisation, day))]


def units_without_queue(officer: Officer, day: date) -> list[Organisation]:
    """Units and malls that the officer may open a queue at and that have none; one query."""
    reach = officer.reach(*access.PLANNERS)
    rows = Organisation.objects.open_on(day).at_or_below(reach)
    taken = Site.objects.filter(is_open=True).order_by().values("organisation")
    return list(rows.exclude(pk__in=taken).filter(kind__in=("agency", "unit", "mall")).order_by("name")[:MOST])


def unit_of_service(plan: Plan, service: Service) -> Organisation:
    """Which unit of the place serves a service: the one that stands nearest above its owner, or is it."""
    fitting = [unit for unit in plan.units if service.agency.path.startswith(unit.path)]
    return max(fitting, key=lambda unit: len(unit.path))


def _services(units: Sequence[Organisation], day: date) -> list[Service]:
    found = {service.pk: service for unit in units for service in services_of(unit)}
    return sorted(found.values(), key=lambda service: service.title)
