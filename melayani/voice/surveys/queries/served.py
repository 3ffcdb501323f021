"""Which services people come for at a unit."""

from __future__ import annotations

from melayani.delivery.catalogue.models import Service
from melayani.foundation.organisations.models import Organisation

SERVICES_OFFERED = 100


def services_at(unit: Organisation) -> list[Service]:
    """What the unit and those below it offer, and what those above it offer at all their counters; one query."""
    rows = Service.objects.offered().select_related("agency")
    own = rows.of_agencies([unit.path]) | rows.filter(agency__path__in=_above(unit))
    return list(own.order_by("title", "id")[:SERVICES_OFFERED])


def is_served_at(unit: Organisation, service: Service) -> bool:
    """Whether somebody may have come to `unit` for `service`; `service.agency` is read."""
    path = service.agency.path
    return path.startswith(unit.path) or unit.path.startswith(path)


def _above(unit: Organisation) -> list[str]:
    return [unit.path[:end] for end in range(unit.steplen, len(unit.path), unit.steplen)]
