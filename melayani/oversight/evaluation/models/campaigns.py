"""A campaign with its instrument and schedule, the units in it, and who judges each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import models
from django.db.models import F, Q

from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.oversight.evaluation import states
from melayani.oversight.evaluation.instrument import CODES, Instrument, load


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def within(self, paths: Iterable[str]) -> CampaignQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def running(self) -> CampaignQuerySet:
        return self.filter(started_at__isnull=False, closed_at__isnull=True)


class Campaign(models.Model):
    """One year's evaluation by a bureau or the ministry. Its instrument and shares stand still once it has started."""

    # PROTECT: a finished evaluation outlives whoever carried it out
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()  # whose performance is judged
    version = models.CharField(max_length=32)
    weights = models.JSONField(default=dict)  # {"B": {"1": "20"}}: what the version leaves open
    weights_source = models.CharField(max_length=300, blank=True)
    f02_share = models.DecimalField(max_digits=4, decimal_places=3)
    f03_share = models.DecimalField(max_digits=4, decimal_places=3)
    fewest = models.PositiveSmallIntegerField()  # users who must answer F-03, and at most may
    most = models.PositiveSmallIntegerField()
    f01_until = models.DateField()
    desk_until = models.DateField()
    field_until = models.DateField()
    objection_days = models.PositiveSmallIntegerField(default=7)  # calendar days after the result was told
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "title"], name="evaluation_campaign_once"),
            models.CheckConstraint(
                name="evaluation_schedule_in_order",
                condition=Q(desk_until__gte=F("f01_until"), field_until__gte=F("desk_until")),
            ),
            models.CheckConstraint(name="evaluation_shares_are_whole", condition=Q(f02_share=1 - F("f03_share"))),
            models.CheckConstraint(
                name="evaluation_sample_makes_sense", condition=Q(fewest__gte=1, most__gte=F("fewest"))
            ),
            models.CheckConstraint(
                name="evaluation_closed_after_start", condition=Q(closed_at__isnull=True) | Q(started_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    @property
    def reference(self) -> Reference:
        return Reference(kind="evaluation_campaign", number=str(self.pk))

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.closed_at is None

    def instrument(self, code: str) -> Instrument:
        """The instrument of that code with the weights and shares of this campaign."""
        entered = {int(number): Fraction(weight) for number, weight in self.weights.get(code, {}).items()}
        found = load(self.version, code).with_weights(entered)
        return found.with_shares(Fraction(self.f02_share), Fraction(self.f03_share))

    def due(self, state: str) -> date | None:
        """Until when whoever is to act in `state` has time."""
        return {
            states.FILLING: self.f01_until,
            states.DESK: self.desk_until,
            states.FIELD: self.field_until,
            states.REVIEW: self.field_until,
        }.get(state)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def within(self, paths: Iterable[str]) -> AssessmentQuerySet:
        return self.filter(at_or_below(paths, "unit__"))

    def published(self) -> AssessmentQuerySet:
        return self.filter(state=states.PUBLISHED)

    def fixed(self) -> AssessmentQuerySet:
        return self.filter(state__in=sorted(states.FIXED))

    def judged_by(self, person: int | None) -> AssessmentQuerySet:
        """Those that the person was appointed to judge; none for nobody."""
        return self.filter(evaluators__person_id=person) if person is not None else self.none()


class Assessment(models.Model):
    """One unit in a campaign, by one instrument. When the minutes are sealed its figures are frozen."""

    CODES = [(code, f"Instrumen {code}") for code in CODES]

    # PROTECT: the record of how a unit was judged outlives both
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=1, choices=CODES)
    state = models.CharField(max_length=9, choices=list(states.STATES.items()), default=states.FIRST)
    token = models.CharField(max_length=64, unique=True)  # of the users' form: random, given out at the counter
    sent_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    objections_until = models.DateField(null=True)
    sealed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True)
    index = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    category = models.CharField(max_length=2, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="evaluation_unit_once"),
            models.CheckConstraint(name="evaluation_state_known", condition=Q(state__in=list(states.STATES))),
            models.CheckConstraint(
                name="evaluation_fixed_is_frozen",
                condition=Q(
                    state__in=sorted(states.FIXED),
                    frozen__isnull=False,
                    index__isnull=False,
                    sealed_at__isnull=False,
                )
                | (~Q(state__in=sorted(states.FIXED)) & Q(frozen__isnull=True, index__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="evaluation_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.campaign}"

    @property
    def reference(self) -> Reference:
        return Reference(kind="evaluation", number=str(self.pk))

    def evidence_of(self, number: int) -> Reference:
        """Whose the unit's files for an indicator are."""
        return Reference(kind="evaluation_evidence", number=f"{self.pk}-{number}")

    def photos_of(self, number: int) -> Reference:
        """Whose the evaluators' photos for an indicator are."""
        return Reference(kind="evaluation_photo", number=f"{self.pk}-{number}")

    @property
    def words(self) -> str:
        return states.STATES[self.state]

    @property
    def instrument(self) -> Instrument:
        return self.campaign.instrument(self.code)

    @property
    def due(self) -> date | None:
        return self.objections_until if self.state == states.ANNOUNCED else self.campaign.due(self.state)

    def is_late(self, now: datetime) -> bool:
        """Whether the time of whoever is to act is over."""
        return self.due is not None and now.astimezone(self.unit.zone).date() > self.due

    @property
    def summary(self) -> dict[str, Any]:
        """The frozen figures; {} before the seal."""
        return self.frozen or {}


class Evaluator(models.Model):
    """Somebody who judges a unit; one of them leads."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evaluators")  # the record
    # PROTECT: who judged stays known
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    leads = models.BooleanField(default=False)
    appointed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "person"], name="evaluation_evaluator_once"),
            models.UniqueConstraint(fields=["assessment"], condition=Q(leads=True), name="evaluation_one_leads"),
        ]

    def __str__(self) -> str:
        return str(self.person)
