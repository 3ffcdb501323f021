"""Working days, due dates and their explanation: plain functions over values, no database, no clock.

`office_calendar` knows which days an office works, `deadlines` counts, `explanations` says it in words and as a
calendar. Everything is importable from here.
"""

from melayani.foundation.workdays.rules.changes import EVENTS, Change, change_of, day_words
from melayani.foundation.workdays.rules.deadlines import (
    UNITS,
    BadQuestion,
    Due,
    NoWorkingDay,
    due,
    working_days_between,
)
from melayani.foundation.workdays.rules.explanations import DayCell, calendar_weeks, explain
from melayani.foundation.workdays.rules.mornings import in_morning, works_this_morning
from melayani.foundation.workdays.rules.office_calendar import (
    FIVE_DAYS,
    MONTH_NAMES,
    SIX_DAYS,
    WEEKDAY_NAMES,
    Calendar,
    Hours,
    Pause,
    Skipped,
    Week,
)

__all__ = [
    "EVENTS",
    "FIVE_DAYS",
    "SIX_DAYS",
    "UNITS",
    "WEEKDAY_NAMES",
    "BadQuestion",
    "Calendar",
    "Change",
    "DayCell",
    "Due",
    "MONTH_NAMES",
    "Hours",
    "NoWorkingDay",
    "Pause",
    "Skipped",
    "Week",
    "calendar_weeks",
    "change_of",
    "day_words",
    "due",
    "explain",
    "in_morning",
    "working_days_between",
    "works_this_morning",
]
