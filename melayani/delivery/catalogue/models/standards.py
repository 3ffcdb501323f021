"""Services and the versions of their standards, with the parts of each version. Published versions never change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from melayani.delivery.catalogue import states

UNITS = [
    ("minute", "menit"),
    ("hour", "jam"),
    ("calendar_day", "hari kalender"),
    ("working_day", "hari kerja"),
    ("month", "bulan"),
    ("external_sla", "menurut sistem lain"),
]
MAY_CHANGE_WHEN_FROZEN = frozenset({"state", "valid_until"})


class Frozen(Exception):
    """Somebody tried to change or remove a published standard; a change makes a new version."""


class Collection(models.Model):
    """Where imported standards came from: what the collector said of the whole."""

    about = models.TextField()
    collected_on = models.DateField()
    units = models.JSONField(default=list)
    caution = models.TextField(blank=True)
    fields = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.about} ({self.collected_on})"


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> ServiceQuerySet:
        """Services that citizens may see: offered, and with a standard in force."""
        in_force = Standard.objects.filter(service=models.OuterRef("pk"), state__in=states.IN_FORCE)
        return self.filter(models.Exists(in_force), is_offered=True)

    def of_agencies(self, paths: Iterable[str]) -> ServiceQuerySet:
        """Services whose agency stands at or below one of the tree `paths`; none for no path."""
        reach = Q(pk__in=[])
        for path in paths:
            reach |= Q(agency__path__startswith=path)
        return self.filter(reach)


class Service(models.Model):
    """What an agency does for citizens. What it promises stands in the versions of its standard."""

    source_id = models.CharField(max_length=80, null=True, unique=True)
    slug = models.SlugField(max_length=140, unique=True)
    title = models.CharField(max_length=200)
    # PROTECT: an agency with services is closed, never deleted
    agency = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="services")
    group = models.CharField(max_length=40)
    aliases = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    channel_notes = models.JSONField(default=dict)
    sippn_id = models.CharField(max_length=20, blank=True)
    sippn_url = models.URLField(blank=True, max_length=300)
    lapor_url = models.URLField(blank=True)
    is_offered = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    search_title = models.TextField(default="", blank=True)
    search_aliases = models.TextField(default="", blank=True)
    search_names = models.TextField(default="", blank=True)
    search_text = models.TextField(default="", blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["group", "id"], name="service_group"),
            models.Index(fields=["agency", "id"], name="service_agency"),
        ]

    def __str__(self) -> str:
        return self.title


class StandardQuerySet(models.QuerySet["Standard"]):
    def in_force(self) -> StandardQuerySet:
        return self.filter(state__in=states.IN_FORCE)

    def frozen(self) -> StandardQuerySet:
        return self.filter(state__in=states.FROZEN)

    def update(self, **kwargs: Any) -> int:
        opens = kwargs.get("state", states.SUPERSEDED) not in states.FROZEN
        if (opens or set(kwargs) - MAY_CHANGE_WHEN_FROZEN) and self.frozen().exists():
            raise Frozen("a published standard is never changed")
        return super().update(**kwargs)

    def bulk_update(self, objs: Iterable[Standard], *args: Any, **kwargs: Any) -> int:
        rows = list(objs)
        if Standard.objects.frozen().filter(pk__in=[row.pk for row in rows]).exists():
            raise Frozen("a published standard is never changed")
        return super().bulk_update(rows, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.frozen().exists():
            raise Frozen("a published standard is never removed")
        return super().delete()


class Standard(models.Model):
    """One version of a service's standard: the promise. Null amounts and durations are unknown, never zero."""

    # PROTECT: cases point at the version they were promised
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="standards")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=16, choices=list(states.LABELS.items()), default=states.DRAFT)
    decree_no = models.CharField(max_length=120, blank=True)
    decree_date = models.DateField(null=True)
    duration_text = models.TextField(blank=True)
    duration_min = models.PositiveIntegerField(null=True)
    duration_max = models.PositiveIntegerField(null=True)
    duration_unit = models.CharField(max_length=16, choices=UNITS, blank=True)
    duration_unit_published = models.CharField(max_length=16, blank=True)
    clock_starts = models.CharField(max_length=120, blank=True)
    fee_amount = models.PositiveBigIntegerField(null=True)
    fee_currency = models.CharField(max_length=3, default="IDR")
    fee_text = models.CharField(max_length=250, blank=True)
    levy_text = models.CharField(max_length=250, blank=True)
    product = models.CharField(max_length=250, blank=True)
    note = models.TextField(blank=True)
    source_url = models.CharField(max_length=400, blank=True)
    partial = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    collected_on = models.DateField(null=True)
    collection = models.ForeignKey(Collection, null=True, on_delete=models.PROTECT, related_name="standards")
    source = models.JSONField(default=dict)

    objects = StandardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="standard_version_once"),
            models.UniqueConstraint(
                fields=["service"], condition=Q(state__in=sorted(states.IN_FORCE)), name="standard_one_in_force"
            ),
            models.CheckConstraint(
                name="standard_duration_ordered",
                condition=Q(duration_min__isnull=True)
                | Q(duration_max__isnull=True)
                | Q(duration_max__gte=models.F("duration_min")),
            ),
            models.CheckConstraint(
                name="standard_published_has_time",
                condition=~Q(state__in=sorted(states.FROZEN)) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        only_allowed = fields is not None and set(fields) <= MAY_CHANGE_WHEN_FROZEN and self.state in states.FROZEN
        if self.pk is not None and not only_allowed and Standard.objects.frozen().filter(pk=self.pk).exists():
            raise Frozen("a published standard is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if Standard.objects.frozen().filter(pk=self.pk).exists():
            raise Frozen("a published standard is never removed")
        return super().delete(*args, **kwargs)

    @property
    def days_are_ambiguous(self) -> bool:
        """Whether the source says "hari" without "kerja": counted as calendar days, and said so."""
        return self.duration_unit_published == "day"


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
