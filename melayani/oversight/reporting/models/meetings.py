"""The meeting about a round of reports: who speaks when, what was said, what was agreed."""

from __future__ import annotations

from django.db import models

from melayani.oversight.reporting.models.campaigns import Round
from melayani.oversight.reporting.models.reports import Report


class Meeting(models.Model):
    """A talk (Ngulik) about the reports of one round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="meetings")
    # PROTECT: organisations are closed, never deleted
    held_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    link = models.URLField(max_length=300, blank=True)
    agenda = models.TextField(max_length=2000, blank=True)
    notes = models.TextField(max_length=8000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-starts_at", "id"], name="meeting_newest")]

    def __str__(self) -> str:
        return self.title


class Turn(models.Model):
    """A unit that presents, and what was noted of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="turns")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    notes = models.TextField(max_length=4000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="turn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.organisation_id}"


class ActionPoint(models.Model):
    """What a unit took on; it stands in its next reports until it is done."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    answer = models.CharField(max_length=500, blank=True)
    answered_in = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="answered_points")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "due_on"], name="action_point_open", condition=models.Q(done_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.text
