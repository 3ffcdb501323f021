"""Reads are counted per caller and minute, in memory that does not grow without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from melayani.foundation.people.pace import CALLERS_KEPT, Booklet, ReadCounter

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


def test_each_caller_is_counted_alone_and_anew_every_minute() -> None:
    counter = ReadCounter()
    assert [counter.count("a", NOW) for _ in range(3)] == [1, 2, 3]
    assert counter.count("b", NOW) == 1
    assert counter.count("a", NOW + timedelta(minutes=1)) == 1


def test_the_count_of_reads_is_bounded() -> None:
    counter = ReadCounter()
    for place in range(CALLERS_KEPT + 10):
        counter.count(f"address:{place}", NOW)
    assert len(counter._counts) <= CALLERS_KEPT + 1


def test_what_was_counted_ahead_is_used_up_and_lapses_with_its_window() -> None:
    ahead, end = Booklet(), NOW + timedelta(minutes=1)
    assert not ahead.take("a", NOW)
    ahead.put("a", 2, end)
    assert [ahead.take("a", NOW) for _ in range(3)] == [True, True, False]
    ahead.put("a", 2, end)
    assert not ahead.take("b", NOW)
    assert not ahead.take("a", end)


def test_what_is_counted_ahead_is_bounded() -> None:
    ahead = Booklet()
    for place in range(CALLERS_KEPT + 10):
        ahead.put(f"address:{place}", 1, NOW)
    assert len(ahead._left) <= CALLERS_KEPT + 1
