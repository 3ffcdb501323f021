"""What a provider tells of a message that it had taken: channels say it here, and the worker's part goes on from it.

Channels do not know one another, so they cannot call what knows them all (delivery.py); that registers itself here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from melayani.foundation.messaging.models import OutboxMessage


class GoOn(Protocol):
    """What follows when a message failed that counted as sent."""

    def __call__(self, message: OutboxMessage, problem: Exception, *, now: datetime) -> None: ...


_GO_ON: list[GoOn] = []


def goes_on(function: GoOn) -> GoOn:
    """Register the one function that knows what follows."""
    _GO_ON[:] = [function]
    return function


def bounced(message: OutboxMessage, problem: Exception, *, now: datetime) -> None:
    """The provider took the message and told afterwards that it failed: go on as if it had refused at once."""
    for go_on in _GO_ON:
        go_on(message, problem, now=now)
