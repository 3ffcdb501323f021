"""One lane per channel: what takes long runs on beside the others, one message at a time.

Only the talk with the provider runs in a lane, in a thread of its own; everything that needs the database was done
before it and is done after it by the worker. So at most one message per channel is under way when a worker dies.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

from melayani.foundation.messaging.models import OutboxMessage
from melayani.foundation.messaging.outcomes import TryLater

HANG_SECONDS = 60.0  # no provider answers any more after this; shorter than the reservation of a message


class StillRunning(Exception):
    """The provider has not answered yet; the message comes back by `finished`."""


@dataclass
class Running:
    """A message under way: by which channel, and since when."""

    message: OutboxMessage
    channel: Any
    future: Future[str]
    since: float

    def answer(self) -> str:
        """The provider's name of the message; raises what the channel raised, TryLater when it hangs."""
        if not self.future.done():
            raise TryLater("no answer")
        return self.future.result()


_RUNNING: dict[str, Running] = {}
_THREADS: dict[str, ThreadPoolExecutor] = {}


def busy() -> set[str]:
    """Channels that have a message under way."""
    return set(_RUNNING)


def hand_over(channel: Any, message: OutboxMessage, work: Callable[[], str], *, seconds: float) -> str:
    """Run `work` in the lane of `channel` and wait `seconds` for its end.

    Returns or raises what `work` does; raises StillRunning when it takes longer. Call it only when the lane is free.
    """
    lane = _THREADS.get(channel.kind)
    if lane is None:
        lane = _THREADS[channel.kind] = ThreadPoolExecutor(1, thread_name_prefix=f"channel-{channel.kind}")
    future = lane.submit(work)
    try:
        return future.result(timeout=seconds)
    except TimeoutError:
        if future.done():  # the channel's own exception, not our impatience
            raise
        _RUNNING[channel.kind] = Running(message, channel, future, monotonic())
        raise StillRunning from None


def finished() -> list[Running]:
    """Messages that were under way and have their answer now, or will never have one; they are forgotten here."""
    ended = [one for one in _RUNNING.values() if one.future.done() or monotonic() - one.since > HANG_SECONDS]
    for one in ended:
        del _RUNNING[one.channel.kind]
        if not one.future.done():  # the thread is lost to it: the next message gets another
            _THREADS.pop(one.channel.kind).shutdown(wait=False)
    return ended


def wait_for_all(seconds: float = HANG_SECONDS) -> None:
    """Wait until no message is under way."""
    for one in list(_RUNNING.values()):
        one.future.exception(timeout=seconds)


def at_exit(settle: Callable[[], object]) -> None:
    """Let `settle` write down, when the process ends, what the last messages under way came to."""
    atexit.register(settle)
