"""Return for correction: the clock stands, the citizen answers only that, the clock runs again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from melayani.delivery.applications import actions, rules, states
from melayani.delivery.applications.models import Application, Pause
from melayani.delivery.applications.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.people import Citizen
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
SITI = Citizen(token="sesi-siti")
BRING = [rules.Given(2, rules.BRING)]


def fresh(row: Application) -> Application:
    return Application.objects.get(pk=row.pk)


def test_returning_stops_the_clock_and_says_why(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    assert row.state == states.RETURNED
    assert Pause.objects.open().get(application=row).kind == rules.RETURNED_PAUSE
    message = OutboxMessage.objects.get(event="application.returned")
    assert "syarat 2 (Salinan KK): Cap tidak terbaca." in message.body
    assert Event.objects.get(name="application.returned").data == {"requirements": "syarat 2", "round": 1}


def test_returning_needs_something_not_met(world: World, now: datetime) -> None:
    row = factories.application_in(states.IN_REVIEW, world=world, now=now)
    factories.judge_all(world, row, now)
    with pytest.raises(actions.ActionRefused, match="Nilai dahulu"):
        actions.return_for_correction(actor=world.bontang_processor, application=row, now=now)


def test_the_answer_moves_the_due_date_by_the_days_of_the_pause(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)  # Monday 10.00 WIB; promised until Monday 23
    assert row.due_at is not None
    actions.answer_return(
        actor=SITI, application=row, answers=BRING, secret=row.secret, now=now + timedelta(days=2, hours=1)
    )
    answered = fresh(row)
    assert answered.state == states.IN_REVIEW
    # the pause held at the opening of Tuesday and Wednesday: two working days more
    assert answered.due_at == row.due_at + timedelta(days=2)
    assert not Pause.objects.open().filter(application=row).exists()
    assert OutboxMessage.objects.filter(event="application.later_due").count() == 1


def test_a_clock_from_complete_papers_starts_anew(world: World, now: datetime) -> None:
    service = factories.birth_certificate(world.bontang, clock_starts="berkas lengkap dan benar")
    row = factories.returned_case(world, now=now, service=service)
    answered_at = now + timedelta(days=2)
    actions.answer_return(actor=SITI, application=row, answers=BRING, secret=row.secret, now=answered_at)
    answered = fresh(row)
    assert answered.clock_started_at == answered_at
    assert row.due_at is not None
    assert answered.due_at == row.due_at + timedelta(days=2)  # five working days from Wednesday


def test_the_answered_requirement_waits_to_be_judged_again(world: World, now: datetime) -> None:
    row = factories.answered_again(world, now=now)
    answer = row.answers.get(number=2)
    assert (answer.judgement, answer.round, answer.previous_reason) == (rules.UNJUDGED, 2, "Cap tidak terbaca.")
    assert row.answers.get(number=1).judgement == rules.MET


def test_new_files_stand_beside_the_old_ones_with_their_round(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    file = factories.uploaded(SITI, now=now)
    given = [rules.Given(2, rules.UPLOAD, files=(file,))]
    actions.answer_return(actor=SITI, application=row, answers=given, secret=row.secret, now=now + timedelta(days=1))
    assert [(one.round, one.attachment_id) for one in row.answers.get(number=2).files.all()] == [(2, file)]


@pytest.mark.parametrize(
    "given",
    [
        [],
        [rules.Given(1, rules.BRING)],
        [rules.Given(2, rules.BRING), rules.Given(1, rules.BRING)],
        [rules.Given(2, rules.BRING), rules.Given(2, rules.BRING)],
        [rules.Given(2, rules.UPLOAD)],
        [rules.Given(2, rules.NOT_APPLICABLE)],
    ],
)
def test_only_the_returned_requirement_is_answered(given: list[rules.Given], world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    with pytest.raises(actions.InputRefused):
        actions.answer_return(actor=SITI, application=row, answers=given, secret=row.secret, now=now)
    assert fresh(row).state == states.RETURNED
    assert row.answers.get(number=1).round == 1


def test_without_the_secret_nobody_answers(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    other = factories.filed(world, now=now)
    for secret in ("", "salah", other.secret):
        with pytest.raises(actions.NotAllowed):
            actions.answer_return(actor=SITI, application=row, answers=BRING, secret=secret, now=now)
    with pytest.raises(actions.NotAllowed):
        actions.answer_return(actor=world.bengkalis_counter, application=row, answers=BRING, now=now)


def test_a_second_answer_is_too_late(world: World, now: datetime) -> None:
    row = factories.returned_case(world, now=now)
    later = now + timedelta(days=1)
    actions.answer_return(actor=SITI, application=row, answers=BRING, secret=row.secret, now=later)
    with pytest.raises(actions.ActionRefused):
        actions.answer_return(actor=SITI, application=row, answers=BRING, secret=row.secret, now=later)
    assert Event.objects.filter(name="application.answered").count() == 1
