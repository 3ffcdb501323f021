"""What the conversation can do, one file each. A flow begins with `begin(talk, about)`; each step has a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from melayani.entrances.whatsapp.flows import (
    booking,
    complaining,
    finding,
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
    """How a flow begins, its steps, and those steps in which anything may be written."""

    begin: Callable[[Talk, str], Reply]
    steps: Mapping[str, Callable[[Talk, Said], Reply]]
    free: frozenset[str] = frozenset()


FLOWS: dict[str, Flow] = {
    "menu": Flow(menu.begin, {}),
    "services": Flow(finding.begin, finding.STEPS),
    "book": Flow(booking.begin, booking.STEPS, booking.FREE),
    "visits": Flow(visiting.begin, visiting.STEPS),
    "queue": Flow(queueing.begin, queueing.STEPS),
    "status": Flow(tracking.begin, tracking.STEPS),
    "complain": Flow(complaining.begin, complaining.STEPS, complaining.FREE),
    "officer": Flow(officers.begin, officers.STEPS),
    "survey": Flow(rating.begin, {}),
}


def start(talk: Talk, name: str, about: str = "") -> Reply:
    """Leave what was being asked and begin the flow of that name."""
    talk.flow, talk.step, talk.data, talk.back = name, "", {}, []
    return FLOWS[name].begin(talk, about)
