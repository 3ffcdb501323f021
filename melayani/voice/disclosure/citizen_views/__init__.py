"""The citizen's pages: read the list, ask, follow, object."""

from melayani.voice.disclosure.citizen_views.filling import choose, start, step, summary
from melayani.voice.disclosure.citizen_views.finding import entries, entry, entry_file, excluded, index
from melayani.voice.disclosure.citizen_views.following import (
    case,
    file,
    letter,
    lodge,
    objection_receipt,
    receipt,
    received,
    redactions,
    respond,
    withdraw,
    withdraw_objection,
    write,
)
from melayani.voice.disclosure.citizen_views.reporting import report, report_csv
from melayani.voice.disclosure.citizen_views.sending import code, send

__all__ = [
    "case",
    "choose",
    "code",
    "entries",
    "entry",
    "entry_file",
    "excluded",
    "file",
    "index",
    "letter",
    "lodge",
    "objection_receipt",
    "receipt",
    "received",
    "redactions",
    "report",
    "report_csv",
    "respond",
    "send",
    "start",
    "step",
    "summary",
    "withdraw",
    "withdraw_objection",
    "write",
]
