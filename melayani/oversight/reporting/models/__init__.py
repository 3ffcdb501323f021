"""What is stored: who asked, what is owed, what was written, what was agreed, and the sums that pages read."""

from melayani.oversight.reporting.models.campaigns import Campaign, CampaignQuerySet, Round
from melayani.oversight.reporting.models.evidence import Evidence
from melayani.oversight.reporting.models.meetings import ActionPoint, Meeting, Turn
from melayani.oversight.reporting.models.remarks import RemarkTotal, RemarkWord
from melayani.oversight.reporting.models.reports import (
    Outcome,
    Remark,
    RemarkKind,
    RemarkQuerySet,
    Report,
    ReportFigure,
    ReportQuerySet,
    State,
    values_of,
)
from melayani.oversight.reporting.models.totals import DirtyPlace, OwedTotal, PlaceTotal

__all__ = [
    "ActionPoint",
    "Campaign",
    "CampaignQuerySet",
    "DirtyPlace",
    "Evidence",
    "Remark",
    "RemarkKind",
    "RemarkQuerySet",
    "RemarkTotal",
    "RemarkWord",
    "ReportFigure",
    "Meeting",
    "Outcome",
    "OwedTotal",
    "PlaceTotal",
    "Report",
    "ReportQuerySet",
    "Round",
    "State",
    "Turn",
    "values_of",
]
