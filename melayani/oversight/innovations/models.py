"""Innovations of units, their figures and evidence, the looks at whether they run, and who took them over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from melayani.foundation.numbers.rules import Reference
from melayani.foundation.organisations.models import at_or_below
from melayani.oversight.innovations import rules, states

REFERENCE = "innovation"


class InnovationQuerySet(models.QuerySet["Innovation"]):
    def published(self) -> InnovationQuerySet:
        return self.filter(state=states.PUBLISHED)

    def within(self, paths: Iterable[str]) -> InnovationQuerySet:
        return self.filter(at_or_below(paths, "organisation__"))

    def alive(self) -> InnovationQuerySet:
        """What was not withdrawn and, as far as anybody saw, has not stopped."""
        return self.exclude(state=states.WITHDRAWN).exclude(found=rules.STOPPED)

    def to_check(self, day: date) -> InnovationQuerySet:
        """Published ones that run and whose next look was for `day` or earlier, or that nobody has looked at."""
        due = Q(found="") | Q(next_check__lte=day)
        return self.published().exclude(found=rules.STOPPED).filter(due)

    def to_remind(self, now: datetime) -> InnovationQuerySet:
        """Those whose look comes near, is missed, or never came, and of which nobody was told lately."""
        today = timezone.localdate(now)
        near = Q(found__in=[rules.RUNNING, rules.CHANGED], next_check__lte=today + rules.REMIND_BEFORE)
        never = Q(found="", published_at__lte=now - rules.FIRST_LOOK)
        quiet = Q(reminded_on__isnull=True) | Q(reminded_on__lte=today - rules.REMIND_AGAIN)
        return self.published().filter(near | never, quiet, organisation__closed_on__isnull=True)

    def in_health(self, health: str, today: date) -> InnovationQuerySet:
        """Those that read as `health` on `today` (rules.health)."""
        if health == rules.UNCHECKED:
            return self.filter(found="")
        if health == rules.UNKNOWN:
            return self.filter(found__in=[rules.RUNNING, rules.CHANGED], next_check__lt=today)
        rows = self.filter(found=health)
        return rows if health == rules.STOPPED else rows.filter(Q(next_check__isnull=True) | Q(next_check__gte=today))


class Innovation(models.Model):
    """One innovation of a unit. What the last look found stands here too, so that a list needs one query."""

    slug = models.SlugField(max_length=140, unique=True)
    # PROTECT: a unit is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="innovations")
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=600, blank=True)
    initiators = models.CharField(max_length=200, blank=True)
    phase = models.CharField(max_length=20, choices=list(rules.PHASES.items()), default=rules.CREATION)
    is_digital = models.BooleanField(default=False)
    question_set = models.CharField(max_length=40)
    answers = models.JSONField(default=dict)
    criteria = models.JSONField(default=dict)
    goals = models.JSONField(default=list)
    trial_from = models.DateField(null=True)
    used_from = models.DateField(null=True)
    cost = models.PositiveBigIntegerField(null=True)  # rupiah in all, as the unit says
    legal_state = models.CharField(max_length=8, blank=True, choices=list(rules.LEGAL_STATES.items()))
    legal_basis = models.CharField(max_length=300, blank=True)
    resources = models.JSONField(default=list)
    services = models.ManyToManyField("catalogue.Service", related_name="+", blank=True)
    state = models.CharField(max_length=10, choices=list(states.LABELS.items()), default=states.FIRST)
    found = models.CharField(max_length=8, blank=True)  # what the last look found; "" before the first
    checked_on = models.DateField(null=True)
    next_check = models.DateField(null=True)
    reminded_on = models.DateField(null=True)  # since the last look; None before the first reminder
    # PROTECT: a copy keeps where it came from
    original = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    search_text = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = InnovationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="innovation_state_known", condition=Q(state__in=sorted(states.STATES))),
            models.CheckConstraint(
                name="innovation_published_has_moment",
                condition=~Q(state=states.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="innovation_used_after_trial",
                condition=Q(trial_from__isnull=True) | Q(used_from__isnull=True) | Q(used_from__gte=F("trial_from")),
            ),
            models.CheckConstraint(
                name="innovation_found_has_day", condition=Q(found="") | Q(checked_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="innovation_library"),
            models.Index(fields=["organisation", "state"], name="innovation_of_unit"),
            models.Index(fields=["next_check"], condition=Q(state="published"), name="innovation_next_check"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> Reference:
        return Reference(kind=REFERENCE, number=self.slug, title=self.title)

    @property
    def phase_label(self) -> str:
        return rules.PHASES[self.phase]


class Figure(models.Model):
    """One figure before and after, with unit and days."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="figures")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40)
    lower_is_better = models.BooleanField(default=False)
    baseline = models.DecimalField(max_digits=15, decimal_places=2)
    baseline_on = models.DateField()
    result = models.DecimalField(max_digits=15, decimal_places=2, null=True)
    result_on = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["innovation", "position"], name="innovation_figure_place"),
            models.CheckConstraint(
                name="innovation_result_has_day",
                condition=Q(result__isnull=True, result_on__isnull=True)
                | Q(result__isnull=False, result_on__gt=F("baseline_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.baseline}"

    @property
    def movement(self) -> rules.Movement | None:
        """How far it moved; None while there is no result."""
        if self.result is None:
            return None
        return rules.movement(self.baseline, self.result, lower_is_better=self.lower_is_better)


class Evidence(models.Model):
    """A file that shows what the record says; public with the record."""

    innovation = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="evidence")
    # PROTECT: the file is removed by its own action, which leaves a trace
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class ContestEntry(models.Model):
    """The innovation in a contest, and how far it came."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="contests")
    contest = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=8, choices=list(rules.RESULTS.items()))
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["innovation", "contest", "year"], name="innovation_contest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.year}"


class SustainabilityCheck(models.Model):
    """One look at whether the innovation runs. A new look is a new row."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    found = models.CharField(max_length=8, choices=[(key, rules.HEALTH[key]) for key in rules.FOUND])
    last_used = models.DateField(null=True)
    users = models.PositiveIntegerField(null=True)  # since the look before
    owner = models.CharField(max_length=160)
    budget = models.CharField(max_length=160, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    in_standard = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, blank=True, choices=list(rules.STOP_REASONS.items()))
    note = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=500)
    next_check = models.DateField(null=True)
    # PROTECT: who looked stays known; None for what the platform took in
    checked_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="innovation_stopped_has_reason", condition=~Q(found=rules.STOPPED) | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["innovation", "-checked_on", "-id"], name="innovation_looks")]

    def __str__(self) -> str:
        return f"{self.innovation_id} {self.checked_on}: {self.found}"


class Replication(models.Model):
    """A place that took an innovation over: a unit of the platform, or one outside by name."""

    original = models.ForeignKey(Innovation, on_delete=models.PROTECT, related_name="replications")
    # PROTECT, as above
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField(max_length=160, blank=True)
    copy = models.OneToOneField(Innovation, null=True, on_delete=models.PROTECT, related_name="taken_from")
    since = models.DateField(null=True)
    is_adapted = models.BooleanField(default=False)
    adaptation = models.CharField(max_length=500, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=list(states.REPLICATIONS.items()))
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["original", "organisation"],
                condition=Q(organisation__isnull=False),
                name="innovation_replicated_once",
            ),
            models.CheckConstraint(
                name="innovation_replica_somewhere", condition=Q(organisation__isnull=False) | ~Q(place="")
            ),
        ]
        indexes = [models.Index(fields=["original", "state"], name="innovation_replicas")]

    def __str__(self) -> str:
        return self.where

    @property
    def where(self) -> str:
        return str(self.organisation) if self.organisation_id else self.place
