"""Who reads survey figures and who publishes them. Nobody reads which case an answer came from: it is not stored."""

from __future__ import annotations

from django.http import Http404

from melayani.delivery.applications import access as applications
from melayani.delivery.queues import access as queues
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.foundation.people import Officer, Role
from melayani.voice.surveys.models import Invitation, Period, PeriodQuerySet

SEES = frozenset({Role.HEAD, Role.BUREAU, Role.MINISTRY, Role.AUDITOR})
PUBLISHES = frozenset({Role.HEAD, Role.BUREAU})
READS_COMMENTS = frozenset({Role.HEAD, Role.BUREAU})


def units_visible_to(officer: Officer) -> OrganisationQuerySet:
    """The units whose figures the officer reads."""
    return Organisation.objects.at_or_below(officer.reach(*SEES))


def get_unit_for_officer(officer: Officer, slug: str) -> Organisation:
    """The unit of that slug; raises Http404 when it is not the officer's."""
    found = units_visible_to(officer).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


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
    found = periods_visible_to(officer).filter(pk=pk, organisation__slug=slug).first()
    if found is None:
        raise Http404
    return found


def may_publish(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor opens and publishes periods of `organisation`."""
    return any(actor.holds(role, organisation) for role in PUBLISHES)


def may_read_comments(actor: Actor, organisation: Organisation) -> bool:
    return any(actor.holds(role, organisation) for role in READS_COMMENTS)


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, open or not; the token (192 random bits) is the permission."""
    return Invitation.objects.of_token(token).select_related("organisation", "service").first()
