"""The unit's verbs: save as you go, say what stands in the way, send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from melayani.foundation.audit import Actor
from melayani.oversight.reporting import definitions, judgement, states, totals
from melayani.oversight.reporting.actions.proving import drop
from melayani.oversight.reporting.actions.refusing import ReportRefused, target_of
from melayani.oversight.reporting.actions.writable import begin, filled, record_step, writable
from melayani.oversight.reporting.models import Evidence, Outcome, Remark, RemarkKind, Report, ReportFigure
from melayani.oversight.reporting.models.reports import values_of

ENTRIES_AT_MOST = 60
TEXT_LEAST = 10


@dataclass(frozen=True)
class Given:
    """What the form says about one indicator. `value` None is empty, not zero."""

    value: Decimal | None = None
    choice: str = ""
    reason: str = ""
    explanation: str = ""


def save_report(
    *, actor: Actor, report: Report, given: Mapping[str, Given], now: datetime, summary: str | None = None
) -> Report:
    """Keep what was typed so far, finished or not; indicators that are not in `given` stay as they are.

    Raises ReportRefused without the right, after sending, or when the report is locked. Records report.saved with the
    indicators that changed, when any did.
    """
    with transaction.atomic():
        row = writable(actor, report, now)
        figures = filled(row, now)
        changed = [key for key, one in given.items() if key in figures and _take(figures[key], one)]
        said = row.summary if summary is None else summary.strip()[:4000]
        if changed or said != row.summary or row.state == states.OWED:
            row.summary, row.saved_at = said, now
            row.state = target_of(row, states.SAVE)
            row.save(update_fields=["summary", "saved_at", "state", "filled_at"])
            record_step(name="report.saved", row=row, actor=actor, data={"changed": sorted(changed)}, now=now)
    return row


def refresh_figures(*, actor: Actor, report: Report, now: datetime) -> Report:
    """Count the platform's figures anew; what the unit corrected by hand stays. Records report.refreshed."""
    with transaction.atomic():
        row = writable(actor, report, now)
        before = filled(row, now)
        fresh = {one.indicator: one for one in judgement.proposed(row)}
        changed = []
        for key, figure in before.items():
            found = fresh[key]
            if figure.is_corrected:
                given: dict[str, Any] = {"counted": found.counted, "counted_choice": found.counted_choice}
            else:
                given = {
                    "counted": found.counted,
                    "counted_choice": found.counted_choice,
                    "value": figure.value if found.counted is None else found.counted,
                    "choice": found.counted_choice or figure.choice,
                }
            if not figure.same_as(given):
                changed.append(key)
                ReportFigure.objects.filter(pk=figure.pk).update(**given)
        row.filled_at = row.saved_at = now
        row.state = target_of(row, states.SAVE)
        row.save(update_fields=["filled_at", "saved_at", "state"])
        record_step(name="report.refreshed", row=row, actor=actor, data={"changed": sorted(changed)}, now=now)
    return row


def add_entry(
    *,
    actor: Actor,
    report: Report,
    kind: str,
    code: str,
    text: str,
    now: datetime,
    indicator: str = "",
    outcome: str = Outcome.OPEN,
    contact: str = "",
) -> Remark:
    """Write down a constraint, a strategy or an innovation, tied to what it explains. Records report.noted.

    Raises ReportRefused for an unknown kind, code or indicator, for hardly any text, or when the report is full.
    """
    said = text.strip()
    if kind not in RemarkKind or code not in definitions.constraint_kinds() or outcome not in Outcome:
        raise ReportRefused("Pilih jenis dan golongannya dari daftar.")
    if indicator and indicator not in definitions.indicators():
        raise ReportRefused("Pilih angka dari daftar.")
    if len(said) < TEXT_LEAST:
        raise ReportRefused("Ceritakan sedikit lebih panjang, supaya daerah lain dapat belajar.")
    with transaction.atomic():
        row = writable(actor, report, now)
        if row.entries.count() >= ENTRIES_AT_MOST:
            raise ReportRefused("Laporan ini sudah memuat terlalu banyak catatan.")
        entry = Remark.objects.create(
            report=row,
            kind=kind,
            code=code,
            indicator=indicator,
            text=said[:1000],
            outcome=outcome,
            contact=contact.strip()[:120],
            written_at=now,
        )
        begin(row, now)
        record_step(name="report.noted", row=row, actor=actor, data={"kind": kind, "code": code}, now=now)
    return entry


def remove_entry(*, actor: Actor, report: Report, entry: Remark, now: datetime) -> None:
    """Take an entry, with its evidence, out of a report that is still being written. Records report.unnoted."""
    with transaction.atomic():
        row = writable(actor, report, now)
        drop(Evidence.objects.filter(report=row, entry=entry), actor=actor, now=now)
        Remark.objects.filter(pk=entry.pk, report=row).delete()
        record_step(name="report.unnoted", row=row, actor=actor, data={"kind": entry.kind, "code": entry.code}, now=now)


def send_report(*, actor: Actor, report: Report, now: datetime) -> Report:
    """Send the report up. Raises ReportRefused with every problem: compulsory figures that are empty without a reason,
    checks that do not hold, corrections without a reason, jumps and warnings without an explanation.

    Records report.sent; whether it came in time is judged by the first sending.
    """
    with transaction.atomic():
        row = writable(actor, report, now)
        figures = filled(row, now)
        problems = judgement.problems(row, list(figures.values()))
        if problems:
            raise ReportRefused("Laporan belum dapat dikirim. Lihat tanda di samping angkanya.", problems)
        row.state = target_of(row, states.SEND)
        row.sent_at, row.first_sent_at = now, row.first_sent_at or now
        row.sent_by_id = actor.person_id
        row.save(update_fields=["state", "sent_at", "first_sent_at", "sent_by", "filled_at"])
        totals.mark(row, now=now)
        data = {"version": row.version, "on_time": row.on_time, "empty": _empty(figures)}
        record_step(name="report.sent", row=row, actor=actor, data=data, now=now)
    return row


def _take(figure: ReportFigure, one: Given) -> bool:
    """Write what was given, if it differs."""
    given = {
        "value": one.value,
        "choice": one.choice,
        "reason": one.reason.strip()[:300],
        "explanation": one.explanation.strip()[:600],
    }
    if figure.same_as(given):
        return False
    for name, value in given.items():
        setattr(figure, name, value)
    figure.save(update_fields=list(given))
    return True


def _empty(figures: Mapping[str, ReportFigure]) -> int:
    return sum(1 for value in values_of(figures.values()).values() if value is None)
