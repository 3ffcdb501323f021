"""Regions, the tree of organisations, malls' tenancies, and what kind of installation this is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

if TYPE_CHECKING:
    _QuerySet = MP_NodeQuerySet["Organisation"]
    _Manager = MP_NodeManager["Organisation"]
else:
    _QuerySet, _Manager = MP_NodeQuerySet, MP_NodeManager

TIME_ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]


class Level(models.TextChoices):
    PROVINCE = "province", "Provinsi"
    REGENCY = "regency", "Kabupaten/kota"
    DISTRICT = "district", "Kecamatan"


class Kind(models.TextChoices):
    MINISTRY = "ministry", "Kementerian"
    PROVINCE = "province", "Pemerintah provinsi"
    REGENCY = "regency", "Pemerintah kabupaten"
    CITY = "city", "Pemerintah kota"
    AGENCY = "agency", "Instansi"
    UNIT = "unit", "Unit"
    MALL = "mall", "Mal pelayanan publik"


class Region(models.Model):
    """A place by its Kemendagri code (text, dotted). Dated, because provinces were 34 in 2020 and are 38 now."""

    code = models.CharField(max_length=8, primary_key=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    aliases = models.JSONField(default=list)
    bps_code = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return self.name


def at_or_below(paths: Iterable[str], prefix: str = "") -> Q:
    """A filter for rows whose organisation (reached by `prefix`, such as "organisation__") stands at or below a path.

    An empty `paths` matches nothing.
    """
    reach = Q(pk__in=[])
    for path in paths:
        reach |= Q(**{f"{prefix}path__startswith": path})
    return reach


class OrganisationQuerySet(_QuerySet):
    def open_on(self, day: date) -> OrganisationQuerySet:
        opened = Q(opened_on__isnull=True) | Q(opened_on__lte=day)
        closed = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        return self.filter(opened & closed)

    def at_or_below(self, paths: Iterable[str]) -> OrganisationQuerySet:
        return self.filter(at_or_below(paths))


class OrganisationManager(_Manager):
    """The tree's manager with our filters; rows come in tree order."""

    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")

    def open_on(self, day: date) -> OrganisationQuerySet:
        return self.get_queryset().open_on(day)

    def at_or_below(self, paths: Iterable[str]) -> OrganisationQuerySet:
        return self.get_queryset().at_or_below(paths)


class Organisation(MP_Node):
    """A node of the one tree: ministry > province > regency or city > agency > unit."""

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="organisations")
    time_zone = models.CharField(max_length=32, choices=TIME_ZONES, default="Asia/Jakarta")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    address = models.CharField(max_length=250, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    whatsapp = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    aliases = models.JSONField(default=list)

    objects: ClassVar[OrganisationManager] = OrganisationManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_closed_after_opened",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=models.F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def is_open_on(self, day: date) -> bool:
        opened = self.opened_on is None or self.opened_on <= day
        return opened and (self.closed_on is None or self.closed_on > day)


class TenancyQuerySet(models.QuerySet["Tenancy"]):
    def agreed(self) -> TenancyQuerySet:
        return self.filter(awaits_consent=False)

    def current(self, day: date) -> TenancyQuerySet:
        return self.agreed().filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def over(self, day: date) -> TenancyQuerySet:
        return self.agreed().filter(until__lt=day)


class Tenancy(models.Model):
    """A unit's dated stay in a mall: the mall's roles reach its counters and totals, never its cases.

    A stay that somebody of the mall proposed counts for nothing until somebody of the unit has agreed.
    """

    # PROTECT: a closed unit keeps the record of where it served
    mall = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tenants")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tenancies")
    stand = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    awaits_consent = models.BooleanField(default=False)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tenancy_ends_after_start", condition=Q(until__isnull=True) | Q(until__gte=models.F("since"))
            ),
            models.UniqueConstraint(fields=["mall", "unit", "since"], name="tenancy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} @ {self.mall}"


class Installation(models.Model):
    """One row: what kind of database this is. Demonstration sign-ins exist only where `demonstration` is set."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="installation_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return "demonstration" if self.demonstration else "production"
