"""What modules register when their app starts: reactions to events, work at each tick, words for each event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from melayani.foundation.audit.models import Event

Reaction = Callable[["Event", datetime], None]
Work = Callable[[datetime], int]
Words = Any  # a text or a lazy translation

_reactions: dict[str, tuple[frozenset[str], Reaction]] = {}
_wanted: dict[str, Callable[[], bool]] = {}
_ticks: dict[str, tuple[timedelta, Work]] = {}
_prompt: set[str] = set()
_words: dict[str, Sentence] = {}


@dataclass(frozen=True)
class Sentence:
    """How an event reads, a str.format template over its data: for officers, and for the citizen (None: hidden).

    `names` gives values of the data their words, by key of the data: {"field": {"email": "surel"}}.
    """

    officer: Words
    citizen: Words | None
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def values_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data as the sentence says it; a value without words stays as it is."""
        return {key: self.names.get(key, {}).get(str(value), value) for key, value in data.items()}


def on_event(*names: str, consumer: str, wanted: Callable[[], bool] | None = None) -> Callable[[Reaction], Reaction]:
    """Register a reaction `(event, now)`; the worker calls it once per event, in a transaction; must bear a repeat.

    `wanted` is asked in the transaction of each event and must be cheap: while it says no, nothing is noted for this
    consumer, who then never hears of that event.
    """

    def register(reaction: Reaction) -> Reaction:
        _reactions[consumer] = (frozenset(names), reaction)
        if wanted:
            _wanted[consumer] = wanted
        return reaction

    return register


def tick(name: str, *, every: timedelta, prompt: bool = False) -> Callable[[Work], Work]:
    """Register work `(now) -> rows moved` that the worker does at most once in `every`; safe to run twice.

    What is `prompt` does not wait until the worker is through with everything else: it is done in between, too.
    """

    def register(work: Work) -> Work:
        _ticks[name] = (every, work)
        if prompt:
            _prompt.add(name)
        return work

    return register


def describe(
    name: str, *, officer: Words, citizen: Words | None = None, names: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Give the event `name` its words. Without `citizen` the event does not appear in the citizen's timeline; `names`
    as in Sentence."""
    _words[name] = Sentence(officer=officer, citizen=citizen, names=names or {})


def consumers_of(name: str) -> list[str]:
    """Who hears of events of this name now."""
    hearing = sorted(consumer for consumer, (names, _) in _reactions.items() if name in names)
    return [consumer for consumer in hearing if consumer not in _wanted or _wanted[consumer]()]


def reaction_of(consumer: str) -> Reaction | None:
    return _reactions[consumer][1] if consumer in _reactions else None


def reactions() -> Iterable[tuple[str, frozenset[str]]]:
    """Each consumer with the events it hears, for the command that prints them and the docs."""
    return [(consumer, names) for consumer, (names, _) in sorted(_reactions.items())]


def ticks() -> dict[str, tuple[timedelta, Work]]:
    return dict(_ticks)


def prompt_ticks() -> dict[str, tuple[timedelta, Work]]:
    return {name: _ticks[name] for name in sorted(_prompt) if name in _ticks}


def sentence_of(name: str) -> Sentence | None:
    return _words.get(name)


def described() -> frozenset[str]:
    return frozenset(_words)
