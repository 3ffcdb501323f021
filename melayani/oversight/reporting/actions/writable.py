"""What every verb of the unit shares: the locked row that it may write, its figures, the event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from melayani.foundation.audit import Actor, record
from melayani.oversight.reporting import access, judgement, states
from melayani.oversight.reporting.actions.refusing import ReportRefused, locked, reference_of, target_of
from melayani.oversight.reporting.models import Report, ReportFigure


def writable(actor: Actor, report: Report, now: datetime) -> Report:
    """The locked row, when the actor may write it now; raises ReportRefused."""
    if not access.may_report(actor, report.organisation):
        raise ReportRefused("Anda tidak berwenang mengisi laporan unit ini.")
    row = locked(report)
    if row.is_locked(now):
        raise ReportRefused("Laporan sudah terkunci. Minta biro organisasi membukanya.")
    if not row.writable_at(now):
        raise ReportRefused(f"Laporan tidak dapat diubah: {states.WORDS[row.state].lower()}.")
    return row


def filled(row: Report, now: datetime) -> dict[str, ReportFigure]:
    """The figures of the report by indicator; the first time they are written down as the platform counts them."""
    if row.filled_at is None:
        ReportFigure.objects.bulk_create(judgement.proposed(row))
        row.filled_at = now
    return {one.indicator: one for one in row.figures.order_by("pk")}


def begin(row: Report, now: datetime) -> None:
    """Something was written beside the figures: the report is a draft from now on."""
    filled(row, now)
    row.saved_at, row.state = now, target_of(row, states.SAVE)
    row.save(update_fields=["saved_at", "state", "filled_at"])


def record_step(*, name: str, row: Report, actor: Actor, data: dict[str, Any], now: datetime) -> None:
    """Write the event of a verb on the report; `data` holds nothing personal."""
    record(name, actor=actor, subject=reference_of(row), organisation=row.organisation, data=data, now=now)
