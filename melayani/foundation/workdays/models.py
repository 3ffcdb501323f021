"""Holidays, weeks, opening hours, closures, restrictions and the operating mode; all dated, all inclusive of both ends.

A row without organisation and region is national. What an organisation does not say itself it takes from the nearest
organisation above it (weeks, hours, mode); holidays, closures and restrictions of all of them add up.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from melayani.foundation.workdays.rules import FIVE_DAYS, SIX_DAYS, Hours

IMPORTED = "holidays "  # how the source of an imported row begins; every other row was made by hand and stays


class Category(models.TextChoices):
    PUBLIC = "public", _("Libur nasional")
    COLLECTIVE_LEAVE = "collective_leave", _("Cuti bersama")
    LOCAL = "local", _("Libur setempat")


class RestrictionKind(models.TextChoices):
    VISITOR_CAP = "visitor_cap", _("Jumlah pengunjung dibatasi")
    CHANGED_HOURS = "changed_hours", _("Jam layanan berubah")
    ONLINE_ONLY = "online_only", _("Hanya layanan daring")


class Mode(models.TextChoices):
    OPEN = "open", _("Buka")
    LIMITED = "limited", _("Terbatas")
    ONLINE_ONLY = "online_only", _("Hanya daring")
    CLOSED = "closed", _("Tutup")


def _ordered(first: str, last: str) -> Q:
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)})


class CalendarStamp(models.Model):
    """One row that is new after every change of any calendar row, so that a kept calendar knows when it is old."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.value


def stamp_calendars() -> None:
    """Make every kept calendar old; in the transaction of the change, so that others see both or neither."""
    CalendarStamp.objects.update_or_create(id=1, defaults={"value": uuid.uuid4().hex})


def calendar_stamp() -> str | None:
    """The stamp as it stands; None before any calendar row was written. Asked before every clock, hence plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM workdays_calendarstamp WHERE id = 1")
        row = cursor.fetchone()
    return str(row[0]) if row else None


_Row = TypeVar("_Row", bound="CalendarRow", covariant=True)


class _Stamped(models.QuerySet[_Row]):
    """Rows of a calendar: whoever writes them, by whatever call, makes kept calendars old."""

    def update(self, **kwargs: Any) -> int:
        stamp_calendars()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        stamp_calendars()
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[_Row]:
        stamp_calendars()
        return super().bulk_create(*args, **kwargs)


class CalendarRow(models.Model):
    """A row that some calendar is made of."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        stamp_calendars()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        stamp_calendars()
        return super().delete(*args, **kwargs)


class HolidayQuerySet(_Stamped["Holiday"]):
    def between(self, first: date, last: date) -> HolidayQuerySet:
        return self.filter(date__gte=first, date__lte=last, withdrawn=False)

    def touching(self, organisations: Iterable[int], regions: Iterable[str]) -> HolidayQuerySet:
        """National rows, and those of the given organisations and regions."""
        national = Q(organisation__isnull=True, region__isnull=True)
        return self.filter(national | Q(organisation__in=organisations) | Q(region__in=regions))

    def national(self, year: int) -> HolidayQuerySet:
        return self.filter(organisation__isnull=True, region__isnull=True, date__year=year)


class Holiday(CalendarRow):
    """A day that is no working day. `estimated`: the date is not decreed yet; `withdrawn`: struck out by hand."""

    date = models.DateField()
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=16, choices=Category.choices)
    # PROTECT: the record of past days must stay explainable
    region = models.ForeignKey("organisations.Region", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    estimated = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    source = models.CharField(max_length=160, blank=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["date", "category"],
                condition=Q(organisation__isnull=True, region__isnull=True),
                name="holiday_national_once",
            ),
            models.UniqueConstraint(
                fields=["date", "region"], condition=Q(region__isnull=False), name="holiday_region_once"
            ),
            models.UniqueConstraint(
                fields=["date", "organisation"],
                condition=Q(organisation__isnull=False),
                name="holiday_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(organisation__isnull=True), name="holiday_one_reach"
            ),
            models.CheckConstraint(
                condition=Q(category="local", organisation__isnull=False)
                | Q(category="local", region__isnull=False)
                | ~Q(category="local") & Q(organisation__isnull=True, region__isnull=True),
                name="holiday_local_has_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

    @property
    def is_by_hand(self) -> bool:
        return not self.source.startswith(IMPORTED)


class WorkWeekQuerySet(_Stamped["WorkWeek"]):
    def within(self, first: date, last: date) -> WorkWeekQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gte=first), since__lte=last)


