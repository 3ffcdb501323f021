"""Who may do what after filing: every verb of the office by strangers, each role, the unit complained about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from melayani.foundation.audit import Actor
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import history
from melayani.foundation.messaging.models import OutboxMessage
from melayani.voice.complaints import actions, states
from melayani.voice.complaints.models import Complaint, Entry
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, SITI, fresh

pytestmark = pytest.mark.django_db
Deed = Callable[[Town, Actor, Complaint, datetime], Any]

# verb: the state in which it can be done, and the deed
DEEDS: dict[str, tuple[str, Deed]] = {
    states.VERIFY: (
        "filed",
        lambda t, who, row, now: actions.verify(actor=who, complaint=row, complaint_class="aspiration", now=now),
    ),
    states.REJECT: (
        "filed",
        lambda t, who, row, now: actions.reject(actor=who, complaint=row, outcome="unclear", reason="X", now=now),
    ),
    states.REQUEST_COMPLETION: (
        "filed",
        lambda t, who, row, now: actions.request_completion(actor=who, complaint=row, question="X", now=now),
    ),
    states.TRANSFER_OUT: (
        "filed",
        lambda t, who, row, now: actions.transfer_out(actor=who, complaint=row, body="PLN", reason="X", now=now),
    ),
    states.CONVERT: (
        "filed",
        lambda t, who, row, now: actions.convert(actor=who, complaint=row, kind="aspiration", now=now),
    ),
    states.SET_ABOUT: (
        "filed",
        lambda t, who, row, now: actions.set_about(actor=who, complaint=row, about=t.works, now=now),
    ),
    states.RECLASSIFY: (
        "verified",
        lambda t, who, row, now: actions.reclassify(
            actor=who, complaint=row, complaint_class="aspiration", reason="X", now=now
        ),
    ),
    states.FORWARD: (
        "verified",
        lambda t, who, row, now: actions.forward(actor=who, complaint=row, to=t.unit, instruction="X", now=now),
    ),
    states.PUBLISH: (
        "verified",
        lambda t, who, row, now: actions.publish(actor=who, complaint=row, title="X", text="Y", now=now),
    ),
    states.WITHHOLD: (
        "verified",
        lambda t, who, row, now: actions.withhold(actor=who, complaint=row, reason="X", now=now),
    ),
    states.REDACT: (
        "published",
        lambda t, who, row, now: actions.redact(actor=who, complaint=row, title="X", text="Y", now=now),
    ),
    states.RETURN_DISPOSITION: (
        "forwarded",
        lambda t, who, row, now: actions.return_disposition(actor=who, complaint=row, reason="X", now=now),
    ),
    states.FOLLOW_UP: (
        "forwarded",
        lambda t, who, row, now: actions.follow_up(actor=who, complaint=row, text="X", public=True, now=now),
    ),
    states.ANSWER: ("forwarded", lambda t, who, row, now: actions.answer(actor=who, complaint=row, text="X", now=now)),
    states.ADD_NOTE: (
        "forwarded",
        lambda t, who, row, now: actions.add_note(actor=who, complaint=row, text="X", now=now),
    ),
    states.RECORD_EXTERNAL_NUMBER: (
        "forwarded",
        lambda t, who, row, now: actions.record_external_number(
            actor=who, complaint=row, external_number="77", now=now
        ),
    ),
    states.CORRECT_ANSWER: (
        "answered",
        lambda t, who, row, now: actions.correct_answer(
            actor=who, complaint=row, entry=row.entries.get(kind="answer"), text="X", now=now
        ),
    ),
    states.REOPEN: ("answered", lambda t, who, row, now: actions.reopen(actor=who, complaint=row, reason="X", now=now)),
}
STRANGERS = ("stranger", "regency_liaison", "works_liaison", "auditor", "bureau", "inspectorate_liaison")
# decided where the report was received, never by the unit that was asked to answer
COORDINATORS = (
    states.RECLASSIFY,
    states.PUBLISH,
    states.WITHHOLD,
    states.REDACT,
    states.VERIFY,
    states.REJECT,
    states.TRANSFER_OUT,
    states.CONVERT,
    states.SET_ABOUT,
)


def case_in(stage: str, town: Town, now: datetime) -> Complaint:
    return factories.filed(town, now=now) if stage == "filed" else getattr(working, stage)(town, now=now)


def marks() -> tuple[int, int, int]:
    return Event.objects.count(), Entry.objects.count(), OutboxMessage.objects.count()


def test_every_verb_of_the_office_is_here() -> None:
    assert set(DEEDS) | {states.MERGE_INTO} == set(states.VERBS)


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_strangers_change_nothing(town: Town, now: datetime, verb: str) -> None:
    stage, deed = DEEDS[verb]
    row = case_in(stage, town, now)
    before, state = marks(), fresh(row).state
    people: list[Actor] = [getattr(town, name) for name in STRANGERS]
    for who in (*people, town.people.bontang_counter, SITI):
        with pytest.raises(actions.NotAllowed):
            deed(town, who, row, now + 9 * HOUR)
    assert (marks(), fresh(row).state) == (before, state)


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_the_office_does_it_with_one_record(town: Town, now: datetime, verb: str) -> None:
    stage, deed = DEEDS[verb]
    row = case_in(stage, town, now)
    about_it = Event.objects.filter(subject_kind="complaint")
    before = about_it.count()
    deed(town, town.registry_liaison, row, now + 9 * HOUR)
    assert about_it.count() == before + 1
    event = about_it.latest("pk")
    assert event.person_id == town.registry_liaison.person_id
    assert factories.STORY not in str(event.data)
    sentence = history(row.reference)[0].text
    assert sentence != event.name
    assert "…" not in sentence  # every value that the words need is there


@pytest.mark.parametrize("verb", COORDINATORS)
def test_the_unit_that_answers_does_not_decide_about_the_case(town: Town, now: datetime, verb: str) -> None:
    row = working.forwarded(town, now=now)
    before = marks()
    with pytest.raises(actions.NotAllowed):
        DEEDS[verb][1](town, town.unit_liaison, row, now + 9 * HOUR)
    assert marks() == before


@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_nobody_at_the_unit_complained_about_touches_a_case_of_misconduct(town: Town, now: datetime, verb: str) -> None:
    row = factories.oversight(town, now=now)
    if DEEDS[verb][0] != "filed":
        row = actions.verify(actor=town.city_liaison, complaint=row, complaint_class="oversight", now=now + HOUR)
    if DEEDS[verb][0] == "answered":
        row = actions.answer(actor=town.city_liaison, complaint=row, text="X", now=now + 2 * HOUR)
    before = marks()
    for who in (town.registry_liaison, town.people.bontang_head, town.unit_liaison, town.unit_head):
        with pytest.raises(actions.NotAllowed):
            DEEDS[verb][1](town, who, row, now + 9 * HOUR)
    assert marks() == before
