"""The parts of a version: variants, requirements, steps, texts. They never change once the version is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from melayani.delivery.catalogue import states
from melayani.delivery.catalogue.models.standards import UNITS, Frozen, Standard


class PartQuerySet(models.QuerySet[Any]):
    """Rows of a standard: refused as soon as their standard is published."""

    def _demand_open(self) -> None:
        if self.filter(standard__state__in=states.FROZEN).exists():
            raise Frozen("a part of a published standard is never changed")

    def update(self, **kwargs: Any) -> int:
        self._demand_open()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._demand_open()
        return super().delete()

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        demand_open({row.standard_id for row in rows})
        return super().bulk_update(rows, *args, **kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        demand_open({row.standard_id for row in rows})
        return super().bulk_create(rows, *args, **kwargs)


def demand_open(standards: Iterable[int]) -> None:
    """Raise Frozen when one of the standards (primary keys) is published."""
    if Standard.objects.frozen().filter(pk__in=list(standards)).exists():
        raise Frozen("a part of a published standard is never changed")


class Part(models.Model):
    """What every part of a standard shares: it cannot change once the standard is published."""

    standard_id: int

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        demand_open([self.standard_id])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        demand_open([self.standard_id])
        return super().delete(*args, **kwargs)


class Variant(Part):
    """A case of the service with requirements of its own: new, lost, damaged, foreigner."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="variants")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    position = models.PositiveIntegerField()

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "key"], name="variant_key_once")]

    def __str__(self) -> str:
        return self.label


class Requirement(Part):
    """One numbered requirement of a variant (or of the standard, when it has none).

    A published line that holds for several variants stands once in each, under that variant's own number.
    """

    KINDS = [("document", "Berkas"), ("fact", "Keadaan")]

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="requirements")
    variant = models.ForeignKey(Variant, null=True, on_delete=models.CASCADE, related_name="requirements")
    number = models.PositiveIntegerField()
    published_line = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=KINDS, default="document")
    text = models.CharField(max_length=300)
    condition = models.CharField(max_length=200, blank=True)
    alternatives = models.JSONField(default=list)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standard", "variant", "number"], name="requirement_number_once"),
            models.UniqueConstraint(
                fields=["standard", "number"], condition=Q(variant__isnull=True), name="requirement_number_once_plain"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class ProcedureStep(Part):
    """A step of the procedure; `actor` is who acts (rules.ACTORS), empty when the standard does not say."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    actor = models.CharField(max_length=20, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "number"], name="step_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Stage(Part):
    """A stage with a duration of its own; `min_stated` keeps whether the source named a minimum at all."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    min = models.PositiveIntegerField(null=True)
    max = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=16, choices=UNITS)
    min_stated = models.BooleanField(default=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "position"], name="stage_position_once")]

    def __str__(self) -> str:
        return self.name


class TextPart(Part):
    """A line of text at a position."""

    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


class LegalBasis(TextPart):
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="legal_bases")
    objects = PartQuerySet.as_manager()


class ComplaintChannel(TextPart):
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="complaint_channels")
    objects = PartQuerySet.as_manager()


class PublishedLine(TextPart):
    """A requirement line exactly as published."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="published_lines")
    objects = PartQuerySet.as_manager()


class FormCode(Part):
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="forms")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class ComplaintTier(Part):
    """A local tier of complaint handling with its limit."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="complaint_tiers")
    position = models.PositiveIntegerField()
    tier = models.CharField(max_length=80)
    max = models.PositiveIntegerField()
    unit = models.CharField(max_length=16, choices=UNITS)
    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return self.tier


class Component(Part):
    """One of the eight internal components (rules.INTERNAL), as far as the agency states it."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="components")
    key = models.CharField(max_length=24)
    text = models.TextField()
    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standard", "key"], name="component_once")]

    def __str__(self) -> str:
        return self.key
