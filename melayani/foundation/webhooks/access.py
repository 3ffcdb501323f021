"""Who may keep endpoints: administrators, for their organisation and below; a key with the scope, for its organisation
alone."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.people import ApiClient, Officer, Role
from melayani.foundation.webhooks.models import Delivery, Endpoint, EndpointQuerySet

SCOPE = "webhooks:write"
KEEPERS = frozenset({Role.ADMINISTRATOR})


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    if isinstance(actor, ApiClient):
        return actor.has_scope(SCOPE) and actor.organisation.pk == organisation.pk
    return actor.holds(Role.ADMINISTRATOR, organisation)


def visible_to(officer: Officer) -> EndpointQuerySet:
    rows = Endpoint.objects.within(officer.reach(Role.ADMINISTRATOR))
    return rows.select_related("organisation", "owner").order_by("-created_at", "-pk")


def get_for_officer(officer: Officer, pk: int) -> Endpoint:
    """The endpoint, or 404 for everybody who does not administer its organisation."""
    return get_object_or_404(visible_to(officer), pk=pk)


def kept_by(client: ApiClient) -> EndpointQuerySet:
    """The endpoints of the key's organisation that are not ended, newest first, whoever registered them."""
    rows = Endpoint.objects.kept().filter(organisation=client.organisation)
    return rows.select_related("organisation").order_by("-pk")


def get_for_client(client: ApiClient, pk: int) -> Endpoint:
    """The endpoint, or 404 for a key of any other organisation, one above it too."""
    return get_object_or_404(kept_by(client), pk=pk)


def get_delivery_for(officer: Officer, pk: int, delivery: int) -> Delivery:
    """A delivery of that very endpoint, or 404."""
    endpoint = get_for_officer(officer, pk)
    return get_object_or_404(endpoint.deliveries.select_related("endpoint__organisation"), pk=delivery)
