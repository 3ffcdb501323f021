"""What every verb of reporting shares: the refusal, the locked row, the reference of an event."""

from __future__ import annotations

from collections.abc import Sequence

from melayani.foundation.numbers.rules import Reference
from melayani.oversight.reporting import rules, states
from melayani.oversight.reporting.models import Report

REASON_LEAST, REASON_MOST = 5, 500


class ReportRefused(Exception):
    """The verb cannot be done; `problems` says at which figures, where it is about figures."""

    def __init__(self, text: str, problems: Sequence[rules.Problem] = ()) -> None:
        super().__init__(text)
        self.problems = list(problems)


def locked(report: Report) -> Report:
    """The row of the report, held until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("round__campaign", "organisation")
    return rows.get(pk=report.pk)


def target_of(report: Report, action: str) -> str:
    """Where the action leads; raises ReportRefused when it cannot be done in this state."""
    found = states.next_state(report.state, action)
    if found is None:
        raise ReportRefused(f"Ini tidak dapat dilakukan: laporan {states.WORDS[report.state].lower()}.")
    return found


def reason_of(text: str) -> str:
    """The reason as it is kept; raises ReportRefused when nothing is said."""
    said = " ".join(text.split())
    if len(said) < REASON_LEAST:
        raise ReportRefused("Tulis alasannya, supaya yang membaca nanti mengerti.")
    return said[:REASON_MOST]


def reference_of(report: Report) -> Reference:
    """What events and messages of the report are about."""
    return Reference(kind="report", number=str(report.pk), url=f"/kantor/laporan/{report.pk}/", title="Laporan")
