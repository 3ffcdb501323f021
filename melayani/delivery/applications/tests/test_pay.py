"""Asking for a levy, the proof, the confirmation; the clock stands meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.applications import actions, rules, states
from melayani.delivery.applications.models import Application, Pause
from melayani.delivery.applications.tests import factories
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITI = Citizen(token="sesi-siti")


def test_the_citizen_is_told_amount_and_code(world: World, now: datetime) -> None:
    row = factories.application_in(states.AWAITING_PAYMENT, world=world, now=now)
    payment = row.payments.get()
    body = OutboxMessage.objects.get(event="application.payment_requested").body
    assert "Rp25.000" in body
    assert payment.code in body
    assert Pause.objects.open().get(application=row).kind == rules.PAYMENT_PAUSE


def test_paying_moves_the_due_date_by_the_pause(world: World, now: datetime) -> None:
    row = factories.application_in(states.AWAITING_PAYMENT, world=world, now=now)
    assert row.due_at is not None
    actions.confirm_payment(actor=world.bontang_processor, application=row, now=now + timedelta(days=1))
    paid = Application.objects.get(pk=row.pk)
    assert paid.state == states.IN_REVIEW
    assert paid.due_at == row.due_at + timedelta(days=1)
    assert paid.payments.get().state == "confirmed"


def test_the_proof_is_the_citizens_and_needs_the_secret(world: World, now: datetime) -> None:
    row = factories.application_in(states.AWAITING_PAYMENT, world=world, now=now)
    file = factories.uploaded(SITI, now=now)
    with pytest.raises(actions.NotAllowed):
        actions.give_payment_proof(actor=SITI, application=row, attachment=file, secret="salah", now=now)
    actions.give_payment_proof(actor=SITI, application=row, attachment=file, secret=row.secret, now=now)
    payment = row.payments.get()
    assert (payment.state, payment.proof_id) == ("proof_given", file)
    foreign = factories.uploaded(world.bengkalis_counter, now=now)
    with pytest.raises(actions.InputRefused):
        actions.give_payment_proof(actor=SITI, application=row, attachment=foreign, secret=row.secret, now=now)


def test_a_free_service_asks_for_no_money(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    with pytest.raises(actions.ActionRefused, match="gratis"):
        actions.request_payment(actor=world.bontang_processor, application=row, amount=1000, now=now)


@pytest.mark.parametrize("amount", [0, -1, 10**13])
def test_a_senseless_amount_is_refused(amount: int, world: World, now: datetime) -> None:
    service = factories.licence_with_levy(world.bontang)
    row = factories.application_in(states.IN_REVIEW, world=world, now=now, service=service)
    with pytest.raises(actions.ActionRefused):
        actions.request_payment(actor=world.bontang_processor, application=row, amount=amount, now=now)


def test_money_may_be_asked_twice_with_two_codes(world: World, now: datetime) -> None:
    row = factories.application_in(states.AWAITING_PAYMENT, world=world, now=now)
    actions.confirm_payment(actor=world.bontang_processor, application=row, now=now + timedelta(hours=3))
    actions.request_payment(actor=world.bontang_processor, application=row, amount=5, now=now + timedelta(hours=4))
    codes = list(row.payments.values_list("code", flat=True))
    assert len(set(codes)) == 2


def test_withdrawing_cancels_the_request(world: World, now: datetime) -> None:
    row = factories.application_in(states.AWAITING_PAYMENT, world=world, now=now)
    actions.withdraw(actor=SITI, application=row, secret=row.secret, now=now + timedelta(days=1))
    assert row.payments.get().state == "cancelled"
    assert not Pause.objects.open().filter(application=row).exists()
