"""The citizen's pages: fill in, send, follow."""

from melayani.delivery.applications.citizen_views.filling import start, step, summary
from melayani.delivery.applications.citizen_views.finding import index
from melayani.delivery.applications.citizen_views.following import (
    answer,
    ask_erasure,
    case,
    file,
    pay,
    receipt,
    received,
    result,
    withdraw,
    write,
)
from melayani.delivery.applications.citizen_views.sending import code, send

__all__ = [
    "answer",
    "ask_erasure",
    "case",
    "code",
    "file",
    "index",
    "pay",
    "receipt",
    "received",
    "result",
    "send",
    "start",
    "step",
    "summary",
    "withdraw",
    "write",
]
