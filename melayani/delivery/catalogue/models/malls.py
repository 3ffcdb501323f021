"""The register of malls (MPP): where each is known from, and how ready it is by the criteria of MPP Digital."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from melayani.delivery.catalogue import rules


class MallEntry(models.Model):
    """What the register says of a mall besides its organisation: sources, published figures, a word to the reader."""

    # PROTECT: a mall is closed, never deleted
    mall = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="mall_entry")
    source = models.CharField(max_length=250, blank=True)
    opening_note = models.CharField(max_length=200, blank=True)
    published = models.JSONField(default=list)  # [{"what", "value", "as_of", "source"}], as published
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.mall_id}: {self.source}"


class ReadinessCheckQuerySet(models.QuerySet["ReadinessCheck"]):
    def current(self, version: str) -> ReadinessCheckQuerySet:
        """The judgements that hold, by the criteria of `version`."""
        return self.filter(is_current=True, version=version)


class ReadinessCheck(models.Model):
    """One judgement of one criterion. A new judgement is a new row; the earlier ones stay as they were."""

    STATES = [
        (rules.MET, "Terpenuhi"),
        (rules.PARTLY, "Sebagian"),
        (rules.NOT_MET, "Belum terpenuhi"),
        (rules.NOT_JUDGED, "Belum dinilai"),
    ]

    mall = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="readiness_checks")
    version = models.CharField(max_length=24)
    criterion = models.CharField(max_length=24)
    state = models.CharField(max_length=12, choices=STATES)
    evidence = models.CharField(max_length=600, blank=True)
    evidence_url = models.URLField(max_length=300, blank=True)
    checked_on = models.DateField()
    # PROTECT: who judged stays known; None for what the platform itself took in
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)

    objects = ReadinessCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mall", "version", "criterion"], condition=Q(is_current=True), name="readiness_one_current"
            ),
            models.CheckConstraint(
                name="readiness_judged_has_evidence",
                condition=Q(state=rules.NOT_JUDGED) | ~Q(evidence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mall_id} {self.criterion}: {self.state}"
