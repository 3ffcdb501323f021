"""Contacts, the outbox, and one slice per channel."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.messaging.outbox import queue as queue

_HOME = {"queue": "outbox"}
__all__ = ["following", "inbound", "links", "queue", "returns", "threads", "wishes"]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
