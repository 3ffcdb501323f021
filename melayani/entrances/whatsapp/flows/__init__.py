"""What the conversation can do, one file each. A flow begins with `begin(talk, about)`; each step has a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from melayani.entrances.whatsapp.flows import (
    booking,
    complaining,
    finding,
    holding,
    menu,
    officers,
    queueing,
    rating,
    tracking,
    visiting,
)
from melayani.entrances.whatsapp.talk import Reply, Talk
from melayani.entrances.whatsapp.understanding import Said


@dataclass(frozen=True)
class Flow:
    """How a flow begins, its steps, and those steps in which anything may be written.

    `private` steps leave no words in the history, `own` are words with a meaning of their own in them, and `leave`
    gives back what the flow held when the citizen turns to something else.
    """

    begin: Callable[[Talk, str], Reply]
    steps: Mapping[str, Callable[[Talk, Said], Reply]]
    free: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    own: Mapping[str, Callable[[Talk], Reply]] = field(default_factory=dict)
    leave: Callable[[Talk], None] = lambda talk: None


KEEPS_WORDS = frozenset({"officer", "complain"})  # what free words, and a file, may still be meant for


FLOWS: dict[str, Flow] = {
    "menu": Flow(menu.begin, {}),
    "services": Flow(finding.begin, finding.STEPS),
    "book": Flow(booking.begin, booking.STEPS, booking.FREE, leave=holding.let_go),
    "visits": Flow(visiting.begin, visiting.STEPS),
    "queue": Flow(queueing.begin, queueing.STEPS),
    "status": Flow(tracking.begin, tracking.STEPS),
    "complain": Flow(complaining.begin, complaining.STEPS, complaining.FREE),
    "officer": Flow(officers.begin, officers.STEPS),
    "survey": Flow(rating.begin, rating.STEPS, rating.FREE, private=rating.PRIVATE, own=rating.OWN),
}


def start(talk: Talk, name: str, about: str = "") -> Reply:
    """Leave what was being asked and begin the flow of that name."""
    if talk.flow in FLOWS:
        FLOWS[talk.flow].leave(talk)
    if name not in KEEPS_WORDS:
        talk.forget_words()
    talk.flow, talk.step, talk.data, talk.back = name, "", {}, []
    return FLOWS[name].begin(talk, about)
