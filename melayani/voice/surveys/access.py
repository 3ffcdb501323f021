"""Who reads survey figures and who publishes them. Nobody reads which case an answer came from: it is not stored."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import F
from django.http import Http404

from melayani.delivery.applications import access as applications
from melayani.delivery.queues import access as queues
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.foundation.people import Officer, Role
from melayani.voice.surveys.models import (
    FollowUp,
    Import,
    Invitation,
    Period,
    PeriodQuerySet,
    Point,
    PointQuerySet,
    Publication,
)

Row = TypeVar("Row")

SEES = frozenset({Role.HEAD, Role.BUREAU, Role.MINISTRY, Role.AUDITOR, Role.MALL_MANAGER})
COLLECTS = frozenset({Role.COUNTER, Role.PROCESSOR, Role.HEAD, Role.BUREAU})
PUBLISHES = frozenset({Role.HEAD, Role.BUREAU})
READS_COMMENTS = frozenset({Role.HEAD, Role.BUREAU})


def units_visible_to(officer: Officer) -> OrganisationQuerySet:
    """The units whose figures the officer reads."""
    return Organisation.objects.at_or_below(officer.reach(*SEES))


def get_unit_for_officer(officer: Officer, slug: str) -> Organisation:
    """The unit of that slug; raises Http404 when it is not the officer's."""
    return _or_404(units_visible_to(officer).filter(slug=slug).first())


def units_collecting_for(officer: Officer) -> OrganisationQuerySet:
    """The units for which the officer types and reads in answers."""
    return Organisation.objects.at_or_below(officer.reach(*COLLECTS))


def get_unit_for_collector(officer: Officer, slug: str) -> Organisation:
    """The unit of that slug; raises Http404 when the officer types no answers for it."""
    return _or_404(units_collecting_for(officer).filter(slug=slug).first())


def get_unit_for_manager(officer: Officer, slug: str) -> Organisation:
    """The unit of that slug; raises Http404 when the officer does not decide about its survey."""
    rows = Organisation.objects.at_or_below(officer.reach(*PUBLISHES))
    return _or_404(rows.filter(slug=slug).first())


def points_of(unit: Organisation) -> PointQuerySet:
    """The unit's counters and kiosks, open ones first."""
    rows = Point.objects.filter(organisation=unit).select_related("service")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "name", "shift", "pk")


def get_point_for_manager(officer: Officer, slug: str, pk: int) -> Point:
    """The point of that unit; raises Http404 when it is not the officer's."""
    unit = get_unit_for_manager(officer, slug)
    return _or_404(Point.objects.filter(organisation=unit, pk=pk).select_related("organisation", "service").first())


def find_point(token: str, kind: str) -> Point:
    """The open point behind an address on a wall; raises Http404. The address opens the questionnaire only."""
    rows = Point.objects.open().filter(token=token, kind=kind)
    return _or_404(rows.select_related("organisation", "service").first())


def get_import_for_collector(officer: Officer, slug: str, pk: int) -> Import:
    """The sheet that this officer read for that unit; raises Http404."""
    unit = get_unit_for_collector(officer, slug)
    rows = Import.objects.filter(organisation=unit, pk=pk, person_id=officer.person.pk)
    return _or_404(rows.select_related("organisation").first())


def get_published_period(slug: str, pk: int) -> Period:
    """A published period, which is public; raises Http404."""
    rows = Period.objects.published().filter(pk=pk, organisation__slug=slug)
    return _or_404(rows.select_related("organisation").first())


def get_follow_up_for_manager(officer: Officer, slug: str, pk: int) -> FollowUp:
    """A line of a plan of that unit; raises Http404 when the officer does not decide about its survey."""
    unit = get_unit_for_manager(officer, slug)
    rows = FollowUp.objects.filter(period__organisation=unit, pk=pk)
    return _or_404(rows.select_related("period__organisation").first())


def get_publication_for_manager(officer: Officer, slug: str, pk: int) -> Publication:
    """An announcement of that unit; raises Http404 when the officer does not decide about its survey."""
    unit = get_unit_for_manager(officer, slug)
    rows = Publication.objects.filter(period__organisation=unit, pk=pk)
    return _or_404(rows.select_related("period__organisation").first())


def may_collect(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor types answers from paper and reads in sheets for `organisation`."""
    return any(actor.holds(role, organisation) for role in COLLECTS)


def get_invitation_of_case(number: str, secret: str) -> Invitation | None:
    """The invitation of the case that `secret` opens, None while there is none; raises Http404 for a wrong secret."""
    application = applications.get_for_citizen(number, secret)
    return Invitation.objects.of(application.reference).select_related("organisation", "service").first()


def get_invitation_of_visit(number: str, secret: str) -> Invitation | None:
    """The invitation of the visit that `secret` opens, None while there is none; raises Http404 for a wrong secret."""
    ticket = queues.get_for_citizen(number, secret)
    return Invitation.objects.of(ticket.reference).select_related("organisation", "service").first()


def find_unit(slug: str) -> Organisation | None:
    """The unit of that slug; units and their published figures are public."""
    return Organisation.objects.get_queryset().filter(slug=slug).first()


def periods_visible_to(officer: Officer) -> PeriodQuerySet:
    return Period.objects.within(officer.reach(*SEES)).select_related("organisation")


def get_period_for_officer(officer: Officer, slug: str, pk: int) -> Period:
    """The period of that unit; raises Http404 when it is not the officer's."""
    return _or_404(periods_visible_to(officer).filter(pk=pk, organisation__slug=slug).first())


def may_publish(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor opens and publishes periods of `organisation`."""
    return any(actor.holds(role, organisation) for role in PUBLISHES)


def may_read_comments(actor: Actor, organisation: Organisation) -> bool:
    return any(actor.holds(role, organisation) for role in READS_COMMENTS)


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, open or not; the token (192 random bits) is the permission."""
    return Invitation.objects.of_token(token).select_related("organisation", "service").first()


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
