"""Histories: everything for the officer, newest first; what concerns the citizen, oldest first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from melayani.foundation.audit import describe, news
from melayani.foundation.audit.queries import HISTORY_LIMIT, history, timeline
from melayani.foundation.audit.tests.factories import CASE, MONDAY, OTHER_CASE, happened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_words", {})
    describe("case.returned", officer="Dikembalikan: {reason}", citizen="Mohon perbaiki: {reason}")
    describe("case.reassigned", officer="Dialihkan")


def test_the_officer_sees_all_newest_first() -> None:
    happened("case.returned", data={"reason": "KK buram"})
    happened("case.reassigned", at=MONDAY + timedelta(hours=1))
    happened("case.returned", case=OTHER_CASE, data={"reason": "lain"})
    assert [line.text for line in history(CASE)] == ["Dialihkan", "Dikembalikan: KK buram"]


def test_the_citizen_sees_what_has_words_for_citizens_oldest_first() -> None:
    happened("case.returned", data={"reason": "KK buram"})
    happened("case.reassigned")
    happened("case.returned", data={"reason": "foto"}, at=MONDAY + timedelta(hours=1))
    assert [line.text for line in timeline(CASE)] == ["Mohon perbaiki: KK buram", "Mohon perbaiki: foto"]
    assert {line.actor for line in timeline(CASE)} == {""}


def test_an_event_without_words_or_values_is_still_shown() -> None:
    happened("case.unknown")
    happened("case.returned", at=MONDAY + timedelta(hours=1))
    assert [line.text for line in history(CASE)] == ["Dikembalikan: …", "case.unknown"]


def test_braces_in_a_value_are_text() -> None:
    happened("case.returned", data={"reason": "{actor.__class__} {0}"})
    assert history(CASE)[0].text == "Dikembalikan: {actor.__class__} {0}"


def test_a_history_is_bounded_and_costs_one_query(django_assert_num_queries: Any) -> None:
    for minute in range(HISTORY_LIMIT + 5):
        happened("case.returned", data={"reason": str(minute)}, at=MONDAY + timedelta(minutes=minute))
    with django_assert_num_queries(1):
        lines = history(CASE)
    assert len(lines) == HISTORY_LIMIT
    assert lines[0].text == f"Dikembalikan: {HISTORY_LIMIT + 4}"
