"""The reporter completes, replies, agrees, contests, withdraws; each by the secret of the case alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from melayani.voice.complaints import access, actions, states
from melayani.voice.complaints.models import Complaint, Pause, Publication
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, SITI, events, fresh, told

pytestmark = pytest.mark.django_db


def asked(town: Town, now: datetime, *, verify_first: bool = True) -> Complaint:
    row = working.verified(town, now=now) if verify_first else factories.filed(town, now=now)
    return actions.request_completion(
        actor=town.registry_liaison, complaint=row, question="Di jalan mana?", now=now + 2 * HOUR
    )


def test_a_question_stops_the_clocks_and_the_answer_runs_them_again(town: Town, now: datetime) -> None:
    row = asked(town, now)
    before = row.due_at
    assert (row.state, row.next_due_at, row.escalate_at) == (states.NEEDS_COMPLETION, None, None)
    assert Pause.objects.open().filter(complaint=row).count() == 1
    (message,) = working.to_reporter(row, "completion_requested")
    assert "Di jalan mana?" in message.body
    later = now + timedelta(days=7)
    row = actions.complete(actor=SITI, complaint=row, secret=row.secret, text="Jalan Contoh 3.", now=later)
    assert row.state == states.IN_PROGRESS
    assert row.closes_at is None
    assert row.due_at is not None
    assert before is not None
    assert (row.due_at - before).days == 7  # five working days later: a week
    assert not Pause.objects.open().filter(complaint=row).exists()
    assert told(row, "officer_heard") == [town.registry_liaison.person.email]
    assert len(working.to_reporter(row, "later_due")) == 1
    assert events(row)[-2:] == ["completion_requested", "completed"]


def test_a_question_before_verification_goes_back_to_the_verifier(town: Town, now: datetime) -> None:
    row = asked(town, now, verify_first=False)
    row = actions.complete(
        actor=SITI, complaint=row, secret=row.secret, text="Jalan Contoh 3.", now=now + timedelta(days=3)
    )
    assert row.state == states.RECEIVED
    assert row.verify_due_at is not None
    assert row.verify_due_at.astimezone(town.registry.zone).date().isoformat() == "2026-03-24"


def test_a_reply_to_an_answer_is_not_silence(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    before = row.closes_at
    row = actions.reply(actor=SITI, complaint=row, secret=row.secret, text="Sampai kapan?", now=now + timedelta(days=7))
    assert row.state == states.ANSWERED
    assert row.closes_at is not None
    assert before is not None
    assert (row.closes_at - before).days == 7
    assert told(row, "officer_heard") == [town.unit_liaison.person.email]
    assert events(row)[-1] == "replied"


def test_resolved_is_what_the_reporter_says(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    row = actions.confirm(
        actor=SITI, complaint=row, secret=row.secret, satisfaction=3, note="Lumayan.", now=now + 4 * HOUR
    )
    assert (row.state, row.outcome, row.satisfaction) == (states.CLOSED, states.RESOLVED, 3)
    assert fresh(row).satisfaction_note == "Lumayan."
    assert row.closes_at is None
    assert events(row)[-1] == "confirmed"


def test_a_contest_opens_the_case_under_a_new_clock(town: Town, now: datetime) -> None:
    row = working.contested(town, now=now)
    assert (row.state, row.round, row.outcome, row.closes_at) == (states.REOPENED, 2, "", None)
    assert row.follow_up_due_at is not None
    assert row.follow_up_due_at.astimezone(town.unit.zone).date().isoformat() == "2026-03-23"
    assert row.next_due_at == row.follow_up_due_at
    assert told(row, "officer_heard") == [town.unit_liaison.person.email]
    row = actions.answer(actor=town.unit_liaison, complaint=row, text="Sudah diaspal.", now=now + 9 * HOUR)
    assert row.state == states.ANSWERED
    assert row.first_answered_at == now + 3 * HOUR
    assert row.answered_at == now + 9 * HOUR
    assert events(row)[-2:] == ["contested", "answered"]


def test_a_withdrawn_report_is_over_and_out_of_the_public_list(town: Town, now: datetime) -> None:
    row = working.published(town, now=now)
    row = actions.withdraw(actor=SITI, complaint=row, secret=row.secret, now=now + 3 * HOUR)
    assert (row.state, row.outcome, row.publication) == (states.CLOSED, "withdrawn", Publication.WITHHELD)
    assert not access.public().exists()
    assert told(row, "officer_heard") == [town.registry_liaison.person.email]
    assert len(working.to_reporter(row, "withdrawn")) == 1
    assert events(row)[-1] == "withdrawn"


def test_an_answered_report_is_not_withdrawn(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    with pytest.raises(actions.ActionRefused):
        actions.withdraw(actor=SITI, complaint=row, secret=row.secret, now=now + 4 * HOUR)


def test_an_anonymous_reporter_hears_and_speaks_like_everybody(town: Town, now: datetime) -> None:
    row = factories.anonymous(town, now=now)
    row = actions.verify(actor=town.registry_liaison, complaint=row, complaint_class="non_oversight", now=now + HOUR)
    row = actions.answer(actor=town.registry_liaison, complaint=row, text="Sudah.", now=now + 2 * HOUR)
    assert len(working.to_reporter(row, "answered")) == 1
    row = actions.contest(actor=SITI, complaint=row, secret=row.secret, reason="Belum.", now=now + 3 * HOUR)
    assert row.state == states.REOPENED
    assert row.name == row.email == ""


VERBS: dict[str, Callable[[Complaint, str, datetime], Any]] = {
    "reply": lambda row, key, now: actions.reply(actor=SITI, complaint=row, secret=key, text="Halo.", now=now),
    "confirm": lambda row, key, now: actions.confirm(actor=SITI, complaint=row, secret=key, satisfaction=4, now=now),
    "contest": lambda row, key, now: actions.contest(actor=SITI, complaint=row, secret=key, reason="X", now=now),
    "withdraw": lambda row, key, now: actions.withdraw(actor=SITI, complaint=row, secret=key, now=now),
    "complete": lambda row, key, now: actions.complete(actor=SITI, complaint=row, secret=key, text="X", now=now),
    "rate": lambda row, key, now: actions.rate(actor=SITI, complaint=row, secret=key, satisfaction=4, now=now),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_without_the_secret_nobody_speaks_for_the_reporter(town: Town, now: datetime, verb: str) -> None:
    row = working.answered(town, now=now)
    other = working.answered(town, now=now, email="tono@contoh.id", text="Antrean di loket tiga selalu panjang sekali.")
    before = len(events(row))
    for key in ("", "salah", other.secret):
        with pytest.raises(actions.NotAllowed):
            VERBS[verb](row, key, now + 5 * HOUR)
    assert fresh(row).state == states.ANSWERED
    assert len(events(row)) == before


@pytest.mark.parametrize("who", ["registry_liaison", "unit_head", "city_liaison"])
def test_no_office_agrees_with_itself(town: Town, now: datetime, who: str) -> None:
    row = working.answered(town, now=now)
    with pytest.raises(actions.NotAllowed):
        actions.confirm(actor=getattr(town, who), complaint=row, secret="", satisfaction=4, now=now + 4 * HOUR)
    with pytest.raises(actions.NotAllowed):
        actions.withdraw(actor=getattr(town, who), complaint=row, secret="", now=now + 4 * HOUR)


@pytest.mark.parametrize("satisfaction", [0, 5, -1])
def test_satisfaction_is_one_to_four(town: Town, now: datetime, satisfaction: int) -> None:
    row = working.answered(town, now=now)
    with pytest.raises(actions.InputRefused):
        actions.confirm(actor=SITI, complaint=row, secret=row.secret, satisfaction=satisfaction, now=now + 4 * HOUR)


def test_empty_words_are_refused_by_field(town: Town, now: datetime) -> None:
    row = working.answered(town, now=now)
    with pytest.raises(actions.InputRefused) as refusal:
        actions.contest(actor=SITI, complaint=row, secret=row.secret, reason=" ", now=now + 4 * HOUR)
    assert set(refusal.value.problems) == {"text"}
