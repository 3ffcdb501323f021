"""Reads of innovations for pages, doors and evaluation, each with a bounded number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.rules import beginning_with, query_words
from melayani.foundation.organisations.models import Organisation, Region
from melayani.oversight.innovations import rules, states
from melayani.oversight.innovations import work as work
from melayani.oversight.innovations.models import (
    ContestEntry,
    Evidence,
    Figure,
    Innovation,
    InnovationQuerySet,
    Replication,
    SustainabilityCheck,
)
from melayani.oversight.innovations.questions import question_set

LOOKS, REPLICAS = 12, 60


@dataclass(frozen=True)
class Answer:
    """A question of the proposal with what was answered."""

    question: rules.Question
    text: str


@dataclass(frozen=True)
class Criterion:
    """One of the five criteria with what the unit says about it."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class InnovationView:
    """All that is known of an innovation. `replicas` are those that its owner confirmed or that wait for the word."""

    innovation: Innovation
    health: str
    answers: list[Answer]
    criteria: list[Criterion]
    figures: list[Figure]
    evidence: list[Evidence]
    contests: list[ContestEntry]
    looks: list[SustainabilityCheck]
    replicas: list[Replication]
    services: list[Service]
    source: str

    @property
    def health_label(self) -> str:
        return rules.HEALTH[self.health]

    @property
    def confirmed(self) -> list[Replication]:
        return [one for one in self.replicas if one.state == states.CONFIRMED]

    @property
    def proposed(self) -> list[Replication]:
        return [one for one in self.replicas if one.state == states.PROPOSED]


@dataclass(frozen=True)
class Filters:
    """What a reader of the library chose. Empty values do not narrow."""

    words: str = ""
    phase: str = ""
    region: str = ""
    health: str = ""


@dataclass(frozen=True)
class AgencyLine:
    """An agency's innovations in the bureau's overview, each counted once, by health of what is published."""

    organisation: Organisation
    published: int
    running: int
    to_check: int
    stopped: int
    replicated: int


@dataclass(frozen=True)
class InnovationFacts:
    """What indicators 29 and 30 of the PEKPPP instrument ask, of one unit and the units below it.

    `count` published innovations; `oldest_use` the earliest first day of use; `in_trial` whether one is only tried;
    `entered` and `won` whether one took part in or won a contest; `legal_state` the best of "", "draft", "in_force";
    `resources` those that the innovation with the most of them has; `slugs` of the records, as evidence.
    """

    count: int
    oldest_use: date | None
    in_trial: bool
    entered: bool
    won: bool
    legal_state: str
    resources: tuple[str, ...]
    slugs: tuple[str, ...]


def innovation_view(innovation: Innovation, today: date) -> InnovationView:
    """The record with all its parts; six queries."""
    asked = question_set(innovation.question_set)
    said = innovation.criteria
    return InnovationView(
        innovation=innovation,
        health=rules.health(found=innovation.found, next_check=innovation.next_check, today=today),
        answers=[Answer(one, innovation.answers.get(one.key, "")) for one in asked.questions],
        criteria=[Criterion(key, label, said.get(key, "")) for key, label in rules.CRITERIA.items()],
        figures=list(innovation.figures.order_by("position")),
        evidence=list(innovation.evidence.select_related("attachment").order_by("pk")),
        contests=list(innovation.contests.order_by("-year", "contest")),
        looks=list(innovation.checks.order_by("-checked_on", "-pk")[:LOOKS]),
        replicas=list(
            innovation.replications.exclude(state=states.DECLINED)
            .select_related("organisation", "copy")
            .order_by("state", "-since", "pk")[:REPLICAS]
        ),
        services=list(innovation.services.select_related("agency").order_by("title", "pk")),
        source=asked.source,
    )


def missing(innovation: Innovation) -> list[rules.Missing]:
    """What the record lacks before it can be sent; no query."""
    return rules.missing(
        summary=innovation.summary,
        initiators=innovation.initiators,
        answers=innovation.answers,
        criteria=innovation.criteria,
        questions=question_set(innovation.question_set).questions,
        trial_from=innovation.trial_from,
    )


