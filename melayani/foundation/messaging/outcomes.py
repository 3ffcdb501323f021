"""How an attempt to send can end other than well. Channels raise these; the worker decides what follows."""

from __future__ import annotations

from datetime import timedelta


class Outcome(Exception):
    """What the provider said; `code` is its name of the error, `wait` a pause it asked for (no try is counted then)."""

    def __init__(self, words: str = "", *, code: str = "", wait: timedelta | None = None) -> None:
        super().__init__(words)
        self.code = code
        self.wait = wait


class Refused(Outcome):
    """The channel will never deliver this message to this recipient: try the next channel."""


class Stopped(Outcome):
    """The provider refused in a way that another channel would only hide: an officer must look."""


class TryLater(Outcome):
    """The channel refused for the moment, for this recipient: try again later."""


class Elsewhere(TryLater):
    """Not by this channel today: by the next one if there is one, else later."""


class ChannelAway(Outcome):
    """The channel itself cannot be reached or used: let it rest, and everything that would go by it."""
