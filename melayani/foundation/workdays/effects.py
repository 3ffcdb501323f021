"""What a proposed calendar would do elsewhere: modules above register who looks, the officer reads it and confirms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from melayani.foundation.people import Officer
from melayani.foundation.workdays.proposals import Proposal


@dataclass(frozen=True)
class MovedRow:
    """One promise that would move: its number, its page, and both moments (aware)."""

    number: str
    url: str
    before: datetime
    after: datetime


@dataclass(frozen=True)
class Effect:
    """One sentence or two for the officer who is about to confirm, and the first rows that would move."""

    text: str
    rows: Sequence[MovedRow] = ()


Look = Callable[[Proposal, Officer, datetime], Effect]
_looks: dict[str, Look] = {}


def shows_effects(name: str) -> Callable[[Look], Look]:
    """Let a module above say what a proposal would do to its rows: `(proposal, officer, now)`, reading only, bounded.

    It shows the officer no row that the officer could not open. Registering a name again replaces the former.
    """

    def keep(look: Look) -> Look:
        _looks[name] = look
        return look

    return keep


def of(proposal: Proposal, officer: Officer, now: datetime) -> list[Effect]:
    """What all registered modules say, in the order of their names."""
    return [look(proposal, officer, now) for _, look in sorted(_looks.items())]
