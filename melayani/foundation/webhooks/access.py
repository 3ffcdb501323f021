"""Who may keep endpoints: administrators, for their organisation and below."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import Officer, Role
from melayani.foundation.webhooks.models import Delivery, Endpoint, EndpointQuerySet

KEEPERS = frozenset({Role.ADMINISTRATOR})


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    return actor.holds(Role.ADMINISTRATOR, organisation)


def visible_to(officer: Officer) -> EndpointQuerySet:
    rows = Endpoint.objects.within(officer.reach(Role.ADMINISTRATOR))
    return rows.select_related("organisation", "owner").order_by("-created_at", "-pk")


def get_for_officer(officer: Officer, pk: int) -> Endpoint:
    """The endpoint, or 404 for everybody who does not administer its organisation."""
    return get_object_or_404(visible_to(officer), pk=pk)


def get_delivery_for(officer: Officer, pk: int, delivery: int) -> Delivery:
    """A delivery of that very endpoint, or 404."""
    endpoint = get_for_officer(officer, pk)
    return get_object_or_404(endpoint.deliveries.select_related("endpoint__organisation"), pk=delivery)
