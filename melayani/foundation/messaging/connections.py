"""One connection per provider that is kept from message to message: a new one costs more than a message."""

from __future__ import annotations

import httpx

TIMEOUT_SECONDS = 10.0  # for each of: reaching the server, giving, hearing the next piece of its answer
_CLIENTS: dict[str, httpx.Client] = {}


def client(channel: str) -> httpx.Client:
    """The client of this channel, made once per process."""
    if channel not in _CLIENTS:
        _CLIENTS[channel] = httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False)
    return _CLIENTS[channel]


def close(channel: str) -> None:
    """Close the connections of this channel; the next message opens them anew."""
    if channel in _CLIENTS:
        _CLIENTS.pop(channel).close()
