"""Several at once on real connections: one word counts, the other hears how the case stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from melayani.voice.complaints import actions, states
from melayani.voice.complaints.models import Entry, Escalation
from melayani.voice.complaints.tests import factories, working
from melayani.voice.complaints.tests.factories import Town
from melayani.voice.complaints.tests.working import HOUR, SITI, events, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[int], str]) -> list[str]:
    """Run `work` in `count` threads that start together; return what each answered, sorted."""
    answers: list[str] = []
    gate = threading.Barrier(count)

    def run(place: int) -> None:
        gate.wait()
        try:
            answers.append(work(place))
        except actions.ActionRefused as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_two_officers_answer_and_the_reporter_gets_one_answer(town: Town, now: datetime) -> None:
    row = working.forwarded(town, now=now)
    officers = [town.unit_liaison, town.unit_head]

    def answer(place: int) -> str:
        actions.answer(actor=officers[place], complaint=row, text=f"Jawaban {place}.", now=now + 3 * HOUR)
        return "answered"

    assert at_once(2, answer) == ["ActionRefused", "answered"]
    assert Entry.objects.filter(complaint=row, kind="answer").count() == 1
    assert len(working.to_reporter(row, "answered")) == 1
    assert events(row).count("answered") == 1


def test_the_reporter_contests_while_the_worker_closes(town: Town, now: datetime) -> None:
    """Whoever is first, the reporter is heard: the worker closes nothing, or what it closed is opened again."""
    row = working.answered(town, now=now)
    late = now + timedelta(days=40)

    def act(place: int) -> str:
        if place:
            return str(actions.close_silent(complaint=row, now=late))
        return actions.contest(actor=SITI, complaint=row, secret=row.secret, reason="Belum.", now=late).state

    outcome = at_once(2, act)
    assert outcome in (["False", states.REOPENED], ["True", states.REOPENED])
    assert (fresh(row).state, fresh(row).round) == (states.REOPENED, 2)


def test_two_workers_climb_a_rung_once(town: Town, now: datetime) -> None:
    row = factories.filed(town, now=now)
    assert row.verify_due_at is not None
    due = row.verify_due_at - timedelta(hours=24)
    assert at_once(2, lambda _: str(actions.escalate(complaint=row, now=due))) == ["0", "1"]
    assert Escalation.objects.count() == 1
    assert len(working.to_reporter(row, "officer_escalated")) == 1


def test_two_officers_join_each_others_report(town: Town, now: datetime) -> None:
    """Neither waits for ever: the rows are locked in one order, and the second is told what the first did."""
    rows = [
        working.verified(town, now=now, email=f"w{place}@contoh.id", text=f"Lubang jalan itu lagi, laporan {place}.")
        for place in range(2)
    ]

    def join(place: int) -> str:
        actions.merge_into(
            actor=town.registry_liaison, complaint=rows[place], master=rows[1 - place], now=now + 2 * HOUR
        )
        return "joined"

    assert at_once(2, join) == ["ActionRefused", "joined"]
