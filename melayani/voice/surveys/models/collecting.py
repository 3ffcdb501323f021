"""By what a unit asks: its version of the instrument, its counters' codes and kiosks, sheets on their way in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q

from melayani.foundation.audit import EncryptedField
from melayani.foundation.numbers.rules import Reference
from melayani.voice.surveys import rules


class InstrumentQuerySet(models.QuerySet["InstrumentVersion"]):
    def in_force(self, day: date) -> InstrumentQuerySet:
        return self.filter(valid_from__lte=day)


class InstrumentVersion(models.Model):
    """A unit's version of the questionnaire, for it and all below it from a day on. Never changed: a newer follows."""

    # PROTECT: answers name the version they were given to
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    base = models.CharField(max_length=32, default=rules.CURRENT)
    valid_from = models.DateField()
    content = models.JSONField()
    comparable = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="survey_instrument_number_once"),
            models.CheckConstraint(
                name="survey_instrument_deviation_has_reason", condition=Q(comparable=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.number}"

    @property
    def key(self) -> str:
        """How answers and periods name it."""
        return f"unit-{self.pk}"

    @property
    def reference(self) -> Reference:
        return Reference(kind="survey_instrument", number=str(self.pk))


class PointKind(models.TextChoices):
    QR = "qr", "Kode QR di loket"
    KIOSK = "kiosk", "Layar sentuh (kios)"


class PointQuerySet(models.QuerySet["Point"]):
    def open(self) -> PointQuerySet:
        return self.filter(closed_at__isnull=True)


class Point(models.Model):
    """A place where anybody served may answer without an invitation: a counter's code (per shift if wanted) or a kiosk.

    Its address is printed on a wall: it opens the questionnaire and nothing else.
    """

    # PROTECT: answers name where they were given
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=PointKind.choices)
    name = models.CharField(max_length=60)
    shift = models.CharField(max_length=30, blank=True)
    # PROTECT: a service is superseded, never deleted; without one the visitor chooses
    service = models.ForeignKey("catalogue.Service", null=True, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="survey_point_kind_known", condition=Q(kind__in=PointKind.values)),
            models.UniqueConstraint(
                fields=["organisation", "kind", "name", "shift"],
                condition=Q(closed_at__isnull=True),
                name="survey_point_name_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.shift}" if self.shift else self.name

    @property
    def reference(self) -> Reference:
        return Reference(kind="survey_point", number=str(self.pk))


class ImportQuerySet(models.QuerySet["Import"]):
    def waiting(self, since: datetime) -> ImportQuerySet:
        return self.filter(done_at__isnull=True, created_at__gte=since)


class Import(models.Model):
    """A sheet of answers between its dry run and its import. What was read is kept until then only, encrypted."""

    # PROTECT: the record of what was taken in
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")  # PROTECT: who read it in
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = EncryptedField(blank=True)
    summary: Any = models.JSONField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"], condition=Q(done_at__isnull=False), name="survey_import_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
