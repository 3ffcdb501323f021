"""Ask for a levy, take the proof, confirm the money."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from melayani.delivery.applications import case, clock, given, rules, states
from melayani.delivery.applications.models import Application, Payment, PaymentState
from melayani.foundation.audit import Actor, record


def request_payment(*, actor: Actor, application: Application, amount: int, now: datetime) -> Payment:
    """Ask the citizen for `amount` rupiah with a code to write on the transfer; the clock stands until it is paid.

    Raises ActionRefused for an amount below one, or when the standard says that the service is free and names no levy.
    """
    with transaction.atomic():
        row = case.begin(states.REQUEST_PAYMENT, actor=actor, application=application)
        _check_amount(row, amount)
        count = row.payments.count() + 1
        payment = Payment.objects.create(
            application=row, amount=amount, code=f"{row.number[4:12]}-{count}", requested_at=now
        )
        case.advance(row, states.REQUEST_PAYMENT)
        clock.stop(row, kind=rules.PAYMENT_PAUSE, now=now)
        record(
            "application.payment_requested",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"amount": amount, "code": payment.code},
            now=now,
        )
        case.tell(row, "payment_requested", now=now, amount=amount, code=payment.code)
    return payment


def give_payment_proof(
    *, actor: Actor, application: Application, attachment: UUID, now: datetime, secret: str = ""
) -> Payment:
    """Hand in the proof of the transfer (the id of an uploaded file); an officer still confirms the money.

    Raises NotAllowed without the secret (or a role at the unit), ActionRefused when nothing is to be paid.
    """
    with transaction.atomic():
        row = case.begin(states.GIVE_PROOF, actor=actor, application=application, secret=secret)
        payment = _unpaid(row)
        payment.proof = given.claim_for(row.reference, [attachment], actor=actor, now=now)[0]
        payment.state = PaymentState.PROOF_GIVEN
        payment.save(update_fields=["proof", "state"])
        record(
            "application.payment_proof_given",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"code": payment.code},
            now=now,
        )
    return payment


def confirm_payment(*, actor: Actor, application: Application, now: datetime) -> Payment:
    """The money is there: the case goes on and the clock runs again. Raises ActionRefused when nothing is unpaid."""
    with transaction.atomic():
        row = case.begin(states.CONFIRM_PAYMENT, actor=actor, application=application)
        payment = _unpaid(row)
        payment.state, payment.confirmed_at = PaymentState.CONFIRMED, now
        payment.save(update_fields=["state", "confirmed_at"])
        case.advance(row, states.CONFIRM_PAYMENT)
        later = clock.run_again(row, now=now)
        record(
            "application.payment_confirmed",
            actor=actor,
            subject=row.reference,
            organisation=row.organisation,
            data={"amount": payment.amount, "code": payment.code},
            now=now,
        )
        case.tell_if_later(row, later, now=now)
    return payment


def _unpaid(application: Application) -> Payment:
    payment = application.payments.unpaid().select_for_update(of=("self",)).first()
    if payment is None:
        raise rules.ActionRefused(gettext("Tidak ada pembayaran yang diminta pada permohonan ini."))
    return payment


def _check_amount(application: Application, amount: int) -> None:
    standard = application.standard
    if not 1 <= amount <= rules.AMOUNT_MAX:
        raise rules.ActionRefused("Isi jumlah dalam rupiah, paling sedikit Rp1.")
    if standard.fee_amount == 0 and not standard.levy_text:
        raise rules.ActionRefused("Standar layanan ini menyebut layanan gratis, jadi pembayaran tidak dapat diminta.")
