"""Contacts, the outbox, and one slice per channel."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.messaging import channels as channels
    from melayani.foundation.messaging import conversations as conversations
    from melayani.foundation.messaging import inbound as inbound
    from melayani.foundation.messaging.outbox import queue as queue

_HOME = {"queue": "outbox"}
__all__ = ["following", "inbound", "links", "queue", "returns", "threads", "wishes"]
_PARTS = frozenset({"channels", "conversations", "inbound"})
__all__ = ["channels", "conversations", "inbound", "queue"]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _PARTS:
        return import_module(f"{__name__}.{name}")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
