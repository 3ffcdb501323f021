"""Antrean: tickets, calling, displays, the estimate of the wait."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.delivery.queues.notices import says_on_screens as says_on_screens

_HOME = {"says_on_screens": "notices"}
__all__ = ["says_on_screens"]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
