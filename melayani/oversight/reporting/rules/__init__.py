"""Plain rules of reports: periods and their due moments, change and outliers, checks of figures."""

from melayani.oversight.reporting.rules.changes import (
    Change,
    change,
    change_words,
    is_corrected,
    is_jump,
    outlier_score,
    outlier_words,
)
from melayani.oversight.reporting.rules.checks import Check, Problem, compare, problems_of
from melayani.oversight.reporting.rules.numbers import read_number, write_number
from melayani.oversight.reporting.rules.periods import (
    Period,
    due_moment,
    month_name,
    month_of,
    months_back,
    next_period,
    period_words,
    was_open,
    week_of,
    writable_until,
)
from melayani.oversight.reporting.rules.sums import Part, combine

__all__ = [
    "Change",
    "Check",
    "Part",
    "Period",
    "Problem",
    "change",
    "change_words",
    "combine",
    "compare",
    "due_moment",
    "is_corrected",
    "is_jump",
    "month_name",
    "month_of",
    "months_back",
    "next_period",
    "outlier_score",
    "outlier_words",
    "period_words",
    "problems_of",
    "read_number",
    "was_open",
    "week_of",
    "writable_until",
    "write_number",
]
