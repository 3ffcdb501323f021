"""Who may change services and standards, and who keeps a mall. Everybody may read what is in force and the register."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, IntegerField, Q, When
from django.http import Http404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import (
    Kind,
    Organisation,
    OrganisationQuerySet,
    Tenancy,
    TenancyQuerySet,
    at_or_below,
)
from melayani.foundation.people import Officer, Role

MALL_KEEPERS = frozenset({Role.MALL_MANAGER, Role.BUREAU, Role.ADMINISTRATOR})
JUDGES = frozenset({Role.MALL_MANAGER, Role.BUREAU})
UNIT_SPEAKERS = frozenset({Role.HEAD, Role.BUREAU, Role.ADMINISTRATOR})
KEEPERS = ("head_of_unit", "organisation_bureau", "administrator")


def may_change_standards(actor: Actor, agency: Organisation) -> bool:
    """The head of the unit, the organisation bureau above it, administrators; the platform itself for imports."""
    return actor.kind == "system" or any(actor.holds(role, agency) for role in KEEPERS)


def malls_visible_to(officer: Officer) -> OrganisationQuerySet:
    """The malls that the officer keeps."""
    found: OrganisationQuerySet = Organisation.objects.at_or_below(officer.reach(*MALL_KEEPERS)).filter(kind=Kind.MALL)
    return found


def get_mall_for_officer(officer: Officer, slug: str) -> Organisation:
    """The mall of that slug; raises Http404 when it is not the officer's."""
    found = malls_visible_to(officer).select_related("region").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def may_judge_readiness(actor: Actor, mall: Organisation) -> bool:
    """The manager of the mall and the organisation bureau above it; the platform itself for what it takes in."""
    if actor.kind == "system":
        return True
    return mall.kind == Kind.MALL and any(actor.holds(role, mall) for role in JUDGES)


def tenancies_of(mall: Organisation) -> TenancyQuerySet:
    return Tenancy.objects.filter(mall=mall).select_related("unit", "mall")


def get_tenancy(mall: Organisation, pk: int) -> Tenancy:
    """The stay of that key in the mall; raises Http404 for one of another mall."""
    found = tenancies_of(mall).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def proposals_for(officer: Officer) -> TenancyQuerySet:
    """Stays that wait for a word of one of the officer's units."""
    mine = at_or_below(officer.reach(*UNIT_SPEAKERS), "unit__")
    return Tenancy.objects.filter(mine, awaits_consent=True).select_related("unit", "mall")


def get_proposal(officer: Officer, pk: int) -> Tenancy:
    """The waiting stay of that key; raises Http404 when the unit is not the officer's."""
    found = proposals_for(officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def hostable(mall: Organisation, words: str, day: date) -> OrganisationQuerySet:
    """Agencies and units that may be asked into the mall, by their names: those of its region first."""
    rows = Organisation.objects.open_on(day).filter(kind__in=(Kind.AGENCY, Kind.UNIT))
    for word in words.replace("\x00", "").split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    here = Case(When(region=mall.region_id, then=0), default=1, output_field=IntegerField())
    found: OrganisationQuerySet = rows.order_by(here, "path")
    return found
