"""Changes of an office's calendar. Each checks access, changes rows and records one event in one transaction.

`propose_…` twins make the same demands and answer what the change would be, without saving.
"""

from melayani.foundation.workdays.actions.change_hours import propose_hours, propose_week, set_hours, set_week
from melayani.foundation.workdays.actions.close import close, propose_closing, propose_reopening, reopen
from melayani.foundation.workdays.actions.holidays import (
    add_local_holiday,
    correct_holiday,
    propose_local_holiday,
    propose_removal,
    remove_local_holiday,
)
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
    "propose_closing",
    "propose_hours",
    "propose_local_holiday",
    "propose_removal",
    "propose_reopening",
    "propose_week",
    "remove_local_holiday",
    "reopen",
    "restrict",
    "set_hours",
    "set_mode",
    "set_week",
]
