"""Who records what is there: the head of the place, the manager of the mall, the organisation bureau above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet
from melayani.foundation.organisations.queries import ancestors_and_self
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.models import Membership, Person
from melayani.oversight.facilities import states
from melayani.oversight.facilities.models import (
    FacilityCheck,
    Improvement,
    ImprovementQuerySet,
    MismatchReport,
    MismatchReportQuerySet,
)

CHECKERS = frozenset({Role.HEAD, Role.MALL_MANAGER, Role.BUREAU})
KEEPERS = frozenset({Role.HEAD, Role.MALL_MANAGER})
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


def has_public_list(organisation: Organisation) -> bool:
    """Whether what is there can be recorded and read: at offices, units and malls, not at governments."""
    return organisation.kind in PLACES


def get_public_place(slug: str) -> Organisation:
    """The place whose list everybody may read; raises Http404."""
    found: Organisation | None = Organisation.objects.filter(kind__in=PLACES, slug=slug).first()
    if found is None:
        raise Http404
    return found


def improvements_visible_to(officer: Officer) -> ImprovementQuerySet:
    return Improvement.objects.within(officer.reach(*CHECKERS))


def reports_visible_to(officer: Officer) -> MismatchReportQuerySet:
    return MismatchReport.objects.within(officer.reach(*CHECKERS))


def get_improvement(officer: Officer, slug: str, pk: int) -> Improvement:
    """Raises Http404 when it is not of that place, or not the officer's."""
    rows = improvements_visible_to(officer).filter(organisation__slug=slug, pk=pk)
    found = rows.select_related("organisation", "owner", "finding", "proof").first()
    if found is None:
        raise Http404
    return found


def get_report(officer: Officer, slug: str, pk: int) -> MismatchReport:
    """Raises Http404 when it is not of that place, or not the officer's."""
    rows = reports_visible_to(officer).filter(organisation__slug=slug, pk=pk)
    found = rows.select_related("organisation", "check_made").first()
    if found is None:
        raise Http404
    return found


def get_own_report(secret: str) -> MismatchReport:
    """The report that this secret opens; raises Http404."""
    rows = MismatchReport.objects.filter(secret=secret).select_related("organisation", "check_made")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def get_public_photo(id: UUID) -> Attachment:
    """A photo that stands on a public list: of a finding in force, or of an improvement that is done.

    Raises Http404 for every other file.
    """
    done = Improvement.objects.filter(state=states.DONE)
    shown = Exists(done.filter(Q(finding=OuterRef("pk")) | Q(proof=OuterRef("pk"))))
    rows = FacilityCheck.objects.filter(Q(is_current=True) | shown, photo=id).select_related("photo")
    return _photo(rows)


def get_photo(officer: Officer, slug: str, id: UUID) -> Attachment:
    """A photo of any finding at a place of the officer's; raises Http404."""
    rows = FacilityCheck.objects.within(officer.reach(*CHECKERS)).filter(organisation__slug=slug, photo=id)
    return _photo(rows.select_related("photo"))


def owners_at(organisation: Organisation, now: datetime) -> QuerySet[Person]:
    """Active people who check this place, there or above it: one of them can own an improvement."""
    upwards = ancestors_and_self(organisation)
    duties = Membership.objects.current(now).filter(role__in=CHECKERS, organisation__in=upwards)
    return Person.objects.filter(pk__in=duties.values("person"), is_active=True).order_by("name", "pk")


def keepers_of(organisation: Organisation, now: datetime) -> Sequence[Person]:
    """Heads and managers of the place itself; when it has none, of the nearest above."""
    upwards = ancestors_and_self(organisation)
    duties = Membership.objects.current(now).filter(role__in=KEEPERS, organisation__in=upwards, person__is_active=True)
    by_place: dict[int, list[Person]] = {}
    for duty in duties.select_related("person").order_by("person__name"):
        by_place.setdefault(duty.organisation_id, []).append(duty.person)
    return next((by_place[node.pk] for node in reversed(upwards) if node.pk in by_place), [])


def _photo(rows: QuerySet[FacilityCheck]) -> Attachment:
    found = rows.first()
    if found is None or found.photo is None:
        raise Http404
    return found.photo
