"""Changes of an office's calendar. Each checks access, changes rows and records one event in one transaction."""

from melayani.foundation.workdays.actions.change_hours import set_hours, set_week
from melayani.foundation.workdays.actions.close import close, reopen
from melayani.foundation.workdays.actions.holidays import add_local_holiday, correct_holiday, remove_local_holiday
from melayani.foundation.workdays.actions.import_holidays import Imported, import_holidays
from melayani.foundation.workdays.actions.refusal import Refused
from melayani.foundation.workdays.actions.restrict import end_restriction, restrict
from melayani.foundation.workdays.actions.set_mode import set_mode

__all__ = [
    "Imported",
    "Refused",
    "add_local_holiday",
    "close",
    "correct_holiday",
    "end_restriction",
    "import_holidays",
    "remove_local_holiday",
    "reopen",
    "restrict",
    "set_hours",
    "set_mode",
    "set_week",
]
