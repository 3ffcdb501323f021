"""What figures are read from: counts per day, per day and group, per month of everything at or below a unit.

Each is a recount of the answers of finished days. A row holds all elements at once, so that a page reads as many rows
as it shows days or months, whatever the number of answers. Answers to an instrument that is not comparable stand apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Cast, Coalesce

from melayani.foundation.organisations.models import at_or_below

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField

COMPLETE = Cast("complete", BigIntegerField())  # PostgreSQL multiplies two integers into an integer


class TotalQuerySet(models.QuerySet[Any]):
    """Totals of units (`within`) and spans of days (`between`)."""

    def within(self, paths: Iterable[str]) -> TotalQuerySet:
        """Totals of units at or below one of the tree paths."""
        return self.filter(at_or_below(paths, "organisation__"))

    def between(self, since: date, until: date) -> TotalQuerySet:
        return self.filter(day__gte=since, day__lte=until)


class CountsField(_Text):
    """Counts as `counts.py` reads them, as text: a third of the room of PostgreSQL's JSON, and read as it stands."""

    def from_db_value(self, value: str, expression: Any, connection: Any) -> Any:
        return json.loads(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None else json.dumps(value, separators=(",", ":"))


class Counted(models.Model):
    """How often each score was given, by element: `counts` as `counts.py` reads them. Sums and means follow from it."""

    # PROTECT: a unit that is closed keeps its figures; an index of each table begins with it
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    comparable = models.BooleanField(default=True)
    day = models.DateField()
    counts = CountsField(default=dict)

    objects = TotalQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day.isoformat()}"


class CountedForms(Counted):
    """Also how many questionnaires came, complete or not, and what the spread of their values is computed from.

    `values` and `squares` sum Response.value (hundredths of an index) and its square over the complete ones.
    """

    complete = models.PositiveIntegerField()
    incomplete = models.PositiveIntegerField()
    values = models.PositiveBigIntegerField()
    squares = models.PositiveBigIntegerField()

    class Meta:
        abstract = True
        constraints = [
            # each questionnaire is worth 2500 to 10000
            models.CheckConstraint(
                name="survey_%(class)s_values",
                condition=Q(values__gte=2500 * COMPLETE, values__lte=10000 * COMPLETE),
            )
        ]


class DayTotal(CountedForms):
    """One service, unit, finished day and way of answering, with its counter or kiosk where it was at one.

    Unit, service and counter are read from answers, which the database holds to rows that stand. It is not asked to
    look each up again: for the hundred thousand days of a rebuild that takes as long as counting two million answers.
    """

    # PROTECT: a unit that is closed keeps its figures
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    # PROTECT: see organisation; the index by service and day serves
    service = models.ForeignKey(
        "catalogue.Service", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    channel = models.CharField(max_length=6)
    # PROTECT: a counter that is closed keeps its figures
    point = models.ForeignKey(
        "surveys.Point", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        constraints = [
            *CountedForms.Meta.constraints,
            # also finds the days of a unit: an index of these alone would be one more to write
            models.UniqueConstraint(
                "organisation",
                "day",
                "service",
                "comparable",
                "channel",
                Coalesce("point", 0),
                name="survey_day_total_once",
            ),
        ]
        indexes = [models.Index(fields=["service", "day"], name="survey_day_total_service")]


class GroupTotal(Counted):
    """One unit, finished day and group of those who answered: `value` of the attribute `dimension`."""

    dimension = models.CharField(max_length=24)
    value = models.CharField(max_length=24)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "dimension", "day", "value", "comparable"], name="survey_group_total_once"
            ),
        ]


class MonthTotal(CountedForms):
    """One month (`day` is its first) of all answers at or below the unit."""

    class Meta:
        constraints = [
            *CountedForms.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "day", "comparable"], name="survey_month_total_once"),
        ]
