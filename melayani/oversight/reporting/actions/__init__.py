"""The verbs of reporting."""

from melayani.oversight.reporting.actions.asking import end_campaign, open_rounds, renew_expected, start_campaign
from melayani.oversight.reporting.actions.judging import (
    excuse,
    owe_again,
    reopen,
    return_report,
    unlock,
    verify,
)
from melayani.oversight.reporting.actions.meeting import agree, answer_point, call_meeting, note_turn
from melayani.oversight.reporting.actions.proving import add_evidence, remove_evidence
from melayani.oversight.reporting.actions.refusing import ReportRefused
from melayani.oversight.reporting.actions.reminding import remind_due
from melayani.oversight.reporting.actions.writing import (
    Given,
    add_entry,
    refresh_figures,
    remove_entry,
    save_report,
    send_report,
)
from melayani.oversight.reporting.remarks import count_all as count_remarks
from melayani.oversight.reporting.totals import count_dirty as count_totals
from melayani.oversight.reporting.totals import count_period

__all__ = [
    "Given",
    "ReportRefused",
    "add_entry",
    "add_evidence",
    "agree",
    "answer_point",
    "call_meeting",
    "count_period",
    "count_remarks",
    "count_totals",
    "end_campaign",
    "excuse",
    "note_turn",
    "open_rounds",
    "owe_again",
    "refresh_figures",
    "remind_due",
    "remove_entry",
    "remove_evidence",
    "renew_expected",
    "reopen",
    "return_report",
    "save_report",
    "send_report",
    "start_campaign",
    "unlock",
    "verify",
]
