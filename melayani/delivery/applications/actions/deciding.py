"""Approve, refuse, issue the result, hand it over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.applications import case, clock, results, rules, states
from melayani.delivery.applications.models import Application
from melayani.foundation.audit import Actor, record


def approve(*, actor: Actor, application: Application, now: datetime) -> Application:
    """The approver decides for the citizen. Raises NotAllowed for others, ActionRefused before verification."""
    with transaction.atomic():
        row = case.begin(states.APPROVE, actor=actor, application=application)
        case.advance(row, states.APPROVE)
        record("application.approved", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
    return row


def refuse(*, actor: Actor, application: Application, reason: str, now: datetime) -> Application:
    """The approver decides against, with the reason that the citizen reads.

    Raises NotAllowed for others, ActionRefused without a reason or in a state that cannot be refused.
    """
    if not reason.strip() or len(reason) > rules.REASON_MAX:
        raise rules.ActionRefused(f"Tulis alasan penolakan untuk warga, paling panjang {rules.REASON_MAX} huruf.")
    with transaction.atomic():
        row = case.begin(states.REFUSE, actor=actor, application=application)
        clock.end_pauses(row, now=now)
        taken = clock.days_taken(row, now)
        case.advance(
            row, states.REFUSE, decided_at=now, closed_at=now, refusal_reason=reason.strip(), working_days_taken=taken
        )
        record(
            "application.refused",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data=case.event_data(row),
            personal={"reason": reason.strip()},
            now=now,
        )
        case.tell(row, "refused", now=now, reason=reason.strip())
    return row


def issue_result(*, actor: Actor, application: Application, now: datetime, remark: str = "") -> Application:
    """Make the numbered result (PDF with a code that anyone can check), and tell the citizen where it is.

    The promised time ends here. Raises NotAllowed for others, ActionRefused before approval.
    """
    if len(remark) > rules.REASON_MAX:
        raise rules.ActionRefused(f"Catatan paling panjang {rules.REASON_MAX} huruf.")
    with transaction.atomic():
        row = case.begin(states.ISSUE, actor=actor, application=application)
        document = results.issue(row, remark=remark.strip(), actor=actor, now=now)
        taken = clock.days_taken(row, now)
        case.advance(row, states.ISSUE, result=document, decided_at=now, working_days_taken=taken)
        record(
            "application.issued",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={**case.event_data(row), "document": document.number},
            now=now,
        )
        case.tell(row, "issued", now=now, document=document.number)
    return row


def hand_over(*, actor: Actor, application: Application, now: datetime, to: str = "") -> Application:
    """The result reached the citizen; the case is closed. `to` says to whom, when it was somebody else.

    Raises ActionRefused before there is a result.
    """
    if len(to) > rules.NAME_MAX:
        raise rules.ActionRefused(gettext("Nama penerima terlalu panjang."))
    with transaction.atomic():
        row = case.begin(states.HAND_OVER, actor=actor, application=application)
        case.advance(row, states.HAND_OVER, closed_at=now)
        record(
            "application.handed_over",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            personal={"to": to.strip()} if to.strip() else None,
            now=now,
        )
    return row
