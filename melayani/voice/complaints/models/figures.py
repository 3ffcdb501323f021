"""Rows kept so that no page scans cases: the word index of what is public, totals of months."""

from __future__ import annotations

from django.db import models

from melayani.voice.complaints.models.choices import Channel, ComplaintClass, Kind


class PublicWord(models.Model):
    """One word of a published report: the same index on every database. Gone when the report is withheld."""

    word = models.CharField(max_length=40)
    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()  # copied, so that a search reads newest first from this index alone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["complaint", "word"], name="complaint_word_once"),
        ]
        indexes = [
            models.Index(fields=["word", "-published_at", "-complaint"], name="complaint_word_newest"),
        ]

    def __str__(self) -> str:
        return self.word


class MonthTotals(models.Model):
    """Cases received in one month that one organisation holds (with `subtree`: it or any below it), by class and so on.

    `hours` counts first responses by whole hours begun since receipt ("25": within 25 hours), so that medians and the
    PEKPPP blocks of any sum of rows are exact to the hour.
    """

    # PROTECT: organisations are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    subtree = models.BooleanField(default=False)
    month = models.DateField()  # its first day, where the organisation is
    complaint_class = models.CharField(max_length=24, choices=ComplaintClass.choices, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    received = models.PositiveIntegerField(default=0)
    verified = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    with_due = models.PositiveIntegerField(default=0)  # answered cases that had a limit
    on_time = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)  # closed because the reporter agreed
    rejected = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    contested = models.PositiveIntegerField(default=0)
    hours = models.JSONField(default=dict)
    satisfaction_sum = models.PositiveIntegerField(default=0)
    satisfaction_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "subtree", "month", "complaint_class", "channel", "kind"],
                name="complaint_month_once",
            ),
        ]
        indexes = [models.Index(fields=["month", "organisation"], name="complaint_month_place")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of organisation {self.organisation_id}"


class DirtyMonth(models.Model):
    """A month of an organisation whose totals are to be counted anew by the worker."""

    # PROTECT: organisations are closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="complaint_dirty_once")]
        indexes = [models.Index(fields=["since"], name="complaint_dirty_age")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} of organisation {self.organisation_id}"
