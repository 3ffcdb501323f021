"""Who keeps an innovation's record, who lets it into the library, who reads it."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import Http404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet
from melayani.foundation.people import Officer, Role
from melayani.oversight.innovations import states
from melayani.oversight.innovations.models import Evidence, Innovation, InnovationQuerySet, Replication

Row = TypeVar("Row")

KEEPS = frozenset({Role.HEAD, Role.MALL_MANAGER, Role.BUREAU})
LOOKS_OVER = frozenset({Role.BUREAU})
SEES = KEEPS | {Role.MINISTRY, Role.AUDITOR}
HOMES = (Kind.AGENCY, Kind.UNIT, Kind.MALL)


def may_keep(actor: Actor, organisation: Organisation) -> bool:
    """The head of the unit, the manager of the mall, the bureau above; the platform for what it takes in."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in KEEPS)


def may_look_over(actor: Actor, organisation: Organisation) -> bool:
    """The organisation bureau above the unit: who wrote a record does not let it into the library alone."""
    return actor.kind == "system" or any(actor.holds(role, organisation) for role in LOOKS_OVER)


def visible_to(officer: Officer) -> InnovationQuerySet:
    """Every record of the officer's places, published or not."""
    rows = Innovation.objects.within(officer.reach(*SEES))
    return rows.select_related("organisation")


def get_for_officer(officer: Officer, slug: str) -> Innovation:
    """The record of that slug; raises Http404 when it is not of the officer's places."""
    return _or_404(visible_to(officer).select_related("original__organisation").filter(slug=slug).first())


def get_for_keeper(officer: Officer, slug: str) -> Innovation:
    """The record of that slug; raises Http404 when the officer does not keep it."""
    rows = Innovation.objects.within(officer.reach(*KEEPS)).select_related("organisation")
    return _or_404(rows.filter(slug=slug).first())


def get_for_bureau(officer: Officer, slug: str) -> Innovation:
    """The record of that slug; raises Http404 when the officer does not look it over."""
    rows = Innovation.objects.within(officer.reach(*LOOKS_OVER)).select_related("organisation")
    return _or_404(rows.filter(slug=slug).first())


def get_published(slug: str) -> Innovation:
    """The record of that slug in the library, which is public; raises Http404."""
    rows = Innovation.objects.published().select_related("organisation__region", "original__organisation")
    return _or_404(rows.filter(slug=slug).first())


def get_evidence(innovation: Innovation, file: UUID) -> Evidence:
    """The file of a record that the caller has fetched by its own rule; raises Http404."""
    rows = Evidence.objects.select_related("attachment").filter(innovation=innovation, attachment=file)
    return _or_404(rows.first())


def get_replication(innovation: Innovation, pk: int) -> Replication:
    """The replica that awaits the word of this record's keeper; raises Http404."""
    rows = Replication.objects.select_related("original__organisation", "organisation")
    return _or_404(rows.filter(original=innovation, pk=pk, state=states.PROPOSED).first())


def homes_of(officer: Officer) -> OrganisationQuerySet:
    """The places for which the officer may register an innovation."""
    rows = Organisation.objects.at_or_below(officer.reach(*KEEPS)).filter(kind__in=HOMES, closed_on__isnull=True)
    found: OrganisationQuerySet = rows.order_by("name", "pk")
    return found


def get_home(officer: Officer, slug: str) -> Organisation:
    """The place of that slug; raises Http404 when the officer does not keep its records."""
    return _or_404(homes_of(officer).filter(slug=slug).first())


def places_seen_by(officer: Officer) -> OrganisationQuerySet:
    """The places whose innovations the officer reads, by name."""
    rows = Organisation.objects.at_or_below(officer.reach(*SEES)).filter(kind__in=HOMES, closed_on__isnull=True)
    found: OrganisationQuerySet = rows.order_by("name", "pk")
    return found


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
