"""Pages under /kantor/laporan/."""

from melayani.oversight.reporting.officer_views.judging import act
from melayani.oversight.reporting.officer_views.writing import (
    add_entry,
    mine,
    point,
    refresh,
    remove_entry,
    report,
    send,
)

__all__ = ["act", "add_entry", "mine", "point", "refresh", "remove_entry", "report", "send"]
