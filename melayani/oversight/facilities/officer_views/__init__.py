"""Pages under /kantor/sarana/."""

from melayani.oversight.facilities.officer_views.checking import check
from melayani.oversight.facilities.officer_views.comparing import compare, compare_xlsx
from melayani.oversight.facilities.officer_views.improving import complete, drop, improvement, plan, progress
from melayani.oversight.facilities.officer_views.places import help_note, history, photo, place, places
from melayani.oversight.facilities.officer_views.waiting import report, set_aside, waiting

__all__ = [
    "check",
    "compare",
    "compare_xlsx",
    "complete",
    "drop",
    "help_note",
    "history",
    "improvement",
    "photo",
    "place",
    "places",
    "plan",
    "progress",
    "report",
    "set_aside",
    "waiting",
]
