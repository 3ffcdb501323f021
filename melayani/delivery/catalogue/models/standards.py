"""Services and the versions of their standards. Published versions never change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from melayani.delivery.catalogue import states
from melayani.foundation.ui.format import format_promise

UNITS = [
    ("minute", "menit"),
    ("hour", "jam"),
    ("calendar_day", "hari kalender"),
    ("working_day", "hari kerja"),
    ("month", "bulan"),
    ("external_sla", "menurut sistem lain"),
]
MAY_CHANGE_WHEN_FROZEN = frozenset({"state", "valid_until", "reviewed_on", "review_due", "reminded_for"})


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
    decree_by = models.CharField(max_length=160, blank=True)
    # PROTECT: the paper of the decree is evidence
    decree_file = models.ForeignKey("attachments.Attachment", null=True, on_delete=models.PROTECT, related_name="+")
    present_state = models.TextField(blank=True)
    present_on = models.DateField(null=True)
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
    revision = models.PositiveIntegerField(default=0)  # how often the draft was saved: a colleague's save is noticed
    unread = models.JSONField(default=dict)  # what was typed into the draft and cannot be read yet, by section
    stated = models.CharField(max_length=240, blank=True)  # components stated at publication, as "|fee|product|"
    reviewed_on = models.DateField(null=True)
    review_due = models.DateField(null=True)  # null: nobody set a date
    reminded_for = models.DateField(null=True)  # the due date that the unit was reminded of

    objects = StandardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "review_due"], name="standard_review")]
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
    def duration_words(self) -> str:
        """The duration in the words of the page: as it is written, or its amount and unit in English."""
        return format_promise(self.duration_text, self.duration_min, self.duration_max, self.duration_unit)

    @property
    def days_are_ambiguous(self) -> bool:
        """Whether the source says "hari" without "kerja": counted as calendar days, and said so."""
        return self.duration_unit_published == "day"
