"""The verbs of facilities: record a walk, say how to ask for help, improve, hear a report."""

from melayani.oversight.facilities.actions.checking import CheckRefused, Finding, record_check
from melayani.oversight.facilities.actions.hearing import ReportRefused, report_mismatch, set_aside_report
from melayani.oversight.facilities.actions.helping import describe_help
from melayani.oversight.facilities.actions.improving import (
    ImprovementRefused,
    complete_improvement,
    drop_improvement,
    note_progress,
    plan_improvement,
    remind_owner,
)

__all__ = [
    "CheckRefused",
    "Finding",
    "ImprovementRefused",
    "ReportRefused",
    "complete_improvement",
    "describe_help",
    "drop_improvement",
    "note_progress",
    "plan_improvement",
    "record_check",
    "remind_owner",
    "report_mismatch",
    "set_aside_report",
]
