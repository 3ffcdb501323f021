"""Pages under /kantor/laporan/."""

from melayani.oversight.reporting.officer_views.figures import (
    completeness,
    constraints,
    figures,
    figures_pdf,
    figures_xlsx,
    overcome,
    published,
    trend,
)
from melayani.oversight.reporting.officer_views.judging import act
from melayani.oversight.reporting.officer_views.meeting import (
    agree,
    call,
    campaign,
    campaigns,
    meeting,
    meetings,
    new_campaign,
    note_meeting,
    slides,
    slides_pdf,
)
from melayani.oversight.reporting.officer_views.proving import add_evidence, evidence_file, remove_evidence
from melayani.oversight.reporting.officer_views.writing import (
    add_entry,
    mine,
    point,
    refresh,
    remove_entry,
    report,
    send,
)

__all__ = [
    "act",
    "add_entry",
    "add_evidence",
    "agree",
    "call",
    "campaign",
    "campaigns",
    "completeness",
    "constraints",
    "evidence_file",
    "figures",
    "figures_pdf",
    "figures_xlsx",
    "meeting",
    "meetings",
    "mine",
    "new_campaign",
    "note_meeting",
    "overcome",
    "point",
    "published",
    "refresh",
    "remove_entry",
    "remove_evidence",
    "report",
    "send",
    "slides",
    "slides_pdf",
    "trend",
]
