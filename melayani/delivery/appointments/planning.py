"""What a unit offers: its plan, the services of its visits, session templates, the roster, how places are released."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from melayani.delivery.appointments import rules
from melayani.foundation.audit import EncryptedField


class UnitPlan(models.Model):
    """How a unit gives appointments. `stale_since` says that its calendar or its sessions changed."""

    # PROTECT throughout: units are closed, never deleted
    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    horizon_days = models.PositiveSmallIntegerField(default=30)
    lead_minutes = models.PositiveSmallIntegerField(default=30)
    walk_in_percent = models.PositiveSmallIntegerField(default=0)
    priority_percent = models.PositiveSmallIntegerField(default=0)
    uses_roster = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
    stale_since = models.DateTimeField(null=True)
    generated_until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["stale_since"], name="unitplan_stale")]
        constraints = [
            models.CheckConstraint(
                name="unitplan_shares_fit",
                condition=Q(walk_in_percent__lte=100, priority_percent__lte=100)
                & Q(walk_in_percent__lte=100 - F("priority_percent")),
            ),
            models.CheckConstraint(name="unitplan_horizon", condition=Q(horizon_days__gte=1, horizon_days__lte=180)),
        ]

    def __str__(self) -> str:
        return f"plan of {self.organisation_id}"


class Offer(models.Model):
    """A service that may be visited by appointment at a unit, and how many consecutive slots it takes."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    slots_needed = models.PositiveSmallIntegerField(default=1)
    party_max = models.PositiveSmallIntegerField(default=4)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "service"], name="offer_once"),
            models.CheckConstraint(
                name="offer_sizes",
                condition=Q(slots_needed__gte=1, slots_needed__lte=rules.SLOTS_MAX)
                & Q(party_max__gte=1, party_max__lte=rules.PARTY_MAX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.organisation_id}"


class TemplateQuerySet(models.QuerySet["SessionTemplate"]):
    def standing(self, first: date, last: date) -> TemplateQuerySet:
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first), valid_from__lte=last)


class SessionTemplate(models.Model):
    """Sessions that repeat: on which weekdays, from when until when, how long a slot is, how many places it has."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    weekdays = models.JSONField(default=list)  # Monday is 0
    starts = models.TimeField()
    ends = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "valid_from"], name="template_unit")]
        constraints = [
            models.CheckConstraint(name="template_ends_later", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(
                name="template_valid_until_later",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="template_sizes",
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=480, places__lte=rules.PLACES_MAX),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateCap(models.Model):
    """The second cap: how many places of a slot one service may take."""

    template = models.ForeignKey(SessionTemplate, on_delete=models.CASCADE, related_name="caps")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "service"], name="templatecap_once")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.places}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    def standing(self, first: date, last: date) -> ShiftQuerySet:
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first), valid_from__lte=last)


class Shift(models.Model):
    """The roster: who stands at which counter on which weekdays, with which services, and the break."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    counter = models.CharField(max_length=40)
    # PROTECT: who stood where stays known
    officer = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    weekdays = models.JSONField(default=list)
    starts = models.TimeField()
    ends = models.TimeField()
    break_from = models.TimeField(null=True)
    break_until = models.TimeField(null=True)
    services = models.ManyToManyField("catalogue.Service", related_name="+")  # none: all services of the unit
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "valid_from"], name="shift_unit")]
        constraints = [
            models.CheckConstraint(name="shift_ends_later", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(
                name="shift_break_whole",
                condition=Q(break_from__isnull=True, break_until__isnull=True) | Q(break_until__gt=F("break_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter} {self.starts}"


class Absence(models.Model):
    """Days on which a shift does not stand, or stands at home: its counter is empty."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    at_home = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_ends_later", condition=Q(ends_on__gte=F("starts_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.starts_on}"


class ReleaseKind(models.TextChoices):
    AT_ONCE = rules.AT_ONCE, "Sekaligus"
    WAVES = rules.WAVES, "Bertahap"
    DRAW = rules.DRAW, "Undian"


class ReleaseQuerySet(models.QuerySet["ReleasePlan"]):
    def touching(self, first: date, last: date) -> ReleaseQuerySet:
        return self.filter(first_day__lte=last, last_day__gte=first)

    def to_draw(self, now: datetime) -> ReleaseQuerySet:
        return self.filter(kind=ReleaseKind.DRAW, drawn_at__isnull=True, closes_at__lte=now)


class ReleasePlan(models.Model):
    """How the places of some days are given out: at once, in waves, or by a draw that anyone can check.

    Of a draw the SHA-256 of a secret seed is published at once, the seed itself with the result (rules.draw_order).
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=8, choices=ReleaseKind.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    opens_at = models.DateTimeField()  # at once: of the places; draw: of the registration
    closes_at = models.DateTimeField(null=True)  # draw: end of the registration
    waves = models.JSONField(default=list)  # [{"at": ISO moment, "percent": 50}, …], the shares add up
    seed = EncryptedField(blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)  # seed, digest of the list, order of numbers: all public

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "first_day"], name="release_unit")]
        constraints = [
            models.CheckConstraint(name="release_days_ordered", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(
                name="release_draw_whole",
                condition=~Q(kind=rules.DRAW) | (Q(closes_at__gt=F("opens_at")) & ~Q(commitment="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> rules.Release:
        return rules.Release(self.kind, self.opens_at, self.waves, self.drawn_at)
