"""Call, serve, finish, miss, hold, transfer: in order, once per counter, by who works there; the screens are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from melayani.delivery.appointments import states as bookings
from melayani.delivery.queues import actions, queries, rules, states
from melayani.delivery.queues.models import Call, Forecast, Handling, Site, Sitting, Ticket
from melayani.delivery.queues.tests import factories
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Citizen, Officer
from melayani.foundation.people.tests.factories import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def names() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_people_are_called_by_turn_and_each_once(world: World, now: datetime) -> None:
    place = factories.place(world)
    first = factories.ticket(place, now=now)
    second = factories.ticket(place, now=now + MINUTE, line=1)
    put_first = factories.ticket(place, now=now + 2 * MINUTE, priority=True)
    later = now + 3 * MINUTE
    assert factories.called(place, now=later).pk == put_first.pk
    assert factories.called(place, now=later, number=1).pk == first.pk
    assert Call.objects.count() == 2
    with pytest.raises(rules.ActionRefused, match="masih di loket"):
        actions.call_next(actor=world.bontang_counter, counter=place.counters[0], now=later)
    assert Ticket.objects.get(pk=second.pk).state == states.WAITING


def test_a_counter_calls_only_for_its_lines(world: World, now: datetime) -> None:
    place = factories.place(world)
    place.counters[0].lines.add(place.lines[1])
    factories.ticket(place, now=now)
    with pytest.raises(rules.NobodyWaits):
        factories.called(place, now=now)
    mine = factories.ticket(place, now=now, line=1)
    assert actions.call_next(actor=world.bontang_counter, counter=place.counters[0], now=now).pk == mine.pk


def test_a_visit_from_call_to_end_is_written_down(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now - 9 * MINUTE)
    pulse = Site.objects.get().pulse
    served = factories.serving(place, now=now)
    finished = actions.finish(
        actor=world.bontang_counter, ticket=served, now=now + 5 * MINUTE, case_number="pmh-00000000-0"
    )
    assert (finished.state, finished.closed_at, finished.case_number) == (
        states.DONE,
        now + 5 * MINUTE,
        "PMH-00000000-0",
    )
    stay = Handling.objects.get()
    assert (stay.waited_from, stay.called_at, stay.ended_at) == (row.arrived_at, now, now + 5 * MINUTE)
    assert stay.outcome == Handling.Outcome.DONE
    assert names()[-4:] == ["counter.opened", "ticket.called", "ticket.served", "ticket.finished"]
    assert Site.objects.get().pulse == pulse + 4


def test_several_services_in_one_visit_keep_arrival_and_turn(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now, wishes=[place.lines[1]])
    gone_on = factories.done(place, now=now + MINUTE)
    assert (gone_on.state, gone_on.line, gone_on.turn) == (states.WAITING, place.lines[1], row.turn)
    assert gone_on.code == "A-001"
    again = factories.called(place, now=now + 20 * MINUTE)
    assert again.pk == row.pk
    actions.serve(actor=world.bontang_counter, ticket=again, now=now + 21 * MINUTE)
    assert actions.finish(actor=world.bontang_counter, ticket=again, now=now + 25 * MINUTE).state == states.DONE
    assert [stay.outcome for stay in Handling.objects.order_by("pk")] == ["gone_on", "done"]
    assert Handling.objects.latest("pk").waited_from == now + 9 * MINUTE


def test_who_did_not_come_is_brought_back_with_the_old_turn(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    called = factories.called(place, now=now + MINUTE)
    missed = actions.miss(actor=world.bontang_counter, ticket=called, now=now + 3 * MINUTE)
    assert missed.state == states.NO_SHOW
    back = actions.return_ticket(actor=world.bontang_counter, ticket=missed, now=now + 9 * MINUTE)
    assert (back.state, back.turn, back.counter) == (states.WAITING, row.turn, None)
    assert Handling.objects.get().outcome == Handling.Outcome.NO_SHOW


def test_a_held_number_is_called_again_or_resumed(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.ticket(place, now=now)
    held = actions.hold(actor=world.bontang_counter, ticket=factories.serving(place, now=now), now=now + MINUTE)
    assert (held.state, held.counter) == (states.HELD, place.counters[0])
    again = actions.call(actor=world.bontang_counter, counter=place.counters[0], ticket=held, now=now + 2 * MINUTE)
    assert again.state == states.CALLED
    held = actions.hold(actor=world.bontang_counter, ticket=again, now=now + 3 * MINUTE)
    assert actions.resume(actor=world.bontang_counter, ticket=held, now=now + 4 * MINUTE).state == states.WAITING


def test_a_transfer_keeps_the_turn_and_may_name_a_counter(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    moved = actions.transfer(
        actor=world.bontang_counter,
        ticket=factories.serving(place, now=now),
        line=place.lines[1],
        counter=place.counters[1],
        now=now + MINUTE,
    )
    assert (moved.state, moved.line, moved.turn) == (states.WAITING, place.lines[1], row.turn)
    with pytest.raises(rules.NobodyWaits):  # kept for counter 2
        actions.call_next(actor=world.bontang_counter, counter=place.counters[0], now=now + MINUTE)
    assert factories.called(place, now=now + MINUTE, number=1).pk == row.pk
    with pytest.raises(rules.ActionRefused):
        actions.transfer(actor=world.bontang_counter, ticket=moved, now=now + 2 * MINUTE)


def test_recalls_are_counted_and_end(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.ticket(place, now=now)
    row = factories.called(place, now=now)
    for number in range(rules.RECALLS_MAX):
        actions.recall(actor=world.bontang_counter, ticket=row, now=now + number * MINUTE)
    with pytest.raises(rules.ActionRefused, match="Tidak datang"):
        actions.recall(actor=world.bontang_counter, ticket=row, now=now + 9 * MINUTE)
    assert Call.objects.filter(is_recall=True).count() == rules.RECALLS_MAX


def test_the_booking_is_served_with_its_ticket(world: World, now: datetime) -> None:
    place = factories.place(world)
    visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1))
    actions.check_in(actor=world.bontang_counter, booking=visit, way=rules.DESK, now=now)
    factories.done(place, now=now)
    visit.refresh_from_db()
    assert visit.state == bookings.SERVED


def test_who_leaves_a_booked_queue_can_check_in_again(world: World, now: datetime) -> None:
    place = factories.place(world)
    visit = factories.booked(place, at=now + 10 * MINUTE, now=now - timedelta(days=1))
    row = actions.check_in(actor=world.bontang_counter, booking=visit, way=rules.DESK, now=now)
    actions.leave(actor=Citizen(token="x"), ticket=row, secret=row.secret, now=now)
    visit.refresh_from_db()
    assert visit.state == bookings.BOOKED
    again = actions.check_in(actor=world.bontang_counter, booking=visit, way=rules.DESK, now=now + MINUTE)
    assert again.code == "A-002"


def test_the_truth_of_a_forecast_is_written_at_the_call(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    factories.ticket(place, now=now)
    factories.called(place, now=now + 4 * MINUTE)
    assert Forecast.objects.get().came_after == 240
    gone = factories.ticket(place, now=now)
    actions.leave(actor=Citizen(token="x"), ticket=gone, secret=gone.secret, now=now)
    assert Forecast.objects.get(ticket=gone).censored


def test_an_officer_sits_at_one_counter_and_a_counter_has_one_officer(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.seated(place, now=now)
    with pytest.raises(rules.ActionRefused, match="sedang dijaga"):
        actions.sit_down(actor=world.bontang_processor, counter=place.counters[0], now=now)
    actions.sit_down(actor=world.bontang_counter, counter=place.counters[1], now=now + MINUTE)
    assert Sitting.objects.get(until__isnull=True).counter == place.counters[1]
    with pytest.raises(rules.ActionRefused, match="belum duduk"):
        actions.call_next(actor=world.bontang_counter, counter=place.counters[0], now=now)


def test_a_break_stops_calls_and_is_added_up(world: World, now: datetime) -> None:
    place = factories.place(world)
    factories.ticket(place, now=now)
    desk = factories.seated(place, now=now)
    actions.begin_break(actor=world.bontang_counter, counter=desk, now=now)
    with pytest.raises(rules.ActionRefused, match="istirahat"):
        actions.call_next(actor=world.bontang_counter, counter=desk, now=now)
    sitting = actions.end_break(actor=world.bontang_counter, counter=desk, now=now + 12 * MINUTE)
    assert (sitting.on_break_since, sitting.break_minutes) == (None, 12)
    row = actions.call_next(actor=world.bontang_counter, counter=desk, now=now + 13 * MINUTE)
    for verb in (actions.begin_break, actions.stand_up):
        with pytest.raises(rules.ActionRefused, match="Masih ada nomor"):
            verb(actor=world.bontang_counter, counter=desk, now=now + 14 * MINUTE)
    actions.miss(actor=world.bontang_counter, ticket=row, now=now + 15 * MINUTE)
    actions.stand_up(actor=world.bontang_counter, counter=desk, now=now + 16 * MINUTE)
    assert Sitting.objects.get().until == now + 16 * MINUTE


Verb = Callable[[Officer, factories.Place, Ticket, datetime], object]
VERBS: dict[str, Verb] = {
    "call": lambda who, place, row, at: actions.call(actor=who, counter=place.counters[1], ticket=row, now=at),
    "call_next": lambda who, place, row, at: actions.call_next(actor=who, counter=place.counters[1], now=at),
    "recall": lambda who, place, row, at: actions.recall(actor=who, ticket=row, now=at),
    "serve": lambda who, place, row, at: actions.serve(actor=who, ticket=row, now=at),
    "finish": lambda who, place, row, at: actions.finish(actor=who, ticket=row, now=at),
    "miss": lambda who, place, row, at: actions.miss(actor=who, ticket=row, now=at),
    "return": lambda who, place, row, at: actions.return_ticket(actor=who, ticket=row, now=at),
    "hold": lambda who, place, row, at: actions.hold(actor=who, ticket=row, now=at),
    "resume": lambda who, place, row, at: actions.resume(actor=who, ticket=row, now=at),
    "transfer": lambda who, place, row, at: actions.transfer(actor=who, ticket=row, line=place.lines[1], now=at),
    "leave": lambda who, place, row, at: actions.leave(actor=who, ticket=row, now=at),
    "sit_down": lambda who, place, row, at: actions.sit_down(actor=who, counter=place.counters[1], now=at),
    "stand_up": lambda who, place, row, at: actions.stand_up(actor=who, counter=place.counters[0], now=at),
    "begin_break": lambda who, place, row, at: actions.begin_break(actor=who, counter=place.counters[0], now=at),
    "end_break": lambda who, place, row, at: actions.end_break(actor=who, counter=place.counters[0], now=at),
    "note_case": lambda who, place, row, at: actions.note_case(actor=who, ticket=row, case_number="", now=at),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_does_nothing(world: World, now: datetime, verb: str) -> None:
    place = factories.place(world)
    factories.ticket(place, now=now)
    row = factories.called(place, now=now)
    strangers = (factories.stranger(world), world.bontang_approver, factories.mall(world)[1])
    events = Event.objects.count()
    for who in strangers:
        with pytest.raises(rules.NotAllowed):
            VERBS[verb](who, place, row, now)
    row.refresh_from_db()
    assert row.state == states.CALLED
    assert Event.objects.count() == events


def test_another_citizen_does_not_take_me_out_of_the_line(world: World, now: datetime) -> None:
    place = factories.place(world)
    row = factories.ticket(place, now=now)
    with pytest.raises(rules.NotAllowed):
        actions.leave(actor=Citizen(token="lain"), ticket=row, secret="bukan", now=now)


def test_the_screen_shows_what_stands_and_speaks_what_is_young(world: World, now: datetime) -> None:
    place = factories.place(world)
    for _ in range(3):
        factories.ticket(place, now=now)
    first = factories.called(place, now=now)
    factories.called(place, now=now + MINUTE, number=1)
    actions.serve(actor=world.bontang_counter, ticket=first, now=now + MINUTE)
    state = queries.screen_state(place.screen, now + MINUTE)
    assert [line.code for line in state.called] == ["A-002"]
    assert [line.code for line in state.last] == ["A-001"]
    assert [line.code for line in state.speak] == ["A-002"]
    assert [(row.prefix, row.people) for row in state.waiting] == [("A", 1), ("B", 0)]
    version = queries.pulse_of(factories.SCREEN_TOKEN, "screen", now)
    actions.recall(actor=world.bontang_processor, ticket=Ticket.objects.get(sequence=2), now=now + MINUTE)
    assert queries.pulse_of(factories.SCREEN_TOKEN, "screen", now) != version
    assert queries.pulse_of("bukan", "screen", now) is None
