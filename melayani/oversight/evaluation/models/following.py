"""Signatures under the minutes, and recommendations that become actions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from melayani.oversight.evaluation.models.campaigns import Assessment


class Signature(models.Model):
    """Somebody stands by the minutes, in a capacity, as the figures were at that moment."""

    CAPACITIES = [("evaluator", "Penilai"), ("leader", "Ketua penilai"), ("head", "Kepala unit")]

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="signatures")  # the record
    # PROTECT: who signed stays known
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=9, choices=CAPACITIES)
    digest = models.CharField(max_length=64)  # of the figures and recommendations that were signed
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "person"], name="evaluation_signature_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.capacity})"


class Recommendation(models.Model):
    """What should change, who sees to it, until when, and how far it has come."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="recommendations")  # the record
    number = models.PositiveSmallIntegerField()  # the indicator
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=160, blank=True)  # a post, not a name
    target = models.DateField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    done_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="evaluation_progress_in_percent", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="evaluation_done_means_all", condition=Q(done_on__isnull=True) | Q(progress=100)
            ),
        ]
        indexes = [models.Index(fields=["assessment", "target"], name="evaluation_action_due")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_planned(self) -> bool:
        """Whether the unit has said who does it and until when."""
        return bool(self.owner) and self.target is not None


class ProgressNote(models.Model):
    """A step of an action: how far, and what shows it."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="notes")  # the record
    progress = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    # PROTECT: who reported stays known
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.progress}: {self.text[:40]}"
