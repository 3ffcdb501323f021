"""What figures are read from: counts per day, per day and group, and per month of everything at or below a unit.

Each is a recount of the answers of finished days. `parts` is how many questions asked about the element; a form counts
once, so `n` is the number of answers divided by it. Answers to an instrument that is not comparable stand apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from melayani.foundation.organisations.models import at_or_below


class TotalQuerySet(models.QuerySet[Any]):
    """Totals of units (`within`) and spans of days (`between`)."""

    def within(self, paths: Iterable[str]) -> TotalQuerySet:
        """Totals of units at or below one of the tree paths."""
        return self.filter(at_or_below(paths, "organisation__"))

    def between(self, since: date, until: date) -> TotalQuerySet:
        return self.filter(day__gte=since, day__lte=until)


class Counts(models.Model):
    """Answers per score of one element, and how many questionnaires they are."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    comparable = models.BooleanField(default=True)
    element = models.CharField(max_length=16)
    parts = models.PositiveSmallIntegerField(default=1)
    n = models.PositiveIntegerField()
    total = models.PositiveIntegerField()
    c1 = models.PositiveIntegerField()
    c2 = models.PositiveIntegerField()
    c3 = models.PositiveIntegerField()
    c4 = models.PositiveIntegerField()

    objects = TotalQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="survey_%(class)s_n_counts",
                condition=Q(c1=F("n") * F("parts") - F("c2") - F("c3") - F("c4")),
            ),
            models.CheckConstraint(
                name="survey_%(class)s_sums", condition=Q(total=F("c1") + 2 * F("c2") + 3 * F("c3") + 4 * F("c4"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element}: {self.n}"


class DailyTotal(Counts):
    """One element, service, unit and finished day."""

    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [
            *Counts.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "service", "day", "element", "comparable", "parts"],
                name="survey_daily_total_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "day"], name="survey_daily_total_unit"),
            models.Index(fields=["service", "day"], name="survey_daily_total_service"),
        ]


class GroupTotal(Counts):
    """The same for one group of that day: who answered (`dimension` an attribute), where (point) or how (channel)."""

    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    dimension = models.CharField(max_length=24)
    value = models.CharField(max_length=24)

    class Meta:
        constraints = [
            *Counts.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "service", "day", "dimension", "value", "element", "comparable", "parts"],
                name="survey_group_total_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "dimension", "day"], name="survey_group_total_unit")]


class MonthTotal(Counts):
    """One element and month (`day` is its first) of all answers at or below the unit."""

    day = models.DateField()

    class Meta:
        constraints = [
            *Counts.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "day", "element", "comparable", "parts"], name="survey_month_total_once"
            ),
        ]


class Forms(models.Model):
    """How many questionnaires came, complete or not, and what the spread of their values is computed from.

    `values` and `squares` sum Response.value (hundredths of an index) and its square over the complete ones.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    comparable = models.BooleanField(default=True)
    day = models.DateField()
    complete = models.PositiveIntegerField()
    incomplete = models.PositiveIntegerField()
    values = models.PositiveBigIntegerField()
    squares = models.PositiveBigIntegerField()

    objects = TotalQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day.isoformat()}: {self.complete} + {self.incomplete}"


class DayForms(Forms):
    """Of one service, unit and finished day."""

    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service", "day", "comparable"], name="survey_day_forms_once"
            )
        ]


class MonthForms(Forms):
    """Of one month (`day` is its first) of everything at or below the unit."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day", "comparable"], name="survey_month_forms_once")
        ]
