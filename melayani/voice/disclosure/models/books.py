"""Register numbers without gap, an office's own shorter limits, the texts of the yearly report."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from melayani.foundation.organisations.models import Organisation

REQUESTS, OBJECTIONS, ENTRIES = "requests", "objections", "entries"


class CounterQuerySet(models.QuerySet["RegisterCounter"]):
    def next_of(self, organisation: Organisation, book: str, year: int) -> int:
        """The next number of a book and year. Call it inside the transaction that uses it: a roll-back takes it back.

        The row is held until that transaction ends, so that two at once get two numbers and none is left out.
        """
        key = {"organisation": organisation, "book": book, "year": year}
        self.get_or_create(**key, defaults={"last": 0})
        row = self.select_for_update().get(**key)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last


class RegisterCounter(models.Model):
    """The last number given in a book of an organisation and year (0 for books without years)."""

    # PROTECT: a register outlives its unit
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    book = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = CounterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "book", "year"], name="disclosure_counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.year}: {self.last}"


class LocalLimit(models.Model):
    """An office's own promise for a stage, shorter than the law's limit. Holds from a day on, for all below."""

    # PROTECT: past promises stay explained
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    amount = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    set_at = models.DateTimeField()
    # PROTECT: who promised stays known
    set_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "stage"],
                condition=Q(valid_until__isnull=True),
                name="disclosure_limit_one_open",
            ),
            models.CheckConstraint(name="disclosure_limit_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.amount}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)


class AnnualReport(models.Model):
    """The yearly report on information service: figures come from the rows, these are the words around them."""

    # PROTECT: a report outlives its unit
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    policy = models.TextField(blank=True)
    facilities = models.TextField(blank=True)
    staff = models.TextField(blank=True)
    budget = models.TextField(blank=True)
    disputes = models.TextField(blank=True)
    internal_constraints = models.TextField(blank=True)
    external_constraints = models.TextField(blank=True)
    recommendations = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    # PROTECT: the published report is a document
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="disclosure_report_once"),
            models.CheckConstraint(
                name="disclosure_report_published_has_document",
                condition=Q(published_at__isnull=True) | Q(document__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"
