"""Working days, hours, closures, restrictions; due dates that explain themselves."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.workdays.effects import Effect as Effect
    from melayani.foundation.workdays.effects import MovedRow as MovedRow
    from melayani.foundation.workdays.effects import shows_effects as shows_effects
    from melayani.foundation.workdays.proposals import Proposal as Proposal
    from melayani.foundation.workdays.state import Today as Today

_HOME = {
    "Effect": "effects",
    "MovedRow": "effects",
    "Proposal": "proposals",
    "Today": "state",
    "shows_effects": "effects",
}
__all__ = ["Effect", "MovedRow", "Proposal", "Today", "shows_effects"]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
