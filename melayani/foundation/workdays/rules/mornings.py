"""When the message of the morning goes out: once on each working day of an office, by its own clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from melayani.foundation.workdays.rules.office_calendar import Calendar

LENGTH = timedelta(hours=2)  # whoever was not reached by then (the worker stood still) reads the desk instead


def in_morning(now: datetime, *, begins: time, zone: tzinfo) -> bool:
    """Whether the morning of the zone runs at `now`: from `begins`, local time, for LENGTH, and not past midnight."""
    local = now.astimezone(zone)
    start = datetime.combine(local.date(), begins, tzinfo=local.tzinfo)
    return start <= local < start + LENGTH


def works_this_morning(now: datetime, *, begins: time, calendar: Calendar) -> bool:
    """Whether the message of the day is due at an office: its morning runs, and the day is one of its working days."""
    day = now.astimezone(calendar.zone).date()
    return in_morning(now, begins=begins, zone=calendar.zone) and calendar.is_working(day)
