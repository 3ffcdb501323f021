"""Who conducts an evaluation, who answers for a unit, who judges it, and which rows each of them reaches."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Q
from django.http import Http404

from melayani.foundation.attachments.models import Attachment
from melayani.foundation.audit import Actor
from melayani.foundation.organisations.models import Kind, Organisation, OrganisationQuerySet, at_or_below
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.models import Membership, Person
from melayani.oversight.evaluation import states
from melayani.oversight.evaluation.belonging import belongs
from melayani.oversight.evaluation.models import (
    Assessment,
    AssessmentQuerySet,
    Campaign,
    CampaignQuerySet,
    Evaluator,
    Objection,
    Recommendation,
    SelfAnswer,
)

Row = TypeVar("Row")

CONDUCTS = frozenset({Role.BUREAU, Role.MINISTRY})
ANSWERS = frozenset({Role.HEAD, Role.MALL_MANAGER})
READS = frozenset({*CONDUCTS, Role.AUDITOR})
JUDGES = ANSWERS | READS  # who may be appointed: overseers, and heads of other units
EVERYBODY = frozenset(Role)  # the rows decide what is reached
PLACES = (Kind.AGENCY, Kind.UNIT, Kind.MALL)
CONDUCTORS = (Kind.MINISTRY, Kind.PROVINCE, Kind.REGENCY, Kind.CITY)


def conducts(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor conducts evaluations of `organisation`: its bureau or one above it, the ministry its own only.

    The ministry reads what regions do and does not do it for them.
    """
    ministry = organisation.kind == Kind.MINISTRY and actor.holds(Role.MINISTRY, organisation)
    return ministry or actor.holds(Role.BUREAU, organisation)


def answers_for(actor: Actor, unit: Organisation) -> bool:
    """Whether the actor fills F-01 of the unit, objects and plans actions."""
    return any(actor.holds(role, unit) for role in ANSWERS)


