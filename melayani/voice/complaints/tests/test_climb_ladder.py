"""The ladder as a rule: which rungs are reached when, and which ladder binds an organisation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.voice.complaints import clock, national, rules
from melayani.voice.complaints.models import LadderStep
from melayani.voice.complaints.tests.factories import Town

DUE = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
CASE = {"case": DUE}


def keys(now: datetime, done: set[str] | None = None) -> list[str]:
    return [step.key for step in rules.steps_due(national.ladder(), CASE, done=done or set(), now=now)]


def test_reminder_superior_superiors_superior_bureau() -> None:
    assert keys(DUE - timedelta(hours=49)) == []
    assert keys(DUE - timedelta(hours=48)) == ["case.reminder"]
    assert keys(DUE, {"case.reminder"}) == ["case.late"]
    assert keys(DUE + timedelta(days=7)) == ["case.reminder", "case.late", "case.parent", "case.bureau"]
    levels = {step.key: step.level for step in national.ladder()}
    assert [levels[key] for key in keys(DUE + timedelta(days=7))] == list(rules.LEVELS)


@given(hours=st.integers(-200, 400), done=st.sets(st.sampled_from([step.key for step in national.ladder()])))
def test_no_rung_twice_none_forgotten_and_the_next_is_ahead(hours: int, done: set[str]) -> None:
    now = DUE + timedelta(hours=hours)
    reached = set(keys(now, done))
    assert not reached & done
    assert reached | done >= {step.key for step in national.ladder() if step.clock == "case" and step.at(DUE) <= now}
    ahead = rules.next_step_at(national.ladder(), CASE, done=done | reached)
    assert ahead is None or ahead > now


def test_a_clock_that_does_not_run_reminds_nobody() -> None:
    late = DUE + timedelta(days=99)
    assert rules.steps_due(national.ladder(), {"case": None}, done=set(), now=late) == []
    assert rules.next_step_at(national.ladder(), {}, done=set()) is None


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown level"):
        rules.read_ladder([{"key": "x", "clock": "case", "hours": 0, "level": "minister"}])


@pytest.mark.django_db
def test_an_own_ladder_replaces_the_national_one_at_and_below(town: Town) -> None:
    LadderStep.objects.create(organisation=town.registry, key="own", clock="case", hours=2, level="head")
    assert [step.key for step in clock.ladder_of(town.registry)] == ["own"]
    assert [step.key for step in clock.ladder_of(town.unit)] == ["own"]
    assert clock.ladder_of(town.city) == national.ladder()
