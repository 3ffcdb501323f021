"""Who records what is there: the head of the place, the manager of the mall, the organisation bureau above it."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet
from melayani.foundation.people import Officer, Role

CHECKERS = frozenset({Role.HEAD, Role.MALL_MANAGER, Role.BUREAU})
PLACES = (Kind.AGENCY, Kind.UNIT, Kind.MALL)


def may_check(actor: Actor, organisation: Organisation) -> bool:
    """Checkers of the place or above it; the platform itself for what it takes in."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in CHECKERS)


def places_visible_to(officer: Officer, day: date) -> OrganisationQuerySet:
    """The places of the officer that are open on `day`: offices, units and malls, not governments."""
    rows = Organisation.objects.at_or_below(officer.reach(*CHECKERS)).open_on(day)
    found: OrganisationQuerySet = rows.filter(kind__in=PLACES)
    return found


def get_place(officer: Officer, slug: str) -> Organisation:
    """The place of that slug, open or closed; raises Http404 when it is not the officer's."""
    rows = Organisation.objects.at_or_below(officer.reach(*CHECKERS)).filter(kind__in=PLACES, slug=slug)
    found: Organisation | None = rows.first()
    if found is None:
        raise Http404
    return found
