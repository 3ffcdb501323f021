"""Reads: the calendar of an office, whether it is open now, its coming closures and its year."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.models import Closure, Holiday, OperatingMode, Restriction, WorkWeek
from melayani.foundation.workdays.proposals import Proposal
from melayani.foundation.workdays.rules import Calendar, Hours, working_days_between
from melayani.foundation.workdays.standing import Standing, load
from melayani.foundation.workdays.state import DayHours, Today, hours_of_week, today

YEAR = 366
BEHIND, AHEAD = 60, 400  # days of a calendar around a day
NEXT_OPENING = 30  # days within which the next opening is looked for
LIST_LIMIT = 100


def calendar_for(organisation: Organisation, *, around: date, behind: int = BEHIND, ahead: int = AHEAD) -> Calendar:
    """The calendar of `organisation` from `behind` days before `around` to `ahead` days after it.

    Hours and week come from the nearest organisation that says them; holidays and closures of all above add up.
    A due day past the window, or in a year whose collective leave is not yet decreed, is marked by `Due.certain`.
    """
    return calendars_for([organisation], around=around, behind=behind, ahead=ahead)[organisation.pk]


def calendars_for(
    organisations: Sequence[Organisation],
    *,
    around: date,
    behind: int = BEHIND,
    ahead: int = AHEAD,
    proposal: Proposal | None = None,
) -> dict[int, Calendar]:
    """The calendars of many organisations by primary key; eight queries whatever their number, or one.

    With a `proposal` they are as they would be after that change.
    """
    standings = load(organisations, around - timedelta(days=behind), around + timedelta(days=ahead))
    return {pk: (proposal.on(one) if proposal else one).as_calendar for pk, one in standings.items()}


def working_days_late(owed: Sequence[tuple[Organisation, datetime]], now: datetime) -> list[int]:
    """For each due moment that is over, how many working days of its organisation have passed since; 0 on the same day.

    Eight queries for any number, none for an empty list.
    """
    if not owed:
        return []
    first = min(due for _, due in owed).date()
    places = list({place.pk: place for place, _ in owed}.values())
    calendars = calendars_for(places, around=first, behind=8, ahead=(now.date() - first).days + 8)
    return [working_days_between(due, now, calendars[place.pk]) for place, due in owed]


def state_today(organisation: Organisation, now: datetime) -> Today:
    """Whether the doors of `organisation` are open at `now`, until when, and in words; eight queries."""
    return states_today([organisation], now)[organisation.pk]


def states_today(organisations: Sequence[Organisation], now: datetime) -> dict[int, Today]:
    """`state_today` of many organisations by primary key; eight queries whatever their number."""
    day = now.date()
    standings = load(organisations, day - timedelta(days=8), day + timedelta(days=NEXT_OPENING))
    return {pk: today(standing, now) for pk, standing in standings.items()}


def week_hours(organisation: Organisation, day: date) -> list[DayHours]:
    """The seven days from Monday of the week of `day` with their hours, or why there are none."""
    monday = day - timedelta(days=day.weekday())
    standing = load([organisation], monday, monday + timedelta(days=6))[organisation.pk]
    return hours_of_week(standing.calendar(), day)


@dataclass(frozen=True)
class CalendarChange:
    """What a proposed holiday would do to one day: whether clocks count it now, and whether they would then."""

    date: date
    counted_now: bool
    counted_then: bool
    why_now: str
    why_then: str

    @property
    def moves_clocks(self) -> bool:
        return self.counted_now != self.counted_then


def preview_calendar_change(
    organisation: Organisation, *, day: date, name: str = "", remove: bool = False
) -> CalendarChange:
    """What adding the holiday `name` on `day` (or removing the organisation's own one) would change. Writes nothing."""
    standing = load([organisation], day, day)[organisation.pk]
    before = standing.calendar()
    if remove:
        rest = [row for row in standing.holidays if row.organisation_id != organisation.pk]
        after = replace(standing, holidays=rest).calendar()
    else:
        after = replace(before, holidays={day: name or "Libur setempat"} | dict(before.holidays))
    was, will = before.skipped(day), after.skipped(day)
    return CalendarChange(
        date=day,
        counted_now=was is None,
        counted_then=will is None,
        why_now=was.why if was else "",
        why_then=will.why if will else "",
    )


@dataclass(frozen=True)
class ChangedDays:
    """Days that would count otherwise: no longer working days, and working days that were none."""

    lost: list[date] = field(default_factory=list)
    won: list[date] = field(default_factory=list)


def changed_days(proposal: Proposal, days: int = YEAR) -> ChangedDays:
    """The days that would count otherwise at the organisation itself, within `days` of the change; eight queries."""
    first = proposal.change.first
    standing = load([proposal.organisation], first, first + timedelta(days=days))[proposal.organisation.pk]
    before, after = standing.calendar(), proposal.on(standing).calendar()
    changed = ChangedDays()
    for number in range(days + 1):
        day = first + timedelta(days=number)
        if before.is_working(day) != after.is_working(day):
            (changed.won if after.is_working(day) else changed.lost).append(day)
    return changed


def upcoming_closures(organisation: Organisation, day: date, limit: int = LIST_LIMIT) -> list[Closure]:
    """The organisation's own closures that end on `day` or later, soonest first."""
    rows = Closure.objects.filter(organisation=organisation, ends_on__gte=day)
    return list(rows.order_by("starts_on", "pk")[:limit])


def upcoming_restrictions(organisation: Organisation, day: date, limit: int = LIST_LIMIT) -> list[Restriction]:
    """The organisation's own restrictions that end on `day` or later, soonest first."""
    rows = Restriction.objects.filter(organisation=organisation, ends_on__gte=day)
    return list(rows.order_by("starts_on", "pk")[:limit])


def local_holidays(organisation: Organisation, year: int, limit: int = LIST_LIMIT) -> list[Holiday]:
    """The holidays that the organisation itself added in `year`."""
    rows = Holiday.objects.filter(organisation=organisation, date__year=year, withdrawn=False)
    return list(rows.order_by("date")[:limit])


@dataclass(frozen=True)
class YearDay:
    """One day of the year page; `state` is one of working, weekend, holiday, leave, local, closure."""

    date: date
    state: str
    why: str = ""
    estimated: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class YearMonth:
    """A month: weeks from Monday with None where the month has no day, and how many working days it has."""

    first: date
    weeks: list[list[YearDay | None]] = field(default_factory=list)

    @property
    def working_days(self) -> int:
        return sum(1 for day in self.days if day.state == "working")

    @property
    def days(self) -> list[YearDay]:
        return [day for week in self.weeks for day in week if day]

    @property
    def named_days(self) -> list[YearDay]:
        return [day for day in self.days if day.why and day.state != "weekend"]


def year_calendar(organisation: Organisation, year: int, *, today: date) -> list[YearMonth]:
    """The twelve months of `year` as they stand for `organisation`; eight queries."""
    standing = load([organisation], date(year, 1, 1), date(year, 12, 31))[organisation.pk]
    calendar = standing.calendar()
    months = []
    for number in range(1, 13):
        weeks = [
            [_year_day(day, standing, calendar, today) if day.month == number else None for day in week]
            for week in gregorian.Calendar().monthdatescalendar(year, number)
        ]
        months.append(YearMonth(date(year, number, 1), weeks))
    return months


def _year_day(day: date, standing: Standing, calendar: Calendar, today: date) -> YearDay:
    skipped = calendar.skipped(day)
    row = standing.holiday_on(day)
    if skipped is None:
        return YearDay(day, "working", is_today=day == today)
    states = {"public": "holiday", "collective_leave": "leave", "local": "local"}
    state = states[row.category] if row and skipped.kind == "holiday" else skipped.kind
    return YearDay(day, state, skipped.why, bool(row and row.estimated), day == today)


@dataclass(frozen=True)
class OfficeSettings:
    """The rules in force for an organisation on one day, its own or taken from above."""

    work_week: WorkWeek | None
    mode: OperatingMode | None
    hours: dict[int, Hours]


def settings_on(organisation: Organisation, day: date) -> OfficeSettings:
    """Week, mode and hours in force on `day`; eight queries."""
    standing = load([organisation], day, day)[organisation.pk]
    return OfficeSettings(standing.work_week_on(day), standing.mode_on(day), dict(standing.calendar().hours))