def warnings(innovation: Innovation, today: date) -> list[str]:
    """What made proposals fail in past contests; one query."""
    asked = question_set(innovation.question_set)
    others = Innovation.objects.filter(organisation=innovation.organisation_id).exclude(pk=innovation.pk)
    return rules.warnings(
        title=innovation.title,
        answers=innovation.answers,
        questions=asked.questions,
        used_from=innovation.used_from,
        age_months=asked.contest_age_months,
        other_titles=list(others.exclude(state=states.WITHDRAWN).values_list("title", flat=True)[:200]),
        today=today,
    )


def library(filters: Filters, today: date) -> InnovationQuerySet:
    """Published innovations that match, newest first, with how many places took each over."""
    rows = narrowed(Innovation.objects.published(), filters, today)
    rows = rows.select_related("organisation__region").annotate(
        replicated=Count("replications", filter=Q(replications__state=states.CONFIRMED))
    )
    return rows.order_by("-published_at", "-pk")


def narrowed(rows: InnovationQuerySet, filters: Filters, today: date) -> InnovationQuerySet:
    """The rows that match the filters."""
    for word in query_words(filters.words):
        rows = rows.filter(search_text__contains=beginning_with(word))
    if filters.phase:
        rows = rows.filter(phase=filters.phase)
    if filters.region:
        rows = rows.filter(organisation__region__code__startswith=filters.region)
    return rows.in_health(filters.health, today) if filters.health else rows


def provinces_with_innovations() -> QuerySet[Region]:
    """Provinces in which something is published, by name; one query."""
    there = Innovation.objects.published().filter(organisation__region__code__startswith=OuterRef("code"))
    return Region.objects.filter(parent__isnull=True).filter(Exists(there)).order_by("name")


def agency_lines(organisations: Sequence[Organisation], today: date) -> list[AgencyLine]:
    """The places with their own innovations counted; one query."""
    empty: dict[str, Any] = dict.fromkeys(("published", "running", "to_check", "stopped", "replicated"), 0)
    running = Q(found__in=[rules.RUNNING, rules.CHANGED])
    fresh = Q(next_check__isnull=True) | Q(next_check__gte=today)
    rows = (
        Innovation.objects.published()
        .filter(organisation__in=list(organisations))
        .order_by()
        .values("organisation")
        .annotate(
            published=Count("pk", distinct=True),
            running=Count("pk", distinct=True, filter=running & fresh),
            to_check=Count("pk", distinct=True, filter=Q(found="") | (running & Q(next_check__lt=today))),
            stopped=Count("pk", distinct=True, filter=Q(found=rules.STOPPED)),
            replicated=Count("replications", distinct=True, filter=Q(replications__state=states.CONFIRMED)),
        )
    )
    found = {row["organisation"]: {key: count for key, count in row.items() if key in empty} for row in rows}
    return [AgencyLine(one, **found.get(one.pk, empty)) for one in organisations]


def innovation_facts(unit: Organisation) -> InnovationFacts:
    """What is known for indicators 29 and 30 of this unit; two queries."""
    rows = list(Innovation.objects.within([unit.path]).published().order_by("used_from", "pk")[:200])
    results = set(ContestEntry.objects.filter(innovation__in=[row.pk for row in rows]).values_list("result", flat=True))
    basis = {row.legal_state for row in rows}
    used = [row.used_from for row in rows if row.used_from]
    return InnovationFacts(
        count=len(rows),
        oldest_use=min(used, default=None),
        in_trial=any(row.trial_from and not row.used_from for row in rows),
        entered=bool(results),
        won=rules.WON in results,
        legal_state=next((one for one in (rules.IN_FORCE, rules.DRAFT_BASIS) if one in basis), rules.NO_BASIS),
        resources=max((tuple(row.resources) for row in rows), key=len, default=()),
        slugs=tuple(row.slug for row in rows),
    )
