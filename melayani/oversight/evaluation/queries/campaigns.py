"""Campaigns with their units, and what waits for an officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from melayani.foundation.organisations.models import at_or_below
from melayani.foundation.people import Officer
from melayani.oversight.evaluation import access
from melayani.oversight.evaluation.models import Assessment, Campaign, Evaluator, Score, SelfAnswer, UserAnswer

UNITS_SHOWN = 50


@dataclass(frozen=True)
class UnitRow:
    """A unit in a list: how far each form has come, who judges it, whether somebody is late."""

    assessment: Assessment
    judges: Sequence[str]
    is_late: bool

    @property
    def own(self) -> int:
        return int(self.assessment.own_count)  # type: ignore[attr-defined]

    @property
    def scored(self) -> int:
        return int(self.assessment.score_count)  # type: ignore[attr-defined]

    @property
    def answered(self) -> int:
        return int(self.assessment.user_count)  # type: ignore[attr-defined]

    @property
    def all(self) -> int:
        """How many indicators the instrument has, those for information too."""
        instrument = self.assessment.instrument
        return len(instrument.indicators) + len(instrument.extra)


def counted(rows: Any) -> Any:
    """The rows with how many F-01 answers, scores and users' answers each has."""
    return rows.annotate(
        own_count=_count(SelfAnswer.objects.all()),
        score_count=_count(Score.objects.current()),
        user_count=_count(UserAnswer.objects.all()),
    )


def unit_rows(assessments: Sequence[Assessment], now: datetime) -> list[UnitRow]:
    """Lines for a page of counted assessments; one query."""
    judges: dict[int, list[str]] = {}
    people = Evaluator.objects.filter(assessment__in=assessments).select_related("person").order_by("-leads", "pk")
    for row in people:
        judges.setdefault(row.assessment_id, []).append(row.person.name + (" (ketua)" if row.leads else ""))
    return [UnitRow(one, judges.get(one.pk, []), one.is_late(now)) for one in assessments]


def units_of(campaign: Campaign) -> Any:
    """The units of a campaign, counted, in the order of the tree."""
    rows = Assessment.objects.filter(campaign=campaign).select_related("unit", "campaign")
    return counted(rows).order_by("unit__path")


def evaluators_of(assessment: Assessment) -> list[Evaluator]:
    """Who judges the unit, the leading one first; one query."""
    return list(Evaluator.objects.filter(assessment=assessment).select_related("person").order_by("-leads", "pk"))


def duties_of(officer: Officer) -> Any:
    """The evaluations in which the officer has a part of the own: the unit answers for it, or judges it; counted."""
    rows = access.assessments_visible_to(officer)
    mine = rows.filter(own_part(officer))
    return counted(mine).order_by("-campaign__year", "unit__path")


def own_part(officer: Officer) -> Q:
    """A filter for evaluations that the officer judges, or in which the officer answers for the unit."""
    judged = Assessment.objects.judged_by(officer.person_id).values("pk")
    return Q(pk__in=judged) | at_or_below(officer.reach(*access.ANSWERS), "unit__")


def _count(rows: Any) -> Coalesce:
    inner = rows.filter(assessment=OuterRef("pk")).order_by().values("assessment").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(inner, output_field=IntegerField()), 0)