class WorkWeek(CalendarRow):
    """Five or six working days, and whether collective leave (cuti bersama) stops the office's clocks."""

    # PROTECT on all organisations here: an organisation is closed, never deleted
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    six_days = models.BooleanField(default=False)
    collective_leave_counts_as_holiday = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True)

    objects = WorkWeekQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since"], name="work_week_once"),
            models.CheckConstraint(condition=_ordered("since", "until"), name="work_week_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {'six' if self.six_days else 'five'} days"

    @property
    def weekdays(self) -> frozenset[int]:
        return SIX_DAYS if self.six_days else FIVE_DAYS


class OpeningHoursQuerySet(_Stamped["OpeningHours"]):
    def within(self, first: date, last: date) -> OpeningHoursQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gte=first), since__lte=last)


class OpeningHours(CalendarRow):
    """Hours of one weekday (Monday is 0), local time of the organisation; a weekday without row is not open."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    break_from = models.TimeField(null=True)
    break_until = models.TimeField(null=True)
    since = models.DateField()
    until = models.DateField(null=True)

    objects = OpeningHoursQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "weekday", "since"], name="opening_hours_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_hours_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="opening_hours_close_after_open"),
            models.CheckConstraint(
                condition=Q(break_from__isnull=True, break_until__isnull=True)
                | Q(break_from__gt=F("opens"), break_until__gt=F("break_from"), break_until__lt=F("closes")),
                name="opening_hours_break_inside",
            ),
            models.CheckConstraint(condition=_ordered("since", "until"), name="opening_hours_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.weekday} {self.opens:%H.%M}–{self.closes:%H.%M}"

    @property
    def hours(self) -> Hours:
        return Hours(self.opens, self.closes, self.break_from, self.break_until)


class ClosureQuerySet(_Stamped["Closure"]):
    def within(self, first: date, last: date) -> ClosureQuerySet:
        return self.filter(ends_on__gte=first, starts_on__lte=last)


class Closure(CalendarRow):
    """Days on which the office does not work; they stop every clock."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_start")
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="closure_organisation")]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on} {self.reason}"


class RestrictionQuerySet(_Stamped["Restriction"]):
    def within(self, first: date, last: date) -> RestrictionQuerySet:
        return self.filter(ends_on__gte=first, starts_on__lte=last)


class Restriction(CalendarRow):
    """A limit on visits, with its reason and its end. Changed hours move the due moment of their days."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.CharField(max_length=16, choices=RestrictionKind.choices)
    cap = models.PositiveIntegerField(null=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    reason = models.CharField(max_length=200)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="restriction_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind="visitor_cap", cap__gt=0, opens__isnull=True, closes__isnull=True)
                | Q(kind="changed_hours", cap__isnull=True, closes__gt=F("opens"))
                | Q(kind="online_only", cap__isnull=True, opens__isnull=True, closes__isnull=True),
                name="restriction_fits_kind",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="restriction_organisation")]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}–{self.ends_on}"


class OperatingModeQuerySet(_Stamped["OperatingMode"]):
    def within(self, first: date, last: date) -> OperatingModeQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gte=first), since__lte=last)


class OperatingMode(CalendarRow):
    """How the doors stand by date, and which share of the staff works at the office (percent).

    The mode says what a visitor meets; it stops no clock. An office that does not work at all makes a Closure.
    """

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    office_share = models.PositiveSmallIntegerField(null=True)

    objects = OperatingModeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since"], name="operating_mode_once"),
            models.CheckConstraint(condition=_ordered("since", "until"), name="operating_mode_ends_after_start"),
            models.CheckConstraint(
                condition=Q(office_share__isnull=True) | Q(office_share__lte=100), name="operating_mode_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.mode}"
