"""The verbs of those above: return, verify, open again, let off, unlock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from melayani.foundation.audit import Actor, record
from melayani.oversight.reporting import access, states, telling, totals
from melayani.oversight.reporting.actions.refusing import ReportRefused, locked, reason_of, reference_of, target_of
from melayani.oversight.reporting.models import Report

UNLOCK_AT_MOST = timedelta(days=31)


def return_report(*, actor: Actor, report: Report, note: str, now: datetime) -> Report:
    """Give a sent report back with what is to be mended; the unit may write for at least a week, locked or not."""
    return _judge(actor, report, states.RETURN, "report.returned", now=now, note=reason_of(note))


def verify(*, actor: Actor, report: Report, now: datetime) -> Report:
    """Accept the figures: they are locked, counted, and open to everybody."""
    return _judge(actor, report, states.VERIFY, "report.verified", now=now)


def reopen(*, actor: Actor, report: Report, note: str, now: datetime) -> Report:
    """Open a verified report for a correction: a new version, the reason kept."""
    return _judge(actor, report, states.REOPEN, "report.reopened", now=now, note=reason_of(note))


def excuse(*, actor: Actor, report: Report, note: str, now: datetime) -> Report:
    """Let the unit off this report; it leaves what is expected."""
    return _judge(actor, report, states.EXCUSE, "report.excused", now=now, note=reason_of(note))


def owe_again(*, actor: Actor, report: Report, note: str, now: datetime) -> Report:
    """Take the letting-off back."""
    return _judge(actor, report, states.OWE_AGAIN, "report.owed_again", now=now, note=reason_of(note))


def unlock(*, actor: Actor, report: Report, until: datetime, note: str, now: datetime) -> Report:
    """Exempt a report from its lock until a moment at most a month ahead. Records report.unlocked."""
    why = reason_of(note)
    if not now < until <= now + UNLOCK_AT_MOST:
        raise ReportRefused("Batas baru harus di depan, paling lama sebulan.")
    with transaction.atomic():
        row = _held(actor, report)
        if row.state not in states.WRITABLE:
            raise ReportRefused("Hanya laporan yang belum dikirim yang dapat dibuka kuncinya.")
        row.unlocked_until, row.note = until, why
        row.save(update_fields=["unlocked_until", "note"])
        _record("report.unlocked", row, actor=actor, data={"until": until.isoformat(), "note": why}, now=now)
        telling.tell_unit(row, "unlocked", now=now)
    return row


MENDING = timedelta(days=7)  # what a returned report may be written in, at least
TOLD = {states.RETURN: "returned", states.REOPEN: "returned", states.VERIFY: "verified"}


def _judge(actor: Actor, report: Report, action: str, event: str, *, now: datetime, note: str = "") -> Report:
    """Do the action on the locked row, mark the sums, record the event, tell the unit; one transaction."""
    with transaction.atomic():
        row = _held(actor, report)
        row.state = target_of(row, action)
        row.note, row.judged_at, row.judged_by_id = note, now, actor.person_id
        if action == states.REOPEN:
            row.version += 1
        if row.state == states.RETURNED:
            row.unlocked_until = max(now + MENDING, row.unlocked_until or now)
        row.save(update_fields=["state", "note", "judged_at", "judged_by", "version", "unlocked_until"])
        totals.mark(row, now=now)
        _record(event, row, actor=actor, data={"version": row.version, "note": note}, now=now)
        if action in TOLD:
            telling.tell_unit(row, TOLD[action], now=now)
    return row


def _held(actor: Actor, report: Report) -> Report:
    row = locked(report)
    if not access.may_judge(actor, row):
        raise ReportRefused("Anda tidak berwenang menilai laporan ini.")
    return row


def _record(event: str, row: Report, *, actor: Actor, data: dict[str, Any], now: datetime) -> None:
    record(event, actor=actor, subject=reference_of(row), organisation=row.organisation, data=data, now=now)
