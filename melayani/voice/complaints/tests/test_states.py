"""The table of states: words for everybody, every verb with a key, and what stands in the way of each."""

from __future__ import annotations

import pytest

from melayani.voice.complaints import access, states
from melayani.voice.complaints.models import State
from melayani.voice.complaints.states import Facts


def test_every_state_reads_for_reporter_officer_and_public() -> None:
    assert set(states.STATES) == set(State.values)
    for words in states.STATES.values():
        assert all((words.citizen, words.officer, words.next, words.public))
        assert words.tone in {"good", "note", "warn", "bad"}
        assert "Anda" not in words.public


def test_every_verb_of_the_table_is_known_and_somebody_may_do_it() -> None:
    verbs = {verb for _, verb, _ in states.TRANSITIONS} | states.ANYWHERE
    for verb in set(states.VERBS):
        assert verb in verbs
        assert access.ROLES[verb]
    assert set(states.OUTCOMES) == {*states.REJECTIONS, *states.CLOSINGS}


@pytest.mark.parametrize("state", sorted(states.STATES))
def test_keys_are_unique_among_what_is_offered(state: str) -> None:
    offered = states.available_actions(state, Facts(has_answer=True, has_disposition=True), states.VERBS)
    keys = [one.key for one in offered]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("state", sorted(states.FINAL))
def test_what_is_over_moves_no_more(state: str) -> None:
    after_silence = {(start, verb) for start, verb, _ in states.AFTER_SILENCE}
    for action in {verb for _, verb, _ in states.TRANSITIONS} - states.ANYWHERE:
        assert (states.next_state(state, action) is None) != ((state, action) in after_silence)
        assert states.why_not_yet(state, action, Facts())
    for action in states.ANYWHERE:
        assert states.next_state(state, action) == state


def test_silence_resolves_nothing_and_may_be_broken() -> None:
    for action in (states.CONTEST, states.REOPEN):
        assert states.why_not_yet(states.CLOSED, action, Facts())
        assert not states.why_not_yet(states.CLOSED, action, Facts(by_silence=True))
    offered = {one.action for one in states.available_actions(states.CLOSED, Facts(), states.VERBS)}
    heard = {one.action for one in states.available_actions(states.CLOSED, Facts(by_silence=True), states.VERBS)}
    assert heard - offered == {states.REOPEN}


def test_an_answer_is_provisional_until_reporter_or_silence_closes_it() -> None:
    closing = {verb for start, verb, end in states.TRANSITIONS if end == states.CLOSED and start == states.ANSWERED}
    assert closing == {states.CONFIRM, states.CLOSE_SILENT}
    assert states.next_state(states.ANSWERED, states.CONTEST) == states.REOPENED


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(verified=True, secret=True), "dirahasiakan"),
        (Facts(verified=True, oversight=True), "berkadar pengawasan"),
        (Facts(verified=True, listed=False), "Kategori"),
        (Facts(), "Verifikasi dahulu"),
    ],
)
def test_what_may_not_be_published_says_why(facts: Facts, words: str) -> None:
    assert words in " ".join(states.why_not_yet(states.VERIFIED, states.PUBLISH, facts))


def test_the_page_says_what_comes_next_and_why_not_yet() -> None:
    offered = {one.action: one for one in states.available_actions(states.RECEIVED, Facts(), states.VERBS)}
    assert offered[states.VERIFY].allowed
    assert "Terverifikasi" in offered[states.FORWARD].why_not[0]
    assert states.CORRECT_ANSWER not in offered
    helpless = states.available_actions(states.RECEIVED, Facts(), ())
    assert all("Peran Anda" in one.why_not[-1] for one in helpless)
