"""The estimate of the wait: by hand where the durations are certain, by its properties where they are not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from melayani.delivery.queues.rules import Desk, Durations, Person, learn, roll_out

ALL_DAY = ((0.0, 480.0),)
TEN_MINUTES = {"ktp": Durations((10.0,), 100), "kk": Durations((20.0,), 100)}
BOTH = frozenset({"ktp", "kk"})


def queue(*services: str) -> list[Person]:
    return [Person(f"A{place:03d}", service) for place, service in enumerate(services, 1)]


def middles(people: list[Person], desks: list[Desk]) -> dict[str, float]:
    return {t: wait.middle for t, wait in roll_out(people=people, desks=desks, durations=TEN_MINUTES, seed=1).items()}


def test_one_counter_calls_one_after_the_other() -> None:
    assert middles(queue("ktp", "kk", "ktp"), [Desk("1", BOTH, ALL_DAY)]) == {"A001": 0, "A002": 10, "A003": 30}


def test_two_counters_share_the_queue() -> None:
    desks = [Desk("1", BOTH, ALL_DAY), Desk("2", BOTH, ALL_DAY)]
    assert middles(queue("ktp", "kk", "ktp", "ktp"), desks) == {"A001": 0, "A002": 0, "A003": 10, "A004": 20}


def test_a_counter_takes_only_what_it_serves() -> None:
    desks = [Desk("1", frozenset({"ktp"}), ALL_DAY), Desk("2", frozenset({"kk"}), ALL_DAY)]
    assert middles(queue("ktp", "ktp", "kk"), desks) == {"A001": 0, "A002": 10, "A003": 0}


def test_the_person_in_service_counts_with_the_rest_of_the_time() -> None:
    assert middles(queue("ktp"), [Desk("1", BOTH, ALL_DAY, serving="kk", elapsed=15)]) == {"A001": 5}


def test_a_planned_break_is_waited_for_and_a_service_begun_before_it_is_finished() -> None:
    desk = Desk("1", BOTH, ((0.0, 15.0), (45.0, 480.0)))
    assert middles(queue("ktp", "kk", "ktp"), [desk]) == {"A001": 0, "A002": 10, "A003": 45}


def test_a_booked_person_who_is_not_there_yet_is_waited_for_by_an_idle_counter_only() -> None:
    people = [Person("J001", "ktp", comes_in=15.0), Person("A001", "ktp"), Person("A002", "ktp")]
    assert middles(people, [Desk("1", BOTH, ALL_DAY)]) == {"A001": 0, "A002": 10, "J001": 20}
    assert middles(people[:1], [Desk("1", BOTH, ALL_DAY)]) == {"J001": 15}


def test_nobody_calls_so_there_is_no_number() -> None:
    assert middles(queue("ktp"), []) == {}
    assert middles(queue("kk"), [Desk("1", frozenset({"ktp"}), ALL_DAY)]) == {}
    assert middles(queue("ktp", "ktp", "ktp"), [Desk("1", BOTH, ((0.0, 15.0),))]) == {"A001": 0, "A002": 10}


def test_the_same_seed_gives_the_same_answer_and_a_range() -> None:
    known = {"ktp": learn(measured=[], configured=10)}
    people = queue(*["ktp"] * 8)
    one, same = (roll_out(people=people, desks=[Desk("1", BOTH, ALL_DAY)], durations=known, seed=7) for _ in "ab")
    assert one == same
    last = one["A008"]
    assert last.low < last.middle < last.high
    assert 50 < last.middle < 90


def test_learning_follows_what_was_seen_and_not_the_form() -> None:
    chance = Random(3)  # noqa: S311
    seen = [chance.gammavariate(2, 5) for _ in range(300)]
    assert learn(measured=[], configured=15).mean == pytest.approx(15, abs=0.1)
    assert learn(measured=seen, configured=15).mean == pytest.approx(sum(seen) / len(seen), rel=0.1)


def test_a_ticket_that_nobody_finished_before_lunch_is_no_service_of_two_hours() -> None:
    usual = [10.0] * 40
    assert learn(measured=[*usual, 140.0], configured=10).mean < 12


def test_a_service_longer_than_any_known_one_still_ends() -> None:
    assert learn(measured=[10.0] * 40, configured=10).draw_rest(Random(1), 600) > 0  # noqa: S311


@pytest.mark.parametrize("mean", [0, -1])
def test_a_mean_must_be_positive(mean: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        learn(measured=[], configured=mean)


@settings(max_examples=60)
@given(
    services=some.lists(some.sampled_from(["ktp", "kk"]), min_size=1, max_size=12),
    counters=some.integers(1, 4),
    seed=some.integers(0, 2**31),
)
def test_whoever_stands_before_is_not_called_later_and_more_counters_never_cost_time(
    services: list[str], counters: int, seed: int
) -> None:
    people = queue(*services)
    fewer, more = (
        roll_out(
            people=people,
            desks=[Desk(str(one), BOTH, ALL_DAY) for one in range(count)],
            durations=TEN_MINUTES,
            seed=seed,
            rolls=4,
        )
        for count in (counters, counters + 1)
    )
    order = [fewer[person.ticket].middle for person in people]
    assert order == sorted(order)
    assert all(more[ticket].middle <= wait.middle for ticket, wait in fewer.items())
