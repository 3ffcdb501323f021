"""Who may manage people and keys (administrators, in their subtree), and who may read what is masked."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet, at_or_below
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.models import ApiKey, Invitation, Membership, MembershipQuerySet, Person
from melayani.foundation.people.rules import SEES_PERSONAL_DATA, Role


def may_manage_people(actor: Actor, organisation: Organisation | None) -> bool:
    """Administrators manage people and keys of their subtree; the platform itself (commands) everywhere."""
    return actor.kind == "system" or actor.holds(Role.ADMINISTRATOR, organisation)


def may_unmask(officer: Officer, organisation: Organisation) -> bool:
    """Whether the officer's duty at this organisation includes citizens' data. A superuser's does not."""
    return officer.holds_any(SEES_PERSONAL_DATA - {Role.ADMINISTRATOR}, organisation)


def may_manage_account(actor: Actor, person: Person, now: datetime) -> bool:
    """Whether `actor` administers every place at which the person works now: else one place could lock out another."""
    if actor.kind == "system":
        return True
    current = Membership.objects.current(now).filter(person=person).select_related("organisation")
    places = [membership.organisation for membership in current]
    return bool(places) and not person.is_superuser and all(may_manage_people(actor, place) for place in places)


def organisations_managed_by(officer: Officer) -> OrganisationQuerySet:
    return Organisation.objects.at_or_below(officer.reach(Role.ADMINISTRATOR))


def memberships_visible_to(officer: Officer) -> MembershipQuerySet:
    rows: MembershipQuerySet = Membership.objects.within(officer.reach(Role.ADMINISTRATOR))
    return rows.select_related("person", "organisation")


def people_visible_to(officer: Officer) -> QuerySet[Person]:
    """People who have, or had, a role within the officer's reach as administrator."""
    theirs = memberships_visible_to(officer).filter(person=OuterRef("pk"))
    return Person.objects.filter(Exists(theirs)).order_by("name", "pk")


def invitations_visible_to(officer: Officer) -> QuerySet[Invitation]:
    reach = at_or_below(officer.reach(Role.ADMINISTRATOR), "organisation__")
    return Invitation.objects.filter(reach).select_related("organisation", "invited_by").order_by("-created_at")


def keys_visible_to(officer: Officer) -> QuerySet[ApiKey]:
    reach = at_or_below(officer.reach(Role.ADMINISTRATOR), "organisation__")
    return ApiKey.objects.filter(reach).select_related("organisation", "created_by").order_by("-created_at", "pk")


def get_person_for(officer: Officer, pk: int) -> Person:
    """The person, or 404 for everybody who does not administer a place where the person works or worked."""
    return get_object_or_404(people_visible_to(officer), pk=pk)


def get_membership_for(officer: Officer, pk: int) -> Membership:
    return get_object_or_404(memberships_visible_to(officer), pk=pk)


def get_invitation_for(officer: Officer, pk: int) -> Invitation:
    return get_object_or_404(invitations_visible_to(officer), pk=pk)


def get_key_for(officer: Officer, pk: int) -> ApiKey:
    return get_object_or_404(keys_visible_to(officer), pk=pk)


def get_organisation_for(officer: Officer, slug: str) -> Organisation:
    return get_object_or_404(organisations_managed_by(officer), slug=slug)
