"""Pages under /kantor/inovasi/."""

from __future__ import annotations

from melayani.oversight.innovations.officer_views.deciding import publish, send_back, submit, withdraw
from melayani.oversight.innovations.officer_views.describing import (
    contest,
    describe,
    evidence,
    evidence_file,
    figures,
    remove_file,
    start,
)
from melayani.oversight.innovations.officer_views.following import confirm, decline, look, outside, replicate
from melayani.oversight.innovations.officer_views.reading import overview, overview_sheet, record, records

__all__ = [
    "confirm",
    "contest",
    "decline",
    "describe",
    "evidence",
    "evidence_file",
    "figures",
    "look",
    "outside",
    "overview",
    "overview_sheet",
    "publish",
    "record",
    "records",
    "remove_file",
    "replicate",
    "send_back",
    "start",
    "submit",
    "withdraw",
]
