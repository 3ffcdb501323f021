"""The table of states: whole, and the same as its words, its rows in the database and its docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from melayani.delivery.applications import states
from melayani.delivery.applications.models import State
from melayani.delivery.applications.states import Facts, available_actions, next_state, why_not_yet

DOCS = Path(__file__).resolve().parents[4] / "docs" / "modules" / "applications.md"


def test_each_state_can_be_reached() -> None:
    reached, frontier = {states.FIRST}, [states.FIRST]
    while frontier:
        here = frontier.pop()
        ways = {target for start, _, target in states.TRANSITIONS if start == here} - reached
        reached |= ways
        frontier += ways
    assert reached == set(states.STATES)


def test_each_state_that_is_not_final_has_a_way_out() -> None:
    for state in set(states.STATES) - states.FINAL:
        assert any(start == state != target for start, _, target in states.TRANSITIONS), state


def test_nothing_leads_out_of_a_final_state() -> None:
    assert not [row for row in states.TRANSITIONS if row[0] in states.FINAL]


def test_a_case_is_either_open_or_final() -> None:
    assert set(states.STATES) == states.OPEN | states.FINAL
    assert not states.OPEN & states.FINAL


def test_an_action_leads_from_a_state_to_one_state_only() -> None:
    pairs = [(start, action) for start, action, _ in states.TRANSITIONS]
    assert len(pairs) == len(set(pairs))


def test_the_database_knows_the_same_states() -> None:
    assert set(State.values) == set(states.STATES)


def test_every_state_has_words_for_both() -> None:
    for words in states.STATES.values():
        assert words.citizen
        assert words.officer
        assert words.next.endswith(".")


def test_the_docs_show_the_table() -> None:
    text = DOCS.read_text()
    for start, action, target in states.TRANSITIONS:
        assert f"| {start} | {action} | {target} |" in text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts(unjudged=("syarat 4",), not_met=("syarat 6",)), "Syarat 4 belum dinilai. Syarat 6 belum terpenuhi."),
        (Facts(unjudged=("syarat 1", "syarat 2", "syarat 3")), "Syarat 1, syarat 2 dan syarat 3 belum dinilai."),
        (Facts(unpaid=True), "Pembayaran belum diterima."),
        (Facts(disturbed=True), "Jam berhenti karena gangguan. Jalankan lagi dahulu."),
        (Facts(), ""),
    ],
)
def test_why_a_case_cannot_be_verified_yet(facts: Facts, said: str) -> None:
    assert " ".join(why_not_yet(states.IN_REVIEW, states.VERIFY, facts)) == said


def test_returning_asks_for_a_judgement_first() -> None:
    assert why_not_yet(states.IN_REVIEW, states.RETURN, Facts())
    assert not why_not_yet(states.IN_REVIEW, states.RETURN, Facts(not_met=("syarat 1",)))


def test_a_wrong_state_is_said_in_words() -> None:
    (sentence,) = why_not_yet(states.VERIFIED, states.TAKE, Facts())
    assert "“Terverifikasi”" in sentence
    assert "“Baru masuk”" in sentence


def test_the_officer_sees_what_is_possible_and_why_not() -> None:
    may = {states.JUDGE, states.RETURN, states.VERIFY, states.PAUSE, states.REQUEST_PAYMENT}
    found = {row.action: row for row in available_actions(states.IN_REVIEW, Facts(unjudged=("syarat 2",)), may)}
    assert found[states.JUDGE].allowed
    assert found[states.PAUSE].allowed
    assert states.RESUME not in found
    assert found[states.VERIFY].why_not == ("Syarat 2 belum dinilai.",)
    assert "Peran Anda tidak dapat melakukan ini." in found[states.REFUSE].why_not
    assert not found[states.APPROVE].allowed
    assert states.HAND_OVER not in found


def test_next_state_is_none_outside_the_table() -> None:
    assert next_state(states.COMPLETED, states.TAKE) is None
    assert next_state(states.SUBMITTED, states.TAKE) == states.IN_REVIEW
