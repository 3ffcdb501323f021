"""A standing or single request for reports, and the periods that it opened."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from melayani.oversight.reporting import definitions, rules


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def running_on(self, day: date) -> CampaignQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Campaign(models.Model):
    """Who asks which units for which report, from when until when."""

    FREQUENCIES = [("month", "Tiap bulan"), ("week", "Tiap minggu"), ("once", "Sekali")]

    title = models.CharField(max_length=160)
    theme = models.CharField(max_length=300, blank=True)
    # PROTECT: organisations are closed, never deleted
    asked_by = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=16)
    template_version = models.CharField(max_length=16)
    frequency = models.CharField(max_length=8, choices=FREQUENCIES)
    kinds = models.JSONField(default=list)  # kinds of organisation
    regions = models.JSONField(default=list)  # codes of provinces or regencies; empty: all below `asked_by`
    wilayah = models.CharField(max_length=4, blank=True)  # of the ministry, as it was on the last day of a period
    places = models.ManyToManyField("organisations.Organisation", related_name="+")  # none: by kind and region
    since = models.DateField()
    until = models.DateField(null=True)
    due_days = models.PositiveSmallIntegerField()  # after the last day of the period
    lock_days = models.PositiveSmallIntegerField()  # after the due day
    started_at = models.DateTimeField()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="campaign_single_span_ends", condition=~Q(frequency="once") | Q(until__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "since"], name="campaign_asked_by")]

    def __str__(self) -> str:
        return self.title

    @property
    def definition(self) -> definitions.Template:
        return definitions.template_named(self.template, self.template_version)


class Round(models.Model):
    """One period of a campaign. Its reports were written down as owed when it opened."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rounds")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "starts_on"], name="round_once"),
            models.CheckConstraint(name="round_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
        ]
        indexes = [models.Index(fields=["starts_on", "campaign"], name="round_period")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.starts_on}"

    @property
    def period(self) -> rules.Period:
        return rules.Period(self.starts_on, self.ends_on)

    @property
    def words(self) -> str:
        """The period as it is read: Maret 2020, 9–15 Maret 2020."""
        return rules.period_words(self.campaign.frequency, self.starts_on, self.ends_on)
