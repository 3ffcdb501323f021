"""How an attempt to send can end other than well. Channels raise these; the worker decides what follows."""

from __future__ import annotations


class Refused(Exception):
    """The channel will never deliver this message to this recipient: try the next channel."""


class TryLater(Exception):
    """The channel refused for the moment, for this recipient: try again later."""


class ChannelAway(Exception):
    """The channel itself cannot be reached or used: let it rest, and everything that would go by it."""
