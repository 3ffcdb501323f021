"""The life cycles: of an improvement (these names) and of a citizen's report (`reports`)."""

from melayani.oversight.facilities.states import reports as reports
from melayani.oversight.facilities.states.improvements import (
    COMPLETE,
    DONE,
    DROP,
    DROPPED,
    FINAL,
    FIRST,
    LABELS,
    OPEN,
    REPORT_PROGRESS,
    TRANSITIONS,
    next_state,
)

__all__ = [
    "COMPLETE",
    "DONE",
    "DROP",
    "DROPPED",
    "FINAL",
    "FIRST",
    "LABELS",
    "OPEN",
    "REPORT_PROGRESS",
    "TRANSITIONS",
    "next_state",
    "reports",
]
