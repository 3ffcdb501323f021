"""What stands for an organisation on which day, out of its own rows and those of the organisations above it.

`load` reads the rows of many organisations in a constant number of queries; each Standing answers for one of them.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Max
from django.utils.functional import cached_property

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.models import (
    Category,
    Closure,
    Holiday,
    OpeningHours,
    OperatingMode,
    Restriction,
    RestrictionKind,
    WorkWeek,
    calendar_stamp,
)
from melayani.foundation.workdays.rules import FIVE_DAYS, Calendar, Hours, Week

ONE_DAY = timedelta(days=1)
KEPT_S = 60  # an organisation that moved or got another region is seen after so long at the latest
KEPT_AT_MOST = 2000  # organisations × spans of days; about 20 kB each at the most
_kept: dict[tuple[object, ...], tuple[float, Standing]] = {}
Span = TypeVar("Span", WorkWeek, OpeningHours, OperatingMode)
Row = TypeVar("Row", WorkWeek, OpeningHours, OperatingMode, Closure, Restriction)


@dataclass(frozen=True)
class Standing:
    """The rows that bear on one organisation between `first` and `last`, those of the nearest organisation first."""

    organisation: Organisation
    first: date
    last: date
    known_until: date
    nearest: list[int] = field(default_factory=list)  # keys of the organisation and all above it, itself first
    holidays: list[Holiday] = field(default_factory=list)
    weeks: list[list[WorkWeek]] = field(default_factory=list)
    hours: list[list[OpeningHours]] = field(default_factory=list)
    modes: list[list[OperatingMode]] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)

    def mode_on(self, day: date) -> OperatingMode | None:
        return next(iter(_nearest(self.modes, day)), None)

    def work_week_on(self, day: date) -> WorkWeek | None:
        return next(iter(_nearest(self.weeks, day)), None)

    def restrictions_on(self, day: date) -> list[Restriction]:
        return [row for row in self.restrictions if row.starts_on <= day <= row.ends_on]

    def holiday_on(self, day: date) -> Holiday | None:
        return next((row for row in self.holidays if row.date == day and self._stops_work(row)), None)

    @cached_property
    def as_calendar(self) -> Calendar:
        """`calendar`, made once: a kept standing answers many times."""
        return self.calendar()

    def calendar(self) -> Calendar:
        """The pure calendar of these rows, as the rules want it."""
        begin = self._week(self.first)
        return Calendar(
            zone=self.organisation.zone,
            holidays=self._holiday_names(),
            weekdays=begin.weekdays,
            hours=begin.hours,
            closures=self._closed_days(),
            special_hours=self._special_hours(),
            changes=[(day, self._week(day)) for day in self._turning_days()],
            known_until=self.known_until,
        )

    def _week(self, day: date) -> Week:
        row = self.work_week_on(day)
        hours = {found.weekday: found.hours for found in _nearest(self.hours, day)}
        return Week(row.weekdays if row else FIVE_DAYS, hours)

    def _turning_days(self) -> list[date]:
        weeks = [(row.since, row.until) for group in self.weeks for row in group]
        hours = [(row.since, row.until) for group in self.hours for row in group]
        days = {since for since, _ in weeks + hours} | {until + ONE_DAY for _, until in weeks + hours if until}
        return sorted(day for day in days if self.first < day <= self.last)

    def _holiday_names(self) -> dict[date, str]:
        names: dict[date, str] = {}
        for row in self.holidays:
            if self._stops_work(row):
                names.setdefault(row.date, row.name)
        return names

    def _stops_work(self, holiday: Holiday) -> bool:
        if holiday.category != Category.COLLECTIVE_LEAVE:
            return True
        week = self.work_week_on(holiday.date)
        return week is None or week.collective_leave_counts_as_holiday

    def _closed_days(self) -> dict[date, str]:
        closed: dict[date, str] = {}
        for row in self.closures:
            for day in self._within(row.starts_on, row.ends_on):
                closed.setdefault(day, row.reason)
        return closed

    def _special_hours(self) -> dict[date, Hours]:
        special: dict[date, Hours] = {}
        for row in self.restrictions:
            if row.kind == RestrictionKind.CHANGED_HOURS and row.opens and row.closes:
                for day in self._within(row.starts_on, row.ends_on):
                    if any(found.weekday == day.weekday() for found in _nearest(self.hours, day)):
                        special.setdefault(day, Hours(row.opens, row.closes))
        return special

    def _within(self, first: date, last: date) -> list[date]:
        first, last = max(first, self.first), min(last, self.last)
        return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def load(organisations: Sequence[Organisation], first: date, last: date) -> dict[int, Standing]:
    """What stands for each of `organisations` from `first` to `last`, by primary key.

    Eight queries for any number; one when this process still keeps them and no calendar row has changed since.
    """
    stamp = calendar_stamp() if settings.KEEP_IN_MEMORY else None
    if stamp is None:
        return _read(organisations, first, last)
    begin = time.monotonic()
    keys = {one.pk: (stamp, one.pk, one.path, one.time_zone, one.region_id, first, last) for one in organisations}
    known = {pk: _kept[key][1] for pk, key in keys.items() if key in _kept and begin - _kept[key][0] < KEPT_S}
    missing = [one for one in organisations if one.pk not in known]
    if missing:
        fresh = _read(missing, first, last)
        if len(_kept) + len(fresh) > KEPT_AT_MOST:
            _kept.clear()
        _kept.update({keys[pk]: (begin, standing) for pk, standing in fresh.items()})
        known |= fresh
    return {one.pk: known[one.pk] for one in organisations}


def _read(organisations: Sequence[Organisation], first: date, last: date) -> dict[int, Standing]:
    chains = _chains(organisations)
    ids = sorted({row.pk for chain in chains.values() for row in chain})
    regions = {one.pk: _region_codes(chains[one.pk]) for one in organisations}
    every_region = sorted({code for codes in regions.values() for code in codes})
    holidays = list(
        Holiday.objects.between(first, last).touching(ids, every_region).order_by("date", "-category", "pk")
    )
    weeks = _by_organisation(WorkWeek.objects.within(first, last).filter(organisation__in=ids).order_by("-since"))
    hours = _by_organisation(
        OpeningHours.objects.within(first, last).filter(organisation__in=ids).order_by("-since", "weekday")
    )
    modes = _by_organisation(OperatingMode.objects.within(first, last).filter(organisation__in=ids).order_by("-since"))
    closures = _by_organisation(
        Closure.objects.within(first, last).filter(organisation__in=ids).order_by("starts_on", "pk")
    )
    restrictions = _by_organisation(
        Restriction.objects.within(first, last).filter(organisation__in=ids).order_by("starts_on", "pk")
    )
    known_until = min(last, _known_until() or first - ONE_DAY)
    standings = {}
    for one in organisations:
        nearest = [row.pk for row in reversed(chains[one.pk])]
        standings[one.pk] = Standing(
            organisation=one,
            first=first,
            last=last,
            known_until=known_until,
            nearest=nearest,
            holidays=[row for row in holidays if _touches(row, nearest, regions[one.pk])],
            weeks=[weeks[pk] for pk in nearest],
            hours=[hours[pk] for pk in nearest],
            modes=[modes[pk] for pk in nearest],
            closures=[row for pk in nearest for row in closures[pk]],
            restrictions=[row for pk in nearest for row in restrictions[pk]],
        )
    return standings


def _known_until() -> date | None:
    """The end of the last year whose collective leave is decreed: later calendars are still incomplete."""
    latest: date | None = Holiday.objects.filter(category=Category.COLLECTIVE_LEAVE, withdrawn=False).aggregate(
        latest=Max("date")
    )["latest"]
    return latest and date(latest.year, 12, 31)


def _chains(organisations: Sequence[Organisation]) -> dict[int, list[Organisation]]:
    """Each organisation with all above it, root first; one query."""
    step = Organisation.steplen
    paths = {one.pk: [one.path[:end] for end in range(step, len(one.path) + 1, step)] for one in organisations}
    wanted = {path for above in paths.values() for path in above}
    rows = {row.path: row for row in Organisation.objects.filter(path__in=sorted(wanted))}
    return {pk: [rows[path] for path in above if path in rows] for pk, above in paths.items()}


def _region_codes(chain: Sequence[Organisation]) -> list[str]:
    """The nearest region of the chain and those around it: 64.74 lies in 64."""
    code = next((row.region_id for row in reversed(chain) if row.region_id), "")
    parts = code.split(".") if code else []
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _touches(holiday: Holiday, organisations: Sequence[int], regions: Sequence[str]) -> bool:
    if holiday.organisation_id is not None:
        return holiday.organisation_id in organisations
    return holiday.region_id is None or holiday.region_id in regions


def _by_organisation(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.organisation_id].append(row)
    return groups


def _nearest(groups: Sequence[Sequence[Span]], day: date) -> list[Span]:
    """The rows in force on `day` of the nearest organisation that has any."""
    for group in groups:
        found = [row for row in group if row.since <= day and (row.until is None or row.until >= day)]
        if found:
            return found
    return []
