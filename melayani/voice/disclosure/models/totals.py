"""Rows kept so that no page counts the register: a year of one office in figures."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class YearTotalsQuerySet(models.QuerySet["YearTotals"]):
    def mark(self, desk_id: int, year: int, *, now: datetime) -> None:
        """Note that the year is to be counted anew; a repeat changes nothing."""
        self.get_or_create(desk_id=desk_id, year=year, defaults={"stale_since": now})
        self.filter(desk=desk_id, year=year, stale_since__isnull=True).update(stale_since=now)

    def stale(self, before: datetime) -> YearTotalsQuerySet:
        """Years that were marked at `before` or earlier, oldest mark first."""
        return self.filter(stale_since__lte=before).order_by("stale_since", "pk")


class YearTotals(models.Model):
    """The register of one desk and year, counted by the worker. What passed its time today is asked live."""

    # PROTECT: a register outlives its unit
    desk = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    received = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)  # by the requester, before any decision
    prolonged = models.PositiveIntegerField(default=0)
    days_sum = models.PositiveIntegerField(default=0)  # working days to the notice, of those that have a count
    days_count = models.PositiveIntegerField(default=0)
    granted = models.PositiveIntegerField(default=0)
    partly_granted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    not_held = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)
    within_2 = models.PositiveIntegerField(default=0)
    within_5 = models.PositiveIntegerField(default=0)
    within_10 = models.PositiveIntegerField(default=0)
    within_20 = models.PositiveIntegerField(default=0)
    within_30 = models.PositiveIntegerField(default=0)
    lodged = models.PositiveIntegerField(default=0)  # objections
    upheld = models.PositiveIntegerField(default=0)
    stale_since = models.DateTimeField(null=True)  # something happened since it was counted

    objects = YearTotalsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "desk"], name="disclosure_year_once")]
        indexes = [
            models.Index(fields=["stale_since"], condition=Q(stale_since__isnull=False), name="disclosure_year_stale")
        ]

    def __str__(self) -> str:
        return f"{self.year} of organisation {self.desk_id}"
