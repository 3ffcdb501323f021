"""The citizen's pages: report, follow, read what others reported."""

from melayani.voice.complaints.citizen_views.entering import index
from melayani.voice.complaints.citizen_views.filling import alike, like, start, step
from melayani.voice.complaints.citizen_views.following import (
    case,
    complete,
    confirm,
    contest,
    file,
    ombudsman,
    receipt,
    received,
    reply,
    withdraw,
)
from melayani.voice.complaints.citizen_views.joining import join
from melayani.voice.complaints.citizen_views.reading import listing, map_page, public_case, statistics
from melayani.voice.complaints.citizen_views.sending import code, send, summary

__all__ = [
    "alike",
    "case",
    "code",
    "complete",
    "confirm",
    "contest",
    "file",
    "index",
    "join",
    "like",
    "listing",
    "map_page",
    "ombudsman",
    "public_case",
    "receipt",
    "received",
    "reply",
    "send",
    "start",
    "statistics",
    "step",
    "summary",
    "withdraw",
]
