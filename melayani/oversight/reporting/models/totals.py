"""Sums that pages read, so that a country of two years is as quick as a city of one month."""

from __future__ import annotations

from django.db import models

from melayani.oversight.reporting import rules


class PlaceTotal(models.Model):
    """One indicator of one period at a place: "" the country, two digits a province, five a regency or city.

    `verified` rows hold verified reports alone, the others everything received. A recount of its reports, always.
    Malls and their tenants stand apart (`kind`), because a visit to a tenant is a visit to the mall.
    """

    place = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=8)
    template = models.CharField(max_length=16)
    starts_on = models.DateField()
    indicator = models.CharField(max_length=24)
    verified = models.BooleanField()
    count = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=20, decimal_places=2)
    low = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    weight = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    weighted = models.DecimalField(max_digits=24, decimal_places=4, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "kind", "indicator", "verified", "starts_on", "place"], name="place_total_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "template", "kind", "indicator", "verified", "starts_on"], name="place_total_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_on} {self.indicator}"

    @property
    def part(self) -> rules.Part:
        return rules.Part(self.count, self.total, self.low, self.high, self.weight, self.weighted)


class OwedTotal(models.Model):
    """How many reports of one period a place owes, and how many came, came in time, and are verified.

    `above` says whose table lists it: "" the country's lists provinces with all below them ("" for no region), that of
    a province its regencies (and the units that stand in the province alone, by its own code).
    """

    place = models.CharField(max_length=8, blank=True)
    above = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=8)
    template = models.CharField(max_length=16)
    starts_on = models.DateField()
    expected = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    verified = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "starts_on", "above", "kind", "place"], name="owed_total_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_on}: {self.received} of {self.expected}"


class DirtyPlace(models.Model):
    """A regency and period whose sums the worker counts anew."""

    place = models.CharField(max_length=8, blank=True)
    template = models.CharField(max_length=16)
    starts_on = models.DateField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "template", "starts_on"], name="dirty_place_once"),
        ]
        indexes = [models.Index(fields=["since"], name="dirty_place_age")]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_on}"