def judges(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor was appointed to judge this unit and does not belong to it now; two queries at most."""
    return _appointed(actor, assessment)


def leads(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor leads those who judge this unit, and does not belong to it now."""
    return _appointed(actor, assessment, leads=True)


def _appointed(actor: Actor, assessment: Assessment, **only: bool) -> bool:
    person = actor.person_id
    if person is None:
        return False
    found = Evaluator.objects.filter(assessment=assessment, person_id=person, **only).exists()
    return found and not is_of_unit(person, assessment)


def is_of_unit(person: int, assessment: Assessment) -> bool:
    """Whether that person works for the unit, or answered its F-01."""
    held = Membership.objects.filter(person_id=person, until__isnull=True)
    if belongs(held.values_list("role", "organisation__path"), assessment.unit.path):
        return True
    return SelfAnswer.objects.filter(assessment=assessment, person_id=person).exists()


def may_be_appointed(person: Person) -> bool:
    """Whether the person has a duty from which evaluators are taken; their desk shows what waits for them."""
    return Membership.objects.filter(person=person, until__isnull=True, role__in=sorted(JUDGES)).exists()


def governments_of(officer: Officer) -> list[Organisation]:
    """Where the officer may prepare a campaign."""
    return [one for one in officer.organisations if one.kind in CONDUCTORS and conducts(officer, one)]


def campaigns_visible_to(officer: Officer) -> CampaignQuerySet:
    """Campaigns that the officer conducts or reads about, newest year first."""
    return Campaign.objects.within(officer.reach(*READS)).select_related("organisation").order_by("-year", "-pk")


def get_campaign(officer: Officer, pk: int) -> Campaign:
    """The campaign; raises Http404 when the officer does not conduct or read it."""
    return _or_404(campaigns_visible_to(officer).filter(pk=pk).first())


def assessments_visible_to(officer: Officer) -> AssessmentQuerySet:
    """Units that the officer answers for, judges, or oversees; drafts of others' campaigns are not there."""
    started = Q(campaign__started_at__isnull=False)
    own = at_or_below(officer.reach(*ANSWERS), "unit__") & started
    judged = Q(pk__in=Assessment.objects.judged_by(officer.person_id).values("pk")) & started
    overseen = at_or_below(officer.reach(*READS), "campaign__organisation__")
    above = at_or_below(officer.reach(*READS), "unit__") & started
    rows = Assessment.objects.filter(own | judged | overseen | above)
    return rows.select_related("unit", "campaign__organisation")


def get_assessment(officer: Officer, pk: int) -> Assessment:
    """The unit's evaluation; raises Http404 when the officer has no part in it."""
    return _or_404(assessments_visible_to(officer).filter(pk=pk).first())


def get_for_unit(officer: Officer, pk: int) -> Assessment:
    """The evaluation of a unit the officer answers for; raises Http404."""
    found = get_assessment(officer, pk)
    return _or_404(found if answers_for(officer, found.unit) and found.campaign.started_at else None)


def get_for_evaluator(officer: Officer, pk: int) -> Assessment:
    """The evaluation of a unit the officer judges; raises Http404."""
    found = get_assessment(officer, pk)
    return _or_404(found if judges(officer, found) else None)


def get_for_leader(officer: Officer, pk: int) -> Assessment:
    """The evaluation of a unit whose judgement the officer leads; raises Http404."""
    found = get_assessment(officer, pk)
    return _or_404(found if leads(officer, found) else None)


def get_for_conductor(officer: Officer, pk: int) -> Assessment:
    """The evaluation within a campaign the officer conducts; raises Http404."""
    found = get_assessment(officer, pk)
    return _or_404(found if conducts(officer, found.campaign.organisation) else None)


def get_campaign_to_conduct(officer: Officer, pk: int) -> Campaign:
    """The campaign that the officer conducts; raises Http404."""
    found = get_campaign(officer, pk)
    return _or_404(found if conducts(officer, found.organisation) else None)


def get_to_accept(officer: Officer, pk: int) -> Assessment:
    """The evaluation whose result the officer may accept, as the unit or as the leader; raises Http404."""
    found = get_assessment(officer, pk)
    return _or_404(found if answers_for(officer, found.unit) or leads(officer, found) else None)


def get_to_sign(officer: Officer, pk: int) -> Assessment:
    """The evaluation whose minutes the officer signs, as a judge or as the unit's head; raises Http404."""
    found = get_assessment(officer, pk)
    return _or_404(found if answers_for(officer, found.unit) or judges(officer, found) else None)


def get_evaluator(officer: Officer, assessment: Assessment, pk: int) -> Evaluator:
    """Somebody who judges in that evaluation, which the officer has fetched already; raises Http404."""
    rows = Evaluator.objects.filter(assessment=assessment, pk=pk)
    return _or_404(rows.select_related("person", "assessment__unit", "assessment__campaign__organisation").first())


def reads_scores(officer: Officer, assessment: Assessment) -> bool:
    """Whether the officer sees F-02: those who judge or oversee at any time, the unit once it was told."""
    if assessment.state in states.KNOWN_TO_UNIT:
        return True
    above = officer.holds_any(READS, assessment.campaign.organisation)
    return above or judges(officer, assessment)


def get_file(officer: Officer, assessment: Assessment, number: int, file: str) -> Attachment:
    """A file of that indicator: evidence for everybody with a part in it, photos for those who see scores."""
    kinds = [assessment.evidence_of(number)]
    if reads_scores(officer, assessment):
        kinds.append(assessment.photos_of(number))
    rows = [row for owner in kinds for row in Attachment.objects.of_owner(owner.kind, owner.number).filter(pk=file)]
    return _or_404(rows[0] if rows else None)


def get_recommendation(officer: Officer, assessment: Assessment, pk: int) -> Recommendation:
    """A recommendation in that evaluation, which the officer has fetched already; raises Http404."""
    return _or_404(Recommendation.objects.filter(assessment=assessment, pk=pk).first())


def get_objection(officer: Officer, assessment: Assessment, pk: int) -> Objection:
    """An objection in that evaluation, which the officer has fetched already; raises Http404."""
    return _or_404(Objection.objects.filter(assessment=assessment, pk=pk).first())


def units_for(campaign: Campaign, words: str) -> OrganisationQuerySet:
    """Offices below the campaign's government that are not in it yet, by a part of their name."""
    rows = Organisation.objects.at_or_below([campaign.organisation.path]).filter(kind__in=PLACES)
    taken = Assessment.objects.filter(campaign=campaign).values("unit")
    found: OrganisationQuerySet = rows.filter(name__icontains=words).exclude(pk__in=taken)
    return found


def find_person(email: str) -> Person | None:
    """An account that is switched on, by its whole address."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()


def find_by_token(token: str) -> Assessment:
    """The evaluation behind the address of the users' form; raises Http404. It opens the form only."""
    rows = Assessment.objects.filter(token=token, campaign__started_at__isnull=False)
    return _or_404(rows.select_related("unit", "campaign").first())


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
