"""Survey periods with their frozen figures, the plan that follows from them, and where they were made public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q

from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.voice.surveys import rules, states


class PeriodState(models.TextChoices):
    RUNNING = states.RUNNING, states.STATES[states.RUNNING]
    CLOSED = states.CLOSED, states.STATES[states.CLOSED]
    PUBLISHED = states.PUBLISHED, states.STATES[states.PUBLISHED]


class PeriodQuerySet(models.QuerySet["Period"]):
    def within(self, paths: Iterable[str]) -> PeriodQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def published(self) -> PeriodQuerySet:
        return self.filter(state=states.PUBLISHED)

    def running(self) -> PeriodQuerySet:
        return self.filter(state=states.RUNNING)

    def covering(self, day: date) -> PeriodQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def overlapping(self, starts_on: date, ends_on: date) -> PeriodQuerySet:
        return self.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)


class Period(models.Model):
    """A span of days whose index a unit publishes. Published figures are frozen: later counts never change them."""

    # PROTECT: a published figure outlives the unit, which is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    instrument = models.CharField(max_length=32, default=rules.CURRENT)
    users = models.PositiveIntegerField(null=True)  # as the unit counted them elsewhere; else who was invited
    minimum = models.PositiveIntegerField(default=rules.MINIMUM_SHOWN)  # fewer answers are not published
    state = models.CharField(max_length=9, choices=PeriodState.choices, default=PeriodState.RUNNING)
    published_at = models.DateTimeField(null=True)
    frozen = models.JSONField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="survey_period_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="survey_period_state_known", condition=Q(state__in=PeriodState.values)),
            models.CheckConstraint(
                name="survey_period_minimum_protects", condition=Q(minimum__gte=rules.MINIMUM_SHOWN)
            ),
            models.CheckConstraint(
                name="survey_period_published_is_frozen",
                condition=Q(state=states.PUBLISHED, published_at__isnull=False, frozen__isnull=False)
                | (~Q(state=states.PUBLISHED) & Q(published_at__isnull=True, frozen__isnull=True)),
            ),
            models.UniqueConstraint(fields=["organisation", "starts_on"], name="survey_period_start_once"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "ends_on"], name="survey_period_latest")]

    def __str__(self) -> str:
        return f"{self.starts_on.isoformat()} – {self.ends_on.isoformat()}"

    @property
    def reference(self) -> Reference:
        return Reference(kind="survey_period", number=str(self.pk))

    @property
    def words(self) -> str:
        return states.STATES[self.state]


class FollowUp(models.Model):
    """One line of the plan that follows from a published period: which element, what is done, by when, by whom."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="follow_ups")  # the published record
    element = models.CharField(max_length=16)
    action = models.CharField(max_length=500)
    responsible = models.CharField(max_length=160)
    target = models.DateField()
    evidence = models.CharField(max_length=500, blank=True)
    done_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_follow_up_done_has_evidence", condition=Q(done_on__isnull=True) | ~Q(evidence="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.action[:40]}"


class Publication(models.Model):
    """Where and when the result of a period was made public, with what shows it."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="publications")  # the published record
    medium = models.CharField(max_length=10)
    published_on = models.DateField()
    evidence = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "medium", "published_on", "evidence"], name="survey_publication_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.published_on.isoformat()}"
