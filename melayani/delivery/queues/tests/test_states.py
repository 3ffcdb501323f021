"""The life cycle stands in the documentation as it stands in the code."""

from __future__ import annotations

from pathlib import Path

from melayani.delivery.queues import states

PAGE = Path(__file__).parents[4] / "docs/modules/queues.md"


def test_the_documentation_shows_the_table_as_it_is() -> None:
    text = PAGE.read_text()
    for state, words in states.STATES.items():
        assert f"| {state} | {words.citizen} | {words.officer} |" in text
    for state, action, target in states.TRANSITIONS:
        assert f"| {state} | {action} | {target} |" in text


def test_a_closed_number_can_do_nothing() -> None:
    for state in states.FINAL:
        assert not [step for step in states.TRANSITIONS if step[0] == state]
