"""News that travels upward: once per consumer, in order per case, again after a fault, never twice."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections

from melayani.foundation.audit import news, on_event, record, tick
from melayani.foundation.audit.models import Event, Heartbeat, PendingReaction
from melayani.foundation.audit.tests.factories import CASE, CLERK, MONDAY, OTHER_CASE, happened
from melayani.foundation.audit.worker import LONGEST_WAIT, react_to_news, work_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_reactions")]
SECOND = timedelta(seconds=1)


class Hearer:
    """A consumer that writes down what it heard and fails as often as it is told."""

    def __init__(self, *names: str, consumer: str = "surveys", failures: int = 0) -> None:
        self.heard: list[tuple[str, str]] = []
        self.failures = failures
        on_event(*names, consumer=consumer)(self.react)

    def react(self, event: Event, now: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("gateway away")
        self.heard.append((event.subject_number, event.name))


def _count_runs(name: str, *, every: timedelta) -> list[datetime]:
    runs: list[datetime] = []

    @tick(name, every=every)
    def run(now: datetime) -> int:
        runs.append(now)
        return 1

    return runs


def test_news_is_taken_once() -> None:
    hearer = Hearer("case.issued")
    happened("case.issued")
    happened("case.filed")
    assert react_to_news(MONDAY) == 1
    assert react_to_news(MONDAY) == 0
    assert hearer.heard == [(CASE.number, "case.issued")]


def test_a_reaction_that_fails_is_tried_later_each_time_later() -> None:
    hearer = Hearer("case.issued", failures=3)
    happened("case.issued")
    waits = []
    now = MONDAY
    for attempt in range(1, 4):
        assert react_to_news(now) == 0
        row = PendingReaction.objects.failing().get()
        assert row.attempts == attempt
        assert "gateway away" in row.last_error
        assert react_to_news(row.next_attempt_at - SECOND) == 0
        waits.append(row.next_attempt_at - now)
        now = row.next_attempt_at
    assert waits == sorted(waits)
    assert len(set(waits)) == 3
    assert react_to_news(now) == 1
    assert len(hearer.heard) == 1
    assert not PendingReaction.objects.exists()


def test_the_wait_is_never_longer_than_an_hour() -> None:
    Hearer("case.issued", failures=1)
    happened("case.issued")
    PendingReaction.objects.update(attempts=5000)
    react_to_news(MONDAY)
    assert PendingReaction.objects.get().next_attempt_at == MONDAY + LONGEST_WAIT


def test_what_a_failing_reaction_wrote_is_undone() -> None:
    def half(event: Event, now: datetime) -> None:
        record("survey.invited", actor=CLERK, subject=CASE, now=now)
        raise RuntimeError("after the first half")

    on_event("case.issued", consumer="surveys")(half)
    happened("case.issued")
    react_to_news(MONDAY)
    assert not Event.objects.filter(name="survey.invited").exists()


def test_one_failing_consumer_does_not_stop_another() -> None:
    Hearer("case.issued", consumer="broken", failures=9)
    sound = Hearer("case.issued", consumer="sound")
    happened("case.issued")
    assert react_to_news(MONDAY) == 1
    assert len(sound.heard) == 1


def test_order_is_kept_per_case_and_only_there() -> None:
    hearer = Hearer("case.filed", "case.issued", failures=1)
    happened("case.filed")
    happened("case.issued")
    happened("case.filed", case=OTHER_CASE)
    react_to_news(MONDAY)
    assert hearer.heard == [(OTHER_CASE.number, "case.filed")]
    react_to_news(MONDAY + timedelta(hours=1))
    assert hearer.heard[1:] == [(CASE.number, "case.filed"), (CASE.number, "case.issued")]


def test_a_long_queue_behind_one_failing_event_does_not_starve_others() -> None:
    hearer = Hearer("case.filed", failures=1)
    for _ in range(6):
        happened("case.filed")
    happened("case.filed", case=OTHER_CASE)
    for second in range(3):
        react_to_news(MONDAY + second * SECOND, limit=5)
    assert hearer.heard == [(OTHER_CASE.number, "case.filed")]
    react_to_news(MONDAY + timedelta(hours=1))
    assert len(hearer.heard) == 7


def test_a_reaction_may_cause_news_of_its_own() -> None:
    def invite(event: Event, now: datetime) -> None:
        record("survey.invited", actor=CLERK, subject=CASE, now=now)

    on_event("case.issued", consumer="surveys")(invite)
    counted = Hearer("survey.invited", consumer="analytics")
    happened("case.issued")
    react_to_news(MONDAY)
    react_to_news(MONDAY)
    assert counted.heard == [(CASE.number, "survey.invited")]


def test_news_for_a_consumer_that_is_gone_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    Hearer("case.issued")
    happened("case.issued")
    monkeypatch.setattr(news, "_reactions", {})
    assert react_to_news(MONDAY) == 1
    assert not PendingReaction.objects.exists()


def test_a_worker_that_is_told_to_stop_leaves_the_rest() -> None:
    hearer = Hearer("case.issued")
    for _ in range(5):
        happened("case.issued")
    assert react_to_news(MONDAY, stopping=lambda: len(hearer.heard) == 2) == 2
    assert PendingReaction.objects.count() == 3


def test_a_tick_runs_once_in_its_interval() -> None:
    runs = _count_runs("appointments.holds", every=timedelta(minutes=1))
    for seconds in (0, 30, 59, 60, 61, 125):
        work_once(MONDAY + timedelta(seconds=seconds))
    assert [(run - MONDAY).seconds for run in runs] == [0, 60, 125]


def test_what_is_prompt_is_done_between_two_long_duties() -> None:
    seconds, done = [0.0], list[str]()

    def clock() -> datetime:
        return MONDAY + timedelta(seconds=seconds[0])

    def duty(name: str, lasts: float) -> None:
        def work(now: datetime) -> int:
            done.append(name)
            seconds[0] += lasts
            return 1

        tick(name, every=timedelta(hours=1))(work)

    def send(now: datetime) -> int:
        done.append(f"codes {(now - MONDAY).total_seconds():g}")
        return 1

    tick("messaging.outbox", every=SECOND, prompt=True)(send)
    for name, lasts in (("sweep", 0.4), ("remind", 30), ("count", 0.4), ("escalate", 5)):
        duty(name, lasts)
    assert work_once(MONDAY, clock=clock) == 7
    assert done == ["codes 0", "sweep", "remind", "codes 30.4", "count", "escalate", "codes 35.8"]
    done.clear()
    work_once(MONDAY)
    assert "codes 0" in done  # once, as any other


def test_what_is_prompt_is_done_between_long_reactions() -> None:
    seconds, sent = [0], list[datetime]()

    def slow(event: Event, now: datetime) -> None:
        seconds[0] += 2

    def send(now: datetime) -> int:
        sent.append(now)
        return 0

    on_event("case.filed", consumer="analytics")(slow)
    tick("messaging.outbox", every=SECOND, prompt=True)(send)
    for _ in range(3):
        happened("case.filed")
    work_once(MONDAY, clock=lambda: MONDAY + timedelta(seconds=seconds[0]))
    assert [(one - MONDAY).seconds for one in sent] == [2, 4, 6]


def test_a_failing_tick_stops_nothing_and_shows() -> None:
    def broken(now: datetime) -> int:
        raise RuntimeError("no smtp")

    tick("a.broken", every=SECOND)(broken)
    runs = _count_runs("b.sound", every=SECOND)
    assert work_once(MONDAY) == 1
    assert len(runs) == 1
    assert "no smtp" in Heartbeat.objects.get(name="a.broken").detail
    assert work_once(MONDAY + 2 * SECOND) == 1


def test_each_round_leaves_a_heartbeat() -> None:
    work_once(MONDAY)
    work_once(MONDAY, clock=lambda: MONDAY + SECOND)
    assert Heartbeat.objects.get(name="worker").at == MONDAY + SECOND


def test_an_idle_round_costs_the_same_with_many_events(django_assert_num_queries: Any) -> None:
    for _ in range(30):
        happened("case.filed")
    work_once(MONDAY)
    with django_assert_num_queries(5):  # what is due; the heartbeat: savepoint, row, update, release
        work_once(MONDAY)


def test_the_command_lists_who_hears_what() -> None:
    Hearer("case.issued", "case.refused", consumer="surveys.invite")
    tick("messaging.outbox", every=SECOND)(lambda now: 0)
    out = StringIO()
    call_command("reactions", stdout=out)
    assert out.getvalue().splitlines() == [
        "surveys.invite <- case.issued, case.refused",
        "messaging.outbox every 0:00:01",
    ]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repeat", range(5))
def test_two_workers_at_once_take_each_piece_of_news_once(repeat: int) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    hearer = Hearer("case.filed")
    for number in range(20):
        happened("case.filed", case=OTHER_CASE if number % 2 else CASE)
    gate = threading.Barrier(3)

    def work() -> None:
        gate.wait()
        for _ in range(40):
            react_to_news(MONDAY)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not PendingReaction.objects.exists()
    assert len(hearer.heard) == 20


def test_a_consumer_that_wants_nothing_now_is_noted_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_wanted", {})
    heard: list[str] = []
    listening = [False]

    @on_event("case.issued", consumer="ear", wanted=lambda: listening[0])
    def hear(event: Event, now: datetime) -> None:
        heard.append(event.subject_number)

    happened("case.issued")
    assert not PendingReaction.objects.exists()
    listening[0] = True
    happened("case.issued")
    react_to_news(MONDAY + SECOND)
    assert len(heard) == 1
