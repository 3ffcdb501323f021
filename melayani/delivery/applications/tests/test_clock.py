"""Disturbances, real time taken, and what is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from melayani.delivery.applications import actions, queries, rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit import SYSTEM
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people.tests.factories import World
from melayani.foundation.workdays.actions import add_local_holiday

pytestmark = pytest.mark.django_db


def fresh(row: Application) -> Application:
    return Application.objects.get(pk=row.pk)


def test_a_disturbance_moves_the_due_date_and_is_told_once(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    processor = world.bontang_processor
    actions.pause_for_disturbance(actor=processor, application=row, reason="Listrik padam", now=now)
    with pytest.raises(actions.ActionRefused, match="Jam sudah berhenti"):
        actions.pause_for_disturbance(actor=processor, application=row, reason="Lagi", now=now)
    assert fresh(row).due_at == row.due_at
    actions.resume(actor=processor, application=row, now=now + timedelta(days=3))
    assert row.due_at is not None
    assert fresh(row).due_at == row.due_at + timedelta(days=3)
    assert OutboxMessage.objects.filter(event="application.later_due").count() == 1


def test_a_pause_within_a_day_moves_nothing_and_tells_nobody(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    processor = world.bontang_processor
    actions.pause_for_disturbance(actor=processor, application=row, reason="Jaringan", now=now)
    actions.resume(actor=processor, application=row, now=now + timedelta(hours=1))
    assert fresh(row).due_at == row.due_at
    assert not OutboxMessage.objects.filter(event="application.later_due").exists()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_disturbance_needs_a_short_reason(reason: str, world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    with pytest.raises(actions.ActionRefused):
        actions.pause_for_disturbance(actor=world.bontang_processor, application=row, reason=reason, now=now)


def test_resuming_what_runs_is_refused(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    with pytest.raises(actions.ActionRefused, match="tidak sedang berhenti"):
        actions.resume(actor=world.bontang_processor, application=row, now=now)


def test_a_local_holiday_is_skipped(world: World, now: datetime) -> None:
    add_local_holiday(actor=SYSTEM, organisation=world.bontang, day=date(2026, 3, 18), name="Hari jadi kota", now=now)
    row = factories.filed(world, now=now)
    assert row.due_at is not None
    assert row.due_at.astimezone(world.bontang.zone).date() == date(2026, 3, 24)


def test_the_time_taken_is_counted_like_the_promise(world: World, now: datetime) -> None:
    row = factories.application_in(states.VERIFIED, world=world, now=now)
    later = now + timedelta(days=4)  # Friday: the fourth working day after Monday
    actions.approve(actor=world.bontang_approver, application=row, now=later)
    actions.issue_result(actor=world.bontang_approver, application=row, now=later)
    assert fresh(row).working_days_taken == Decimal(4)


def test_days_of_a_return_are_not_the_offices(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    back = now + timedelta(days=3)
    actions.answer_return(actor=world.bontang_counter, application=row, answers=[rules.Given(2, rules.BRING)], now=back)
    actions.refuse(actor=world.bontang_approver, application=row, reason="Tidak sah.", now=back + timedelta(days=1))
    assert fresh(row).working_days_taken == Decimal(1)


def test_a_refusal_during_a_disturbance_ends_the_pause(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    actions.pause_for_disturbance(actor=world.bontang_processor, application=row, reason="Listrik", now=now)
    actions.refuse(actor=world.bontang_approver, application=row, reason="Tidak sah.", now=now + timedelta(days=2))
    assert fresh(row).pauses.get().until == now + timedelta(days=2)


def test_late_means_after_the_due_moment_while_the_clock_runs(world: World, now: datetime) -> None:
    row = factories.overdue(world, now=now)
    view = queries.case_for_citizen(row.number, row.secret, now)
    assert view.is_late(now)
    assert Application.objects.overdue(now).get() == row
    actions.pause_for_disturbance(actor=world.bontang_processor, application=row, reason="Listrik", now=now)
    assert not queries.case_for_citizen(row.number, row.secret, now).is_late(now)
    actions.withdraw(actor=world.bontang_counter, application=row, now=now)
    assert not queries.case_for_citizen(row.number, row.secret, now).is_late(now)


def test_the_reason_of_a_pause_is_kept_as_both_databases_can(world: World, now: datetime) -> None:
    row = factories.filed(world, now=now)
    actions.pause_for_disturbance(
        actor=world.bontang_processor, application=row, reason="Listrik\x00 padam", now=now + timedelta(hours=1)
    )
    assert row.pauses.get().reason == "Listrik padam"
    with pytest.raises(actions.ActionRefused, match="sebab gangguan"):
        actions.pause_for_disturbance(actor=world.bontang_processor, application=row, reason="\x00", now=now)
