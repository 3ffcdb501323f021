"""Who may change services and standards, sign a pledge, keep a mall. Everybody may read what is in force."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Q, When
from django.http import Http404

from melayani.delivery.catalogue.models import (
    Discussion,
    Pledge,
    Publication,
    Service,
    ServiceQuerySet,
    Standard,
)
from melayani.delivery.catalogue.versions import version_of
from melayani.foundation.attachments.models import Attachment
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
STANDARD_KEEPERS = frozenset({Role.HEAD, Role.BUREAU, Role.ADMINISTRATOR})
STANDARD_READERS = STANDARD_KEEPERS | {Role.AUDITOR, Role.MINISTRY}
UNITS = (Kind.AGENCY, Kind.UNIT)


def may_change_standards(actor: Actor, agency: Organisation) -> bool:
    """The head of the unit, the organisation bureau above it, administrators; the platform itself for imports."""
    return actor.kind == "system" or any(actor.holds(role, agency) for role in KEEPERS)


def may_hold_talks(actor: Actor, agency: Organisation) -> bool:
    """Who can plan a consultation on the standards of the agency: its head and the organisation bureau above it."""
    return any(actor.holds(role, agency) for role in (Role.HEAD, Role.BUREAU))


def services_visible_to(officer: Officer) -> ServiceQuerySet:
    """Services, with a standard or without, of the agencies whose standards the officer keeps or watches."""
    return Service.objects.of_agencies(officer.reach(*STANDARD_READERS))


def get_service_for_officer(officer: Officer, slug: str) -> Service:
    """The service of that slug; raises Http404 when its agency is not within the officer's reach."""
    rows = services_visible_to(officer).select_related("agency__region__parent")
    found = rows.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def get_version_for_officer(officer: Officer, slug: str, version: int) -> Standard:
    """The version with its parts; raises Http404 when there is none within the officer's reach."""
    found = version_of(get_service_for_officer(officer, slug), version)
    if found is None:
        raise Http404
    return found


def get_version_for_keeper(officer: Officer, slug: str, version: int) -> Standard:
    """The version with its parts; raises Http404 for an officer who may not change it."""
    found = get_version_for_officer(officer, slug, version)
    if not may_change_standards(officer, found.service.agency):
        raise Http404
    return found


def get_evidence(standard: Standard, file: UUID) -> Attachment:
    """A paper of the version: of its decree, its minutes, its media; raises Http404 for any other file."""
    named = Q(pk=standard.decree_file_id)
    named |= Q(pk__in=Discussion.objects.filter(standard=standard).values("minutes_file"))
    named |= Q(pk__in=Publication.objects.filter(standard=standard).values("file"))
    found = Attachment.objects.filter(named, pk=file).first()
    if found is None:
        raise Http404
    return found


def units_with_standards(officer: Officer) -> OrganisationQuerySet:
    """Agencies and units within the officer's reach that may keep standards and give a pledge."""
    reach = Organisation.objects.at_or_below(officer.reach(*STANDARD_READERS))
    found: OrganisationQuerySet = reach.filter(kind__in=UNITS)
    return found


def units_to_enter(officer: Officer) -> OrganisationQuerySet:
    """Agencies and units whose services the officer may enter."""
    found: OrganisationQuerySet = Organisation.objects.at_or_below(officer.reach(*STANDARD_KEEPERS)).filter(
        kind__in=UNITS
    )
    return found


def get_unit_for_officer(officer: Officer, slug: str) -> Organisation:
    """The unit of that slug within the officer's reach; raises Http404 for any other."""
    found = units_with_standards(officer).select_related("region").filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def get_place_for_officer(officer: Officer, slug: str) -> Organisation | None:
    """Any organisation of that slug within the officer's reach, governments too; None for any other."""
    rows = Organisation.objects.at_or_below(officer.reach(*STANDARD_READERS))
    found: Organisation | None = rows.filter(slug=slug).first()
    return found


def may_sign_pledge(actor: Actor, unit: Organisation) -> bool:
    """The head of the unit, whose promise it is; the platform itself for the demonstration."""
    return actor.kind == "system" or actor.holds(Role.HEAD, unit)


def get_pledge_for_head(officer: Officer, slug: str) -> Pledge:
    """The unit's pledge in force; raises Http404 when there is none that the officer may withdraw."""
    unit = get_unit_for_officer(officer, slug)
    found = Pledge.objects.filter(organisation=unit, state="published").select_related("organisation").first()
    if found is None or not may_sign_pledge(officer, unit):
        raise Http404
    return found


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
