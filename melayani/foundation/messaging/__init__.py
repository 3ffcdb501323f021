"""Contacts, the outbox, one slice per channel; what comes in, conversations, and how somebody wants to be reached."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from melayani.foundation.messaging.forgetting import forget_case as forget_case
    from melayani.foundation.messaging.outbox import Addressee as Addressee
    from melayani.foundation.messaging.outbox import queue as queue
    from melayani.foundation.messaging.outbox import queue_to_many as queue_to_many
    from melayani.foundation.messaging.outbox import withdraw as withdraw
    from melayani.foundation.messaging.ways import two_ways as two_ways

_HOME = {
    "Addressee": "outbox",
    "forget_case": "forgetting",
    "queue": "outbox",
    "queue_to_many": "outbox",
    "two_ways": "ways",
    "withdraw": "outbox",
}
_PARTS = frozenset(
    {"channels", "conversations", "correspondence", "following", "inbound", "links", "returns", "threads", "wishes"}
)
__all__ = [  # noqa: F822 (parts of the package, given by __getattr__)
    "Addressee",
    "channels",
    "conversations",
    "correspondence",
    "following",
    "forget_case",
    "inbound",
    "links",
    "queue",
    "queue_to_many",
    "returns",
    "threads",
    "two_ways",
    "wishes",
    "withdraw",
]


def __getattr__(name: str) -> object:
    """Give each public name on first use, so that importing the package needs no ready app registry."""
    if name in _PARTS:
        return import_module(f"{__name__}.{name}")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(name)
