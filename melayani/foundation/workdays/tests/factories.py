"""Calendars and offices for tests, named by situation. Monday 16 March 2026 stands before Nyepi and Eid."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from melayani.foundation.audit import SYSTEM
from melayani.foundation.organisations.models import Organisation
from melayani.foundation.workdays.actions import import_holidays, set_hours, set_week
from melayani.foundation.workdays.models import OpeningHours
from melayani.foundation.workdays.national import national_holidays
from melayani.foundation.workdays.rules import FIVE_DAYS, SIX_DAYS, Calendar, Hours
from tests.remembered import remembered

JAKARTA = ZoneInfo("Asia/Jakarta")
LONG_AGO = datetime(2017, 12, 1, 8, 0, tzinfo=UTC)
OFFICE_DAY = Hours(time(8), time(15))
DAY_WITH_BREAK = Hours(time(8), time(15), time(12), time(13))


def plain_week(zone: ZoneInfo = JAKARTA) -> Calendar:
    """Monday to Friday without holidays and without hours."""
    return Calendar(zone)


def office_week(hours: Hours = OFFICE_DAY, zone: ZoneInfo = JAKARTA) -> Calendar:
    """Monday to Friday with hours, no holidays."""
    return Calendar(zone, hours=dict.fromkeys(FIVE_DAYS, hours))


def national_calendar(
    *years: int, leave: bool = True, hours: Hours | None = None, zone: ZoneInfo = JAKARTA, six_days: bool = False
) -> Calendar:
    """Monday to Friday (or Saturday) with the national holidays of `years`, with collective leave or without."""
    days = [day for year in years for day in national_holidays(year) if leave or day.category == "public"]
    weekdays = SIX_DAYS if six_days else FIVE_DAYS
    names = {day.date: day.name for day in reversed(days)}
    return Calendar(zone, names, weekdays, dict.fromkeys(weekdays, hours) if hours else {})


@remembered
def imported_years(*years: int) -> None:
    """The national rows of `years`, as an operator imports them."""
    for year in years:
        import_holidays(year=year, now=LONG_AGO)


@remembered
def open_office(
    organisation: Organisation, hours: Hours = OFFICE_DAY, *, since: date = date(2018, 1, 1), six_days: bool = False
) -> list[OpeningHours]:
    """Give the organisation hours from Monday to Friday (or Saturday) since long ago."""
    weekdays = SIX_DAYS if six_days else FIVE_DAYS
    if six_days:
        set_week(organisation=organisation, six_days=True, since=since, actor=SYSTEM, now=LONG_AGO)
    return set_hours(
        organisation=organisation, hours=dict.fromkeys(weekdays, hours), since=since, actor=SYSTEM, now=LONG_AGO
    )
