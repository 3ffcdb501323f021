"""Where a queue stands: the place, its zones, lines, counters and who sits there, screens and kiosks.

A place (`Site`) is a unit with its own counters, or a mall in which the counters belong to tenants. A line is the queue
of one service at one place, with a prefix and numbers of its own.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from melayani.delivery.queues import rules
from melayani.foundation.audit import EncryptedField


class Site(models.Model):
    """A place with a queue, and the order it publishes. `pulse` rises with every change that a screen may show."""

    # PROTECT throughout: places, units and services are closed, never deleted
    organisation = models.OneToOneField("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    gives_numbers = models.BooleanField(default=True)  # off: no new numbers today, those given are still called
    stopped_because = models.CharField(max_length=200, blank=True)
    priority_ahead = models.PositiveSmallIntegerField(default=30)  # minutes, rules.Policy
    appointment_ahead = models.PositiveSmallIntegerField(default=30)
    grace = models.PositiveSmallIntegerField(default=15)
    door_token = models.CharField(max_length=64, unique=True)  # in the QR at the door; renewed when it leaks
    paper_mm = models.PositiveSmallIntegerField(default=80)  # 58 or 80
    voice = models.BooleanField(default=True)
    pulse = models.PositiveBigIntegerField(default=1)
    forecast_pulse = models.PositiveBigIntegerField(default=0)  # the pulse for which waits were foretold last
    forecast_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="site_paper", condition=Q(paper_mm__in=[58, 80])),
            models.CheckConstraint(
                name="site_policy_bounded",
                condition=Q(priority_ahead__lte=240, appointment_ahead__lte=240, grace__lte=120),
            ),
        ]

    def __str__(self) -> str:
        return f"queue at {self.organisation_id}"

    @property
    def policy(self) -> rules.Policy:
        return rules.Policy(
            priority_ahead=self.priority_ahead, appointment_ahead=self.appointment_ahead, grace=self.grace
        )


class Zone(models.Model):
    """A waiting area: a screen shows one or several of them."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="zones")
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="zone_once")]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """The queue of one service at one place. `unit` is who serves it: the place itself, or a tenant of the mall."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lines")
    unit = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("catalogue.Service", on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, null=True, on_delete=models.PROTECT, related_name="lines")
    prefix = models.CharField(max_length=2)
    minutes = models.PositiveSmallIntegerField(default=12)  # how long one service is thought to take
    daily_limit = models.PositiveSmallIntegerField(null=True)  # walk-ins a day; bookings do not count
    is_open = models.BooleanField(default=True)
    # what is foretold to somebody who comes now, minutes; empty: no counter, or not known
    wait_low = models.PositiveSmallIntegerField(null=True)
    wait_high = models.PositiveSmallIntegerField(null=True)
    foretold_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "service"], name="line_once"),
            models.UniqueConstraint(fields=["site", "prefix"], name="line_prefix_once"),
            models.CheckConstraint(name="line_minutes", condition=Q(minutes__gte=1, minutes__lte=480)),
            # no regular expression: SQLite alone knows none, and a copy of the database could not be checked
            models.CheckConstraint(name="line_prefix_capital", condition=Q(prefix=Upper("prefix")) & ~Q(prefix="")),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} at {self.site_id}"


class Counter(models.Model):
    """A desk at which `unit` serves; without lines of its own it serves all lines of its unit."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="counters")
    unit = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    zone = models.ForeignKey(Zone, null=True, on_delete=models.PROTECT, related_name="counters")
    number = models.PositiveSmallIntegerField()  # spoken and shown: Loket 4
    lines = models.ManyToManyField(Line, related_name="counters")
    break_from = models.TimeField(null=True)
    break_until = models.TimeField(null=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="counter_once"),
            models.CheckConstraint(name="counter_number", condition=Q(number__gte=1, number__lte=99)),
            models.CheckConstraint(
                name="counter_break_whole",
                condition=Q(break_from__isnull=True, break_until__isnull=True) | Q(break_until__gt=F("break_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"counter {self.number} at {self.site_id}"


class Sitting(models.Model):
    """Who sits at a counter, from when until when; `on_break_since` while the officer pauses."""

    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="sittings")
    officer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    on_break_since = models.DateTimeField(null=True)
    break_minutes = models.PositiveSmallIntegerField(default=0)  # of breaks that are over

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(until__isnull=True), name="sitting_one_per_counter"
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(until__isnull=True), name="sitting_one_per_officer"
            ),
            models.CheckConstraint(
                name="sitting_ends_later", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} at {self.counter_id}"


class Device(models.Model):
    """A screen or a kiosk of a place; its address holds a secret, and it signs in nobody."""

    class Kind(models.TextChoices):
        SCREEN = "screen", "Layar"
        KIOSK = "kiosk", "Kios"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    name = models.CharField(max_length=60)
    token = EncryptedField()
    token_hash = models.CharField(max_length=64, unique=True)
    zones = models.ManyToManyField(Zone, related_name="+")  # none: all zones of the place
    is_open = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "kind", "name"], name="device_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
