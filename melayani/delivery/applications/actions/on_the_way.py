"""Withdraw, reassign, stop and run the clock for a disturbance, unmask a personal value."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from melayani.delivery.applications import access, case, clock, rules, states
from melayani.delivery.applications.models import Application, Payment, PaymentState
from melayani.foundation.audit import Actor, record
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people
from melayani.foundation.people import queries as people_queries
from melayani.foundation.people.models import Person

MASKED_FIELDS = {
    "name": "Nama",
    "nik": "NIK",
    "birth_date": "Tanggal lahir",
    "address": "Alamat",
    "phone": "Telepon",
    "email": "Surel",
}


def withdraw(*, actor: Actor, application: Application, now: datetime, secret: str = "") -> Application:
    """The citizen takes the application back; nothing is decided any more, an open payment request falls away.

    Raises NotAllowed without the secret (or a role at the unit), ActionRefused once it is approved or over.
    """
    with transaction.atomic():
        row = case.begin(states.WITHDRAW, actor=actor, application=application, secret=secret)
        clock.end_pauses(row, now=now)
        for payment in row.payments.unpaid():
            _cancel(payment)
        case.advance(row, states.WITHDRAW, closed_at=now)
        record("application.withdrawn", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
        case.tell(row, "withdrawn", now=now)
    return row


def reassign(*, actor: Actor, application: Application, to: Person, now: datetime) -> Application:
    """The head of unit gives the case to another officer, who hears of it and must hold a desk role at its unit.

    Raises NotAllowed for others than the head, ActionRefused for a person without such a role.
    """
    with transaction.atomic():
        row = case.begin(states.REASSIGN, actor=actor, application=application)
        other = people_queries.officer_for(to, now)
        if not other.holds_any(access.DESK_ROLES, row.organisation):
            raise rules.ActionRefused(f"{to.name} tidak bertugas di unit ini. Pilih petugas lain.")
        row.assigned_to = to
        row.save(update_fields=["assigned_to"])
        record(
            "application.reassigned",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"to": to.name, "to_id": to.pk},
            now=now,
        )
        case.tell_officer(row, "officer_assigned", by=actor, dedupe=now.isoformat(), now=now)
    return row


def pause_for_disturbance(*, actor: Actor, application: Application, reason: str, now: datetime) -> Application:
    """Stop the clock because of a disturbance (network, power, devices, staff), with a reason that the citizen reads.

    Raises ActionRefused without a reason or when the clock stands already.
    """
    why = reason.replace("\x00", "").strip()  # it stands in the clear, and PostgreSQL keeps no NUL
    if not why or len(why) > rules.PAUSE_REASON_MAX:
        raise rules.ActionRefused(f"Tulis sebab gangguan, paling panjang {rules.PAUSE_REASON_MAX} huruf.")
    with transaction.atomic():
        row = case.begin(states.PAUSE, actor=actor, application=application)
        clock.stop(row, kind=rules.DISTURBANCE_PAUSE, reason=why, now=now)
        record(
            "application.paused",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"reason": why},
            now=now,
        )
    return row


def resume(*, actor: Actor, application: Application, now: datetime) -> Application:
    """The disturbance is over: the clock runs again, and the citizen is told when the date became later."""
    with transaction.atomic():
        row = case.begin(states.RESUME, actor=actor, application=application)
        later = clock.run_again(row, now=now)
        record("application.resumed", actor=actor, subject=row.reference, organisation=row.organisation, now=now)
        case.tell_if_later(row, later, now=now)
    return row


def unmask_field(*, actor: Officer, application: Application, field: str, reason: str, now: datetime) -> str:
    """Show one personal value of the applicant to an officer who says why; the record keeps who, which and why.

    Raises NotAllowed for a stranger, ActionRefused for a field that is not masked; people's own error without reason.
    """
    access.demand(actor, access.UNMASK, application)
    if field not in MASKED_FIELDS:
        raise rules.ActionRefused("Isian ini tidak disamarkan.")
    return people.unmask(
        officer=actor,
        subject=application.reference,
        field=field,
        reason=reason,
        value_of=lambda: str(getattr(application, field)),
        organisation=application.organisation,
        now=now,
    )


def _cancel(payment: Payment) -> None:
    payment.state = PaymentState.CANCELLED
    payment.save(update_fields=["state"])
